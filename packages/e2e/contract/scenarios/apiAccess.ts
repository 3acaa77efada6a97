import assert from 'node:assert/strict';
import { about } from '../lib/about';
import { at } from '../lib/json';
import { As, configMap, headersAs, nameOf, Objects } from '../lib/objects';
import { Scenario } from '../lib/scenario';

const JANE: As = { user: 'contract:jane', groups: ['contract:readers'] };
const JOHN: As = { user: 'contract:john' };

const as = (who: As) => ({ headers: headersAs(who) });

/** A Role and who has it. */
async function grant(
  objects: Objects,
  name: string,
  rules: unknown[],
  subject: { kind: 'User' | 'Group'; name: string },
) {
  await objects.create('roles', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name },
    rules,
  });
  await objects.create('rolebindings', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name },
    subjects: [{ ...subject, apiGroup: 'rbac.authorization.k8s.io' }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
  });
}

/** RBAC of a real cluster takes a moment to see a new binding: waits until somebody is answered so. */
async function soon(
  objects: Objects,
  status: 200 | 404,
  path: string,
  who: As,
) {
  const end = Date.now() + 60_000;
  for (;;) {
    const answer = await objects.send('GET', path, undefined, as(who));
    if (answer.status === status) return answer.json;
    assert.ok(
      Date.now() < end,
      `the role does not come into force: ${answer.text}`,
    );
  }
}

export const apiAccessScenarios: Scenario[] = [
  about(
    'forbidden',
    'RBAC refuses what no role allows, and says who, what and where',
    async objects => {
      const failure = await objects.refused(
        'Forbidden',
        'GET',
        objects.path('rollouts'),
        undefined,
        as(JOHN),
      );
      assert.equal(
        failure.message,
        `rollouts.argoproj.io is forbidden: User "contract:john" cannot list resource "rollouts" in API group "argoproj.io" in the namespace "${objects.namespace}"`,
      );
      const write = await objects.refused(
        'Forbidden',
        'POST',
        objects.path('configmaps'),
        configMap('one'),
        as(JOHN),
      );
      assert.equal(at(write, 'details', 'kind'), 'configmaps');
      await objects.missing('configmaps', 'one');
    },
  ),
  about(
    'role',
    'A role gives its verbs in its namespace, to users and groups',
    async objects => {
      await objects.create('configmaps', configMap('one'));
      await grant(
        objects,
        'readers',
        [
          {
            apiGroups: [''],
            resources: ['configmaps'],
            verbs: ['get', 'list'],
          },
        ],
        { kind: 'Group', name: 'contract:readers' },
      );
      const read = await soon(
        objects,
        200,
        objects.path('configmaps', 'one'),
        JANE,
      );
      assert.equal(nameOf(read), 'one');
      await objects.refused(
        'Forbidden',
        'DELETE',
        objects.path('configmaps', 'one'),
        undefined,
        as(JANE),
      );
      await objects.refused(
        'Forbidden',
        'GET',
        '/api/v1/namespaces/default/configmaps',
        undefined,
        as(JANE),
      );
      await objects.refused(
        'Forbidden',
        'GET',
        objects.path('configmaps', 'one'),
        undefined,
        as(JOHN),
      );
    },
  ),
  about(
    'role-names',
    'A role may name the objects it is about',
    async objects => {
      await objects.create('configmaps', configMap('mine'));
      await objects.create('configmaps', configMap('yours'));
      await grant(
        objects,
        'one',
        [
          {
            apiGroups: [''],
            resources: ['configmaps'],
            resourceNames: ['mine'],
            verbs: ['get'],
          },
        ],
        { kind: 'User', name: JOHN.user },
      );
      assert.equal(
        nameOf(
          await soon(objects, 200, objects.path('configmaps', 'mine'), JOHN),
        ),
        'mine',
      );
      await objects.refused(
        'Forbidden',
        'GET',
        objects.path('configmaps', 'yours'),
        undefined,
        as(JOHN),
      );
    },
  ),
  about('role-subresource', 'A subresource is granted apart', async objects => {
    await grant(
      objects,
      'main',
      [
        {
          apiGroups: ['argoproj.io'],
          resources: ['rollouts'],
          verbs: ['get', 'patch'],
        },
      ],
      { kind: 'User', name: JOHN.user },
    );
    const path = objects.path('rollouts', 'ghost');
    await soon(objects, 404, path, JOHN);
    const failure = await objects.refused(
      'Forbidden',
      'PATCH',
      `${path}/status`,
      { status: {} },
      { ...as(JOHN), contentType: 'application/merge-patch+json' },
    );
    assert.match(
      String(failure.message),
      /cannot patch resource "rollouts\/status"/,
    );
  }),
  about('self-review', 'Everybody may ask what he may do', async objects => {
    await grant(
      objects,
      'readers',
      [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
      { kind: 'Group', name: 'contract:readers' },
    );
    await soon(objects, 404, objects.path('configmaps', 'ghost'), JANE);
    const ask = async (verb: string) => {
      const answer = await objects.expect(
        201,
        'POST',
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: {
            resourceAttributes: {
              namespace: objects.namespace,
              verb,
              resource: 'configmaps',
            },
          },
        },
        as(JANE),
      );
      return at(answer, 'status', 'allowed');
    };
    assert.deepEqual([await ask('get'), await ask('delete')], [true, false]);
  }),
  about(
    'review',
    'A SubjectAccessReview answers for somebody else',
    async objects => {
      const ask = async (user: string, groups: string[]) => {
        const answer = await objects.expect(
          201,
          'POST',
          '/apis/authorization.k8s.io/v1/subjectaccessreviews',
          {
            apiVersion: 'authorization.k8s.io/v1',
            kind: 'SubjectAccessReview',
            spec: {
              user,
              groups,
              resourceAttributes: {
                namespace: objects.namespace,
                verb: 'delete',
                resource: 'pods',
              },
            },
          },
        );
        return at(answer, 'status', 'allowed');
      };
      assert.equal(await ask('contract:john', []), false);
      assert.equal(await ask('contract:john', ['system:masters']), true);
    },
  ),
  about(
    'impersonate',
    'Nobody becomes another without the right to',
    async objects => {
      const made = await objects.expect(
        201,
        'POST',
        '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
        as(JANE),
      );
      assert.equal(at(made, 'status', 'userInfo', 'username'), JANE.user);
      assert.deepEqual(at(made, 'status', 'userInfo', 'groups'), [
        'contract:readers',
        'system:authenticated',
      ]);
      const alone = await objects.send(
        'GET',
        objects.path('configmaps'),
        undefined,
        { headers: { 'Impersonate-Group': ['contract:readers'] } },
      );
      assert.notEqual(alone.status, 200);
    },
  ),
  about('token', 'A token that is not known is 401', async objects => {
    const failure = await objects.refused(
      'Unauthorized',
      'GET',
      objects.path('configmaps'),
      undefined,
      { bare: true, headers: { authorization: 'Bearer not-a-token' } },
    );
    assert.equal(failure.message, 'Unauthorized');
  }),
];
