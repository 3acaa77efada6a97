import assert from 'node:assert/strict';
import { about } from '../lib/about';
import { at } from '../lib/json';
import { check } from '../lib/manifests';
import { configMap, nameOf, versionOf } from '../lib/objects';
import { Scenario } from '../lib/scenario';

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
    const failure = await objects.refusedToCreate(
      'AlreadyExists',
      'configmaps',
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
      const failure = await objects.refusedToCreate(
        'Invalid',
        'configmaps',
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
        'NotFound',
        'DELETE',
        objects.path('configmaps', 'ghost'),
      );
      await objects.expect(404, 'GET', '/apis/nobody.example/v1/things');
      const unknown = await objects.refused(
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
      await objects.refusedToCreate('BadRequest', 'configmaps', {
        ...configMap('one'),
        metadata: { name: 'one', namespace: 'elsewhere' },
      });
      await objects.missing('configmaps', 'one');
    },
  ),
  about(
    'wrong-kind',
    'Body and address must be of the same kind',
    async objects => {
      await objects.refusedToCreate('BadRequest', 'configmaps', {
        ...configMap('one'),
        apiVersion: 'v2',
      });
      await objects.refusedToCreate('BadRequest', 'configmaps', {
        ...configMap('one'),
        kind: 'Secret',
      });
      await objects.missing('configmaps', 'one');
    },
  ),
  about(
    'malformed',
    'A body that is no JSON is 400 and changes nothing',
    async objects => {
      await objects.refusedToCreate(
        'BadRequest',
        'configmaps',
        '{"metadata": {"name": ',
      );
      await objects.refusedToCreate('BadRequest', 'configmaps', '[1, 2]');
      await objects.missing('configmaps', 'one');
    },
  ),
  about(
    'wrong-types',
    'A member of the wrong type is refused',
    async objects => {
      await objects.refusedToCreate(
        'BadRequest',
        'configmaps',
        configMap('one', { data: { number: 7 } }),
      );
      await objects.refusedToCreate(
        'BadRequest',
        'configmaps',
        configMap('one', {}, { tier: 7 }),
      );
      await objects.missing('configmaps', 'one');
    },
  ),
  about(
    'huge-body',
    'A body above 3 MiB is 413 and changes nothing',
    async objects => {
      await objects.refusedToCreate(
        'RequestEntityTooLarge',
        'configmaps',
        configMap('one', { data: { big: 'x'.repeat(3_300_000) } }),
      );
      await objects.missing('configmaps', 'one');
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
      const failure = await objects.refused('Conflict', 'PUT', path, {
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
      const path = objects.path('analysistemplates');
      const made = await objects.expect(201, 'POST', path, check);
      const failure = await objects.refused(
        'Invalid',
        'PUT',
        `${path}/check`,
        check,
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
    await objects.missing('configmaps', 'one');
    const kept = await objects.create(
      'configmaps',
      configMap('two', { data: { step: '1' } }),
    );
    await objects.expect(
      200,
      'DELETE',
      objects.path('configmaps', 'two', 'dryRun=All'),
    );
    await objects.merge(objects.path('configmaps', 'two', 'dryRun=All'), {
      data: { step: '2' },
    });
    assert.deepEqual(await objects.get('configmaps', 'two'), kept);
  }),
];
