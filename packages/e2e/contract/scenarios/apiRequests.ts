import assert from 'node:assert/strict';
import { about } from '../lib/about';
import { at } from '../lib/json';
import { check, NOWHERE } from '../lib/manifests';
import { configMap, nameOf } from '../lib/objects';
import { Scenario } from '../lib/scenario';

export const apiRequestScenarios: Scenario[] = [
  about(
    'bad-options',
    'What a query asks for and nobody can do is refused by its name',
    async objects => {
      const made = await objects.create('configmaps', configMap('one'));
      const path = (query: string) => objects.path('configmaps', 'one', query);
      const list = (query: string) =>
        objects.path('configmaps', undefined, query);
      for (const [method, address, message, body] of [
        [
          'GET',
          list('resourceVersionMatch=Exact'),
          'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
        ],
        [
          'GET',
          list('watch=1&sendInitialEvents=true'),
          'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
        ],
        [
          'POST',
          list('dryRun=Some'),
          'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
          configMap('two'),
        ],
        [
          'POST',
          list('fieldValidation=Some'),
          'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Some": supported values: "", "Ignore", "Strict", "Warn"',
          configMap('two'),
        ],
        [
          'DELETE',
          path('propagationPolicy=Nope'),
          'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Nope": supported values: "Foreground", "Background", "Orphan", "nil"',
        ],
        [
          'DELETE',
          path('orphanDependents=true&propagationPolicy=Orphan'),
          'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
        ],
      ] as const) {
        const failure = await objects.refused('Invalid', method, address, body);
        assert.equal(failure.message, message);
      }
      for (const query of ['limit=few', 'timeoutSeconds=soon']) {
        const failure = await objects.refused('BadRequest', 'GET', list(query));
        assert.match(
          String(failure.message),
          /^strconv\.ParseInt: parsing "(few|soon)": invalid syntax$/,
        );
      }
      assert.deepEqual(await objects.get('configmaps', 'one'), made);
      await objects.missing('configmaps', 'two');
    },
  ),
  about(
    'bad-selectors',
    'A selector that cannot be read is refused with what was found and expected',
    async objects => {
      for (const [selector, message] of [
        [
          'a===b',
          "unable to parse requirement: found '=', expected: identifier",
        ],
        [
          'a in (b',
          "unable to parse requirement: found '', expected: ',' or ')'",
        ],
        ['a notin', "unable to parse requirement: found '' expected: '('"],
        ['a=b c', "found 'c', expected: ',' or 'end of string'"],
        ['a,', "found '', expected: identifier after ','"],
        ['=a', "found '=', expected: !, identifier, or 'end of string'"],
        [
          'a ~ b',
          "unable to parse requirement: found '~', expected: in, notin, =, ==, !=, gt, lt",
        ],
      ]) {
        const failure = await objects.refused(
          'BadRequest',
          'GET',
          objects.path(
            'configmaps',
            undefined,
            `labelSelector=${encodeURIComponent(selector)}`,
          ),
        );
        assert.equal(failure.message, message, selector);
      }
      const value = await objects.refused(
        'BadRequest',
        'GET',
        objects.path('configmaps', undefined, 'labelSelector=a%3D-1'),
      );
      assert.match(
        String(value.message),
        /^unable to parse requirement: values\[0\]\[a\]: Invalid value: "-1": a valid label must be/,
      );
      await objects.create('configmaps', configMap('one', {}, { a: 'b' }));
      for (const [plural, message] of [
        [
          'configmaps',
          '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
        ],
        ['pods', 'field label not supported: spec.x'],
        ['rollouts', 'field label not supported: spec.x'],
      ]) {
        const failure = await objects.refused(
          'BadRequest',
          'GET',
          objects.path(plural, undefined, 'fieldSelector=spec.x%3D1'),
        );
        assert.equal(failure.message, message);
      }
      assert.deepEqual(
        await objects.names('configmaps', 'labelSelector=a%20in%20(b,c)'),
        ['one'],
      );
    },
  ),
  about(
    'any-version',
    'A list of any version has no pages, one of a version to come waits',
    async objects => {
      for (const name of ['a', 'b', 'c']) {
        await objects.create('configmaps', configMap(name, {}, { p: 'y' }));
      }
      const query = 'labelSelector=p&limit=1';
      const paged = await objects.list('configmaps', query);
      assert.ok(at(paged, 'metadata', 'continue'));
      const whole = await objects.list(
        'configmaps',
        `${query}&resourceVersion=0`,
      );
      assert.equal(at(whole, 'metadata', 'continue'), undefined);
      const names = Array.isArray(whole.items)
        ? whole.items.map(item => at(item, 'metadata', 'name'))
        : [];
      assert.deepEqual(names, ['a', 'b', 'c']);
      const early = await objects.expect(
        504,
        'GET',
        objects.path('configmaps', undefined, 'resourceVersion=99999999999'),
      );
      assert.match(
        String(early.message),
        /^Timeout: Too large resource version: 99999999999, current: \d+$/,
      );
    },
  ),
  about(
    'kept-namespaces',
    'Namespaces of the system are not deleted',
    async objects => {
      for (const name of ['default', 'kube-system']) {
        const path = `/api/v1/namespaces/${name}`;
        const failure = await objects.refused('Forbidden', 'DELETE', path);
        assert.equal(
          failure.message,
          `namespaces "${name}" is forbidden: this namespace may not be deleted`,
        );
        const read = await objects.expect(200, 'GET', path);
        assert.equal(at(read, 'status', 'phase'), 'Active');
      }
    },
  ),
  about(
    'methods',
    'What a path does not do is reported as such',
    async objects => {
      await objects.create('configmaps', configMap('one'));
      await objects.create('analysistemplates', check);
      for (const [method, path] of [
        ['POST', objects.path('configmaps', 'one')],
        ['PUT', objects.path('configmaps')],
        ['POST', '/version'],
        ['DELETE', '/api/v1/namespaces'],
        ['POST', `${objects.path('pods', 'one')}/log`],
      ] as const) {
        await objects.refused('MethodNotAllowed', method, path, {});
      }
      for (const path of [
        '/api/v2',
        '/apis/apps/v9',
        objects.path('nosuchthings'),
        `${objects.path('configmaps', 'one')}/status`,
        `${objects.path('pods', 'one')}/nosuchthing`,
        `${objects.path('analysistemplates', 'check')}/status`,
      ]) {
        await objects.refused('NotFound', 'GET', path);
      }
      assert.equal(nameOf(await objects.get('configmaps', 'one')), 'one');
    },
  ),
  about(
    'log-options',
    'What is asked of a log is looked at before the log',
    async objects => {
      await objects.create('pods', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'one' },
        spec: {
          containers: [
            { name: 'a', image: 'example.test/a:1' },
            { name: 'b', image: 'example.test/b:1' },
          ],
          ...NOWHERE,
        },
      });
      const log = (query: string) =>
        `${objects.path('pods', 'one')}/log?${query}`;
      for (const [query, message] of [
        [
          '',
          'a container name must be specified for pod one, choose one of: [a b]',
        ],
        ['container=c', 'container c is not valid for pod one'],
        [
          'container=a&tailLines=x',
          'strconv.ParseInt: parsing "x": invalid syntax',
        ],
      ]) {
        const failure = await objects.refused('BadRequest', 'GET', log(query));
        assert.equal(failure.message, message);
      }
      for (const [query, message] of [
        [
          'container=a&tailLines=-1&limitBytes=0',
          'PodLogOptions "one" is invalid: [tailLines: Invalid value: -1: must be greater than or equal to 0, limitBytes: Invalid value: 0: must be greater than 0]',
        ],
        [
          'container=a&sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z',
          'PodLogOptions "one" is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
        ],
      ]) {
        const failure = await objects.refused('Invalid', 'GET', log(query));
        assert.equal(failure.message, message);
      }
      // No kubelet has it: nothing is written, and nothing will be.
      for (const query of ['container=a', 'container=a&follow=true']) {
        const answer = await objects.send('GET', log(query));
        assert.deepEqual([answer.status, answer.text], [204, '']);
      }
      await objects.refused(
        'NotFound',
        'GET',
        `${objects.path('pods', 'ghost')}/log`,
      );
    },
  ),
];
