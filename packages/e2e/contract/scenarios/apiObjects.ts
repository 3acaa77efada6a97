import assert from 'node:assert/strict';
import { at } from '../lib/json';
import {
  configMap,
  itemsOf,
  nameOf,
  namesOf,
  Objects,
  versionOf,
} from '../lib/objects';
import { Scenario } from '../lib/scenario';

/** A scenario about objects in a namespace of its own; no rollout is made. */
export const about = (
  id: string,
  title: string,
  run: (objects: Objects) => Promise<void>,
): Scenario => ({
  id: `api-${id}`,
  title,
  run: world => run(new Objects(world.api, world.namespace)),
});

const settled = { sideEffects: 'none' };

export const apiObjectScenarios: Scenario[] = [
  about('create', 'Create fills in what the server owns', async objects => {
    const made = await objects.create('configmaps', {
      ...configMap('one', { data: settled }),
      metadata: { name: 'one', uid: 'mine', generation: 7 },
    });
    const read = await objects.get('configmaps', 'one');
    assert.deepEqual(read, made);
    assert.notEqual(at(read, 'metadata', 'uid'), 'mine');
    assert.match(
      String(at(read, 'metadata', 'creationTimestamp')),
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    );
    assert.equal(at(read, 'metadata', 'namespace'), objects.namespace);
    assert.deepEqual(read.data, settled);
  }),
  about('create-twice', 'A name is given once', async objects => {
    const first = await objects.create('configmaps', configMap('one'));
    const failure = await objects.refused(
      409,
      'AlreadyExists',
      'POST',
      objects.path('configmaps'),
      configMap('one', { data: settled }),
    );
    assert.equal(failure.message, 'configmaps "one" already exists');
    assert.deepEqual(await objects.get('configmaps', 'one'), first);
  }),
  about(
    'generate-name',
    'generateName makes a new name each time',
    async objects => {
      const body = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { generateName: 'run-' },
      };
      const names = [
        await objects.create('configmaps', body),
        await objects.create('configmaps', body),
      ].map(nameOf);
      assert.match(names[0], /^run-[a-z0-9]{5}$/);
      assert.notEqual(names[0], names[1]);
      assert.deepEqual(
        await objects
          .names('configmaps', 'labelSelector=!none')
          .then(all => all.filter(name => name.startsWith('run-'))),
        [...names].sort(),
      );
    },
  ),
  about(
    'bad-name',
    'A name that is none is refused by its field',
    async objects => {
      const failure = await objects.refused(
        422,
        'Invalid',
        'POST',
        objects.path('configmaps'),
        configMap('Not_A_Name'),
      );
      assert.equal(
        at(failure, 'details', 'causes', 0, 'field'),
        'metadata.name',
      );
      assert.ok(!(await objects.names('configmaps')).includes('Not_A_Name'));
    },
  ),
  about(
    'not-found',
    'What is not there is 404, and says what',
    async objects => {
      const failure = await objects.refused(
        404,
        'NotFound',
        'GET',
        objects.path('rollouts', 'ghost'),
      );
      assert.deepEqual(failure.details, {
        name: 'ghost',
        group: 'argoproj.io',
        kind: 'rollouts',
      });
      await objects.refused(
        404,
        'NotFound',
        'DELETE',
        objects.path('configmaps', 'ghost'),
      );
      await objects.expect(404, 'GET', '/apis/nobody.example/v1/things');
      const unknown = await objects.refused(
        404,
        'NotFound',
        'GET',
        objects.path('nosuchthings'),
      );
      assert.equal(
        unknown.message,
        'the server could not find the requested resource',
      );
    },
  ),
  about(
    'wrong-namespace',
    'Body and address must name the same namespace',
    async objects => {
      await objects.refused(
        400,
        'BadRequest',
        'POST',
        objects.path('configmaps'),
        {
          ...configMap('one'),
          metadata: { name: 'one', namespace: 'elsewhere' },
        },
      );
      await objects.expect(404, 'GET', objects.path('configmaps', 'one'));
    },
  ),
  about(
    'wrong-kind',
    'Body and address must be of the same kind',
    async objects => {
      await objects.refused(
        400,
        'BadRequest',
        'POST',
        objects.path('configmaps'),
        { ...configMap('one'), apiVersion: 'v2' },
      );
      await objects.refused(
        400,
        'BadRequest',
        'POST',
        objects.path('configmaps'),
        { ...configMap('one'), kind: 'Secret' },
      );
      await objects.expect(404, 'GET', objects.path('configmaps', 'one'));
    },
  ),
  about(
    'malformed',
    'A body that is no JSON is 400 and changes nothing',
    async objects => {
      await objects.refused(
        400,
        'BadRequest',
        'POST',
        objects.path('configmaps'),
        '{"metadata": {"name": ',
      );
      await objects.refused(
        400,
        'BadRequest',
        'POST',
        objects.path('configmaps'),
        '[1, 2]',
      );
      await objects.expect(404, 'GET', objects.path('configmaps', 'one'));
    },
  ),
  about(
    'wrong-types',
    'A member of the wrong type is refused',
    async objects => {
      await objects.refused(
        400,
        'BadRequest',
        'POST',
        objects.path('configmaps'),
        configMap('one', { data: { number: 7 } }),
      );
      await objects.refused(
        400,
        'BadRequest',
        'POST',
        objects.path('configmaps'),
        configMap('one', {}, { tier: 7 }),
      );
      await objects.expect(404, 'GET', objects.path('configmaps', 'one'));
    },
  ),
  about(
    'huge-body',
    'A body above 3 MiB is 413 and changes nothing',
    async objects => {
      await objects.refused(
        413,
        'RequestEntityTooLarge',
        'POST',
        objects.path('configmaps'),
        configMap('one', { data: { big: 'x'.repeat(3_300_000) } }),
      );
      await objects.expect(404, 'GET', objects.path('configmaps', 'one'));
    },
  ),
  about(
    'conflict',
    'An update of what has changed meanwhile is refused',
    async objects => {
      const seen = await objects.create(
        'configmaps',
        configMap('one', { data: { step: '1' } }),
      );
      const path = objects.path('configmaps', 'one');
      const changed = await objects.expect(200, 'PUT', path, {
        ...seen,
        data: { step: '2' },
      });
      assert.notEqual(versionOf(changed), versionOf(seen));
      const failure = await objects.refused(409, 'Conflict', 'PUT', path, {
        ...seen,
        data: { step: '3' },
      });
      assert.match(String(failure.message), /the object has been modified/);
      assert.deepEqual(await objects.get('configmaps', 'one'), changed);
    },
  ),
  about(
    'update-nothing',
    'Writing what is there changes no version',
    async objects => {
      const seen = await objects.create(
        'configmaps',
        configMap('one', { data: settled }),
      );
      const same = await objects.expect(
        200,
        'PUT',
        objects.path('configmaps', 'one'),
        seen,
      );
      assert.equal(versionOf(same), versionOf(seen));
      assert.equal(
        versionOf(await objects.get('configmaps', 'one')),
        versionOf(seen),
      );
    },
  ),
  about(
    'update-custom',
    'An update of a custom object must name its version',
    async objects => {
      const body = {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'AnalysisTemplate',
        metadata: { name: 'check' },
        spec: { metrics: [] },
      };
      const path = `/apis/argoproj.io/v1alpha1/namespaces/${objects.namespace}/analysistemplates`;
      const made = await objects.expect(201, 'POST', path, body);
      const failure = await objects.refused(
        422,
        'Invalid',
        'PUT',
        `${path}/check`,
        body,
      );
      assert.equal(
        at(failure, 'details', 'causes', 0, 'field'),
        'metadata.resourceVersion',
      );
      assert.deepEqual(await objects.expect(200, 'GET', `${path}/check`), made);
    },
  ),
  about('dry-run', 'A dry run answers and keeps nothing', async objects => {
    const path = objects.path('configmaps', undefined, 'dryRun=All');
    const shown = await objects.expect(201, 'POST', path, configMap('one'));
    assert.equal(nameOf(shown), 'one');
    await objects.expect(404, 'GET', objects.path('configmaps', 'one'));
    const kept = await objects.create(
      'configmaps',
      configMap('two', { data: { step: '1' } }),
    );
    await objects.expect(
      200,
      'DELETE',
      objects.path('configmaps', 'two', 'dryRun=All'),
    );
    await objects.expect(
      200,
      'PATCH',
      objects.path('configmaps', 'two', 'dryRun=All'),
      { data: { step: '2' } },
      { contentType: 'application/merge-patch+json' },
    );
    assert.deepEqual(await objects.get('configmaps', 'two'), kept);
  }),
  about(
    'delete-preconditions',
    'A deletion can be bound to a UID',
    async objects => {
      const made = await objects.create('configmaps', configMap('one'));
      const path = objects.path('configmaps', 'one');
      await objects.refused(409, 'Conflict', 'DELETE', path, {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid: '11111111-2222-3333-4444-555555555555' },
      });
      assert.deepEqual(await objects.get('configmaps', 'one'), made);
      const done = await objects.expect(200, 'DELETE', path, {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid: at(made, 'metadata', 'uid') },
      });
      assert.deepEqual(
        [done.kind, done.status, at(done, 'details', 'uid')],
        ['Status', 'Success', at(made, 'metadata', 'uid')],
      );
      await objects.expect(404, 'GET', path);
    },
  ),
  about(
    'finalizers',
    'With a finalizer an object stays, marked, until the last one goes',
    async objects => {
      const path = objects.path('configmaps', 'one');
      await objects.create('configmaps', {
        ...configMap('one'),
        metadata: { name: 'one', finalizers: ['slipway.io/contract'] },
      });
      const marked = await objects.expect(200, 'DELETE', path);
      assert.ok(at(marked, 'metadata', 'deletionTimestamp'));
      assert.equal(
        at(
          await objects.get('configmaps', 'one'),
          'metadata',
          'deletionTimestamp',
        ),
        at(marked, 'metadata', 'deletionTimestamp'),
      );
      await objects.expect(
        200,
        'PATCH',
        path,
        { metadata: { finalizers: null } },
        { contentType: 'application/merge-patch+json' },
      );
      await objects.expect(404, 'GET', path);
    },
  ),
  about(
    'delete-collection',
    'A collection is deleted by its selector',
    async objects => {
      for (const [name, tier] of [
        ['a', 'web'],
        ['b', 'web'],
        ['c', 'data'],
      ]) {
        await objects.create('configmaps', configMap(name, {}, { tier }));
      }
      await objects.expect(
        200,
        'DELETE',
        objects.path('configmaps', undefined, 'labelSelector=tier%3Dweb'),
      );
      assert.deepEqual(
        await objects.names('configmaps', 'labelSelector=tier'),
        ['c'],
      );
    },
  ),
  about(
    'pages',
    'A list is read in pages, as it was when it began',
    async objects => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) {
        await objects.create(
          'configmaps',
          configMap(name, {}, { paged: 'yes' }),
        );
      }
      const read = (query: string) =>
        objects.expect(
          200,
          'GET',
          objects.path(
            'configmaps',
            undefined,
            `labelSelector=paged%3Dyes&limit=2${query}`,
          ),
        );
      const first = await read('');
      assert.deepEqual(namesOf(first), ['a', 'b']);
      await objects.create('configmaps', configMap('bb', {}, { paged: 'yes' }));
      await objects.expect(200, 'DELETE', objects.path('configmaps', 'd'));
      const second = await read(
        `&continue=${encodeURIComponent(
          String(at(first, 'metadata', 'continue')),
        )}`,
      );
      assert.deepEqual(namesOf(second), ['c', 'd']);
      assert.equal(versionOf(second), versionOf(first));
      const third = await read(
        `&continue=${encodeURIComponent(
          String(at(second, 'metadata', 'continue')),
        )}`,
      );
      assert.deepEqual(namesOf(third), ['e']);
      assert.ok(!at(third, 'metadata', 'continue'));
      assert.deepEqual(
        await objects.names('configmaps', 'labelSelector=paged'),
        ['a', 'b', 'bb', 'c', 'e'],
      );
      await objects.refused(
        400,
        'BadRequest',
        'GET',
        objects.path('configmaps', undefined, 'limit=2&continue=nonsense'),
      );
    },
  ),
  about(
    'selectors',
    'Label and field selectors choose as written',
    async objects => {
      for (const [name, labels] of [
        ['a', { app: 'web', tier: 'front' }],
        ['b', { app: 'web' }],
        ['c', { app: 'data', tier: 'back' }],
        ['d', { tier: 'front' }],
      ] as const) {
        await objects.create('configmaps', configMap(name, {}, labels));
      }
      const chosen = async (selector: string) =>
        (
          await objects.names(
            'configmaps',
            `labelSelector=${encodeURIComponent(selector)}`,
          )
        ).filter(name => name.length === 1);
      assert.deepEqual(await chosen('app=web'), ['a', 'b']);
      assert.deepEqual(await chosen('app!=web'), ['c', 'd']);
      assert.deepEqual(await chosen('app in (web, data),tier'), ['a', 'c']);
      assert.deepEqual(await chosen('tier notin (front)'), ['b', 'c']);
      assert.deepEqual(await chosen('!tier'), ['b']);
      assert.deepEqual(
        await objects.names('configmaps', 'fieldSelector=metadata.name%3Dc'),
        ['c'],
      );
      await objects.refused(
        400,
        'BadRequest',
        'GET',
        objects.path('configmaps', undefined, 'labelSelector=app%3D%3D%3Dx'),
      );
      await objects.refused(
        400,
        'BadRequest',
        'GET',
        objects.path('configmaps', undefined, 'fieldSelector=data.x%3D1'),
      );
    },
  ),
  about(
    'garbage',
    'What belongs to a deleted object goes too, by UID',
    async objects => {
      const owner = await objects.create('configmaps', configMap('owner'));
      const reference = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: 'owner',
        uid: at(owner, 'metadata', 'uid'),
      };
      const owned = (name: string, references: unknown[]) => ({
        ...configMap(name),
        metadata: { name, ownerReferences: references },
      });
      await objects.create('configmaps', owned('child', [reference]));
      const kept = await objects.create('configmaps', configMap('other'));
      await objects.create(
        'configmaps',
        owned('shared', [
          reference,
          { ...reference, name: 'other', uid: at(kept, 'metadata', 'uid') },
        ]),
      );
      await objects.expect(200, 'DELETE', objects.path('configmaps', 'owner'), {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
      });
      await objects.untilGone('configmaps', 'child');
      assert.equal(nameOf(await objects.get('configmaps', 'shared')), 'shared');
    },
  ),
  about(
    'orphans',
    'With Orphan what belonged to it stays and forgets it',
    async objects => {
      const owner = await objects.create('configmaps', configMap('owner'));
      await objects.create('configmaps', {
        ...configMap('child'),
        metadata: {
          name: 'child',
          ownerReferences: [
            {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              name: 'owner',
              uid: at(owner, 'metadata', 'uid'),
            },
          ],
        },
      });
      await objects.send('DELETE', objects.path('configmaps', 'owner'), {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Orphan',
      });
      await objects.untilGone('configmaps', 'owner');
      assert.equal(
        at(
          await objects.get('configmaps', 'child'),
          'metadata',
          'ownerReferences',
        ),
        undefined,
      );
    },
  ),
  about(
    'table',
    'A Table has the columns that kubectl prints',
    async objects => {
      await objects.create(
        'configmaps',
        configMap('one', { data: { a: '1', b: '2' } }),
      );
      const table = await objects.expect(
        200,
        'GET',
        objects.path(
          'configmaps',
          undefined,
          'fieldSelector=metadata.name%3Done',
        ),
        undefined,
        {
          headers: {
            accept:
              'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
          },
        },
      );
      const columns = Array.isArray(table.columnDefinitions)
        ? table.columnDefinitions
        : [];
      assert.deepEqual(
        [table.kind, columns.map(column => at(column, 'name'))],
        ['Table', ['Name', 'Data', 'Age']],
      );
      assert.deepEqual(
        [at(table, 'rows', 0, 'cells', 0), at(table, 'rows', 0, 'cells', 1)],
        ['one', 2],
      );
      assert.equal(
        at(table, 'rows', 0, 'object', 'kind'),
        'PartialObjectMetadata',
      );
    },
  ),
  about(
    'list-shape',
    'Built-in lists tell kind and version once, custom ones with each object',
    async objects => {
      await objects.create('configmaps', configMap('one'));
      const builtIn = await objects.expect(
        200,
        'GET',
        objects.path(
          'configmaps',
          undefined,
          'fieldSelector=metadata.name%3Done',
        ),
      );
      assert.deepEqual(
        [builtIn.kind, builtIn.apiVersion, itemsOf(builtIn)[0].kind],
        ['ConfigMapList', 'v1', undefined],
      );
      const path = `/apis/argoproj.io/v1alpha1/namespaces/${objects.namespace}/analysistemplates`;
      await objects.expect(201, 'POST', path, {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'AnalysisTemplate',
        metadata: { name: 'check' },
        spec: { metrics: [] },
      });
      const custom = await objects.expect(200, 'GET', path);
      assert.deepEqual(
        [custom.kind, custom.apiVersion, itemsOf(custom)[0].kind],
        ['AnalysisTemplateList', 'argoproj.io/v1alpha1', 'AnalysisTemplate'],
      );
    },
  ),
];
