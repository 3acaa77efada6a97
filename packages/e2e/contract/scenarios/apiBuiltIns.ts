import assert from 'node:assert/strict';
import { about } from '../lib/about';
import { at, isRecord, Json } from '../lib/json';
import { deployment, service } from '../lib/manifests';
import { causesOf, configMap, MERGE, STRATEGIC } from '../lib/objects';
import { Scenario } from '../lib/scenario';

const pod = (name: string, spec: Json): Json => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec,
});

export const apiBuiltInScenarios: Scenario[] = [
  about(
    'immutable',
    'A ConfigMap that says it never changes does not, but can be deleted',
    async objects => {
      const made = await objects.create(
        'configmaps',
        configMap('one', { data: { a: '1' }, immutable: true }),
      );
      const path = objects.path('configmaps', 'one');
      for (const [change, field] of [
        [{ data: { a: '2' } }, 'data'],
        [{ immutable: false }, 'immutable'],
      ] as const) {
        const failure = await objects.refused(
          'Invalid',
          'PATCH',
          path,
          change,
          MERGE,
        );
        assert.deepEqual(causesOf(failure), [
          `${field}: Forbidden: field is immutable when \`immutable\` is set`,
        ]);
      }
      assert.deepEqual(await objects.get('configmaps', 'one'), made);
      await objects.remove('configmaps', 'one');
      await objects.missing('configmaps', 'one');
    },
  ),
  about(
    'secret',
    'Texts of a Secret are kept as its data; its type stays',
    async objects => {
      await objects.create('secrets', {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'one' },
        stringData: { word: 'open sesame' },
      });
      const read = await objects.get('secrets', 'one');
      assert.deepEqual(
        [read.type, read.data, read.stringData],
        ['Opaque', { word: 'b3BlbiBzZXNhbWU=' }, undefined],
      );
      const failure = await objects.refused(
        'Invalid',
        'PATCH',
        objects.path('secrets', 'one'),
        { type: 'other' },
        MERGE,
      );
      assert.deepEqual(causesOf(failure), [
        'type: Invalid value: "other": field is immutable',
      ]);
    },
  ),
  about(
    'pod-rules',
    'A pod needs containers with names and images, and changes no more than its image',
    async objects => {
      await objects.invalid('pods', pod('one', {}), [
        'spec.containers: Required value',
      ]);
      await objects.invalid(
        'pods',
        pod('one', { containers: [{ name: 'a' }] }),
        ['spec.containers[0].image: Required value'],
      );
      await objects.create(
        'pods',
        pod('one', { containers: [{ name: 'a', image: 'example.test/a:1' }] }),
      );
      const path = objects.path('pods', 'one');
      await objects.expect(
        200,
        'PATCH',
        path,
        { spec: { containers: [{ name: 'a', image: 'example.test/a:2' }] } },
        STRATEGIC,
      );
      const failure = await objects.refused(
        'Invalid',
        'PATCH',
        path,
        { spec: { restartPolicy: 'Never' } },
        MERGE,
      );
      assert.match(
        causesOf(failure)[0],
        /^spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`/,
      );
      assert.deepEqual(
        [
          await objects.read('pods', 'one', 'spec', 'containers', 0, 'image'),
          await objects.read('pods', 'one', 'spec', 'restartPolicy'),
        ],
        ['example.test/a:2', 'Always'],
      );
    },
  ),
  about(
    'workload-rules',
    'The selector of a Deployment must meet its template and never changes',
    async objects => {
      const idle = deployment('shop');
      const unselected = isRecord(idle.spec)
        ? { ...idle.spec, selector: undefined }
        : {};
      await objects.invalid('deployments', { ...idle, spec: unselected }, [
        'spec.selector: Required value',
        'spec.template.metadata.labels: Invalid value: {"app":"shop"}: `selector` does not match template `labels`',
      ]);
      const made = await objects.create('deployments', idle);
      const path = objects.path('deployments', 'shop');
      const refuse = async (spec: Json) =>
        causesOf(
          await objects.refused('Invalid', 'PATCH', path, { spec }, MERGE),
        );
      assert.deepEqual(await refuse({ replicas: -1 }), [
        'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
      ]);
      assert.deepEqual(
        await refuse({ template: { metadata: { labels: { app: 'other' } } } }),
        [
          'spec.template.metadata.labels: Invalid value: {"app":"other"}: `selector` does not match template `labels`',
        ],
      );
      assert.deepEqual(
        await refuse({ template: { spec: { containers: [] } } }),
        ['spec.template.spec.containers: Required value'],
      );
      const [, immutable] = await refuse({
        selector: { matchLabels: { app: 'z' } },
      });
      assert.match(immutable, /^spec\.selector: .*: field is immutable$/);
      assert.deepEqual(
        await objects.read('deployments', 'shop', 'spec', 'selector'),
        at(made, 'spec', 'selector'),
      );
      await objects.refused(
        'Invalid',
        'PATCH',
        `${path}/scale`,
        { spec: { replicas: -2 } },
        MERGE,
      );
      assert.equal(
        await objects.read('deployments', 'shop', 'spec', 'replicas'),
        0,
      );
    },
  ),
  about(
    'service-rules',
    'A Service needs ports and a name that can stand in an address',
    async objects => {
      const shop = service('shop');
      await objects.invalid('services', { ...shop, spec: {} }, [
        'spec.ports: Required value',
      ]);
      await objects.invalid('services', service('1shop'), [
        /^metadata\.name: Invalid value: "1shop": a DNS-1035 label must consist of/,
      ]);
      await objects.create('services', shop);
      assert.match(
        String(await objects.read('services', 'shop', 'spec', 'clusterIP')),
        /^10\.\d+\.\d+\.\d+$/,
      );
    },
  ),
  about(
    'rbac-rules',
    'A rule names verbs, groups and resources; a binding keeps its role; both take strategic patches',
    async objects => {
      await objects.invalid(
        'roles',
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'Role',
          metadata: { name: 'one' },
          rules: [{ verbs: [] }],
        },
        [
          'rules[0].verbs: Required value: verbs must contain at least one value',
          'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
          'rules[0].resources: Required value: resource rules must supply at least one resource',
        ],
      );
      await objects.create('rolebindings', {
        metadata: { name: 'one' },
        subjects: [{ kind: 'User', name: 'contract:x' }],
        roleRef: { kind: 'Role', name: 'one' },
      });
      await objects.refusedToCreate('BadRequest', 'rolebindings', {
        metadata: { name: 'two' },
        // What a YAML file easily makes of the name y.
        subjects: [{ kind: 'User', name: true }],
        roleRef: { kind: 'Role', name: 'one' },
      });
      await objects.missing('rolebindings', 'two');
      const group = 'rbac.authorization.k8s.io';
      const path = objects.path('rolebindings', 'one');
      await objects.expect(
        200,
        'PATCH',
        path,
        { metadata: { labels: { a: 'b' } } },
        STRATEGIC,
      );
      const failure = await objects.refused(
        'Invalid',
        'PATCH',
        path,
        { roleRef: { name: 'two' } },
        MERGE,
      );
      assert.deepEqual(causesOf(failure), [
        `roleRef: Invalid value: {"APIGroup":"${group}","Kind":"Role","Name":"two"}: cannot change roleRef`,
      ]);
      const read = await objects.get('rolebindings', 'one');
      assert.deepEqual(
        [read.roleRef, at(read, 'subjects', 0, 'apiGroup')],
        [{ apiGroup: group, kind: 'Role', name: 'one' }, group],
      );
      assert.equal(at(read, 'metadata', 'labels', 'a'), 'b');
    },
  ),
];
