import assert from 'node:assert/strict';
import { about } from '../lib/about';
import { at } from '../lib/json';
import { configMap, JSON_PATCH, MERGE, versionOf } from '../lib/objects';
import { Scenario } from '../lib/scenario';

export const apiPatchScenarios: Scenario[] = [
  about(
    'merge-patch',
    'A merge patch adds, replaces and removes members',
    async objects => {
      const made = await objects.create(
        'configmaps',
        configMap(
          'one',
          { data: { keep: '1', change: '1', drop: '1' } },
          { app: 'x' },
        ),
      );
      await objects.merge(objects.path('configmaps', 'one'), {
        data: { change: '2', drop: null, add: '1' },
        metadata: { labels: { app: null } },
      });
      const read = await objects.get('configmaps', 'one');
      assert.deepEqual(read.data, { keep: '1', change: '2', add: '1' });
      assert.equal(at(read, 'metadata', 'labels'), undefined);
      assert.notEqual(versionOf(read), versionOf(made));
    },
  ),
  about(
    'merge-conflict',
    'A merge patch can be bound to a version',
    async objects => {
      const seen = await objects.create(
        'configmaps',
        configMap('one', { data: { a: '1' } }),
      );
      const path = objects.path('configmaps', 'one');
      await objects.merge(path, { data: { a: '2' } });
      await objects.refused(
        'Conflict',
        'PATCH',
        path,
        { metadata: { resourceVersion: versionOf(seen) }, data: { a: '3' } },
        MERGE,
      );
      assert.deepEqual((await objects.get('configmaps', 'one')).data, {
        a: '2',
      });
    },
  ),
  about(
    'json-patch',
    'A JSON Patch is applied as a whole, in order',
    async objects => {
      await objects.create(
        'configmaps',
        configMap('one', { data: { a: '1', b: '1' } }),
      );
      await objects.jsonPatch(objects.path('configmaps', 'one'), [
        { op: 'test', path: '/data/a', value: '1' },
        { op: 'replace', path: '/data/a', value: '2' },
        { op: 'move', from: '/data/b', path: '/data/c' },
        { op: 'copy', from: '/data/a', path: '/data/d' },
        { op: 'add', path: '/metadata/labels', value: { 'a~b': 'x' } },
        { op: 'remove', path: '/metadata/labels/a~0b' },
        { op: 'add', path: '/metadata/labels/slipway.io~1x', value: 'y' },
      ]);
      const read = await objects.get('configmaps', 'one');
      assert.deepEqual(read.data, { a: '2', c: '1', d: '2' });
      assert.deepEqual(at(read, 'metadata', 'labels'), { 'slipway.io/x': 'y' });
    },
  ),
  about(
    'json-patch-test',
    'A failed test is 422 and nothing of the patch is applied',
    async objects => {
      const made = await objects.create(
        'configmaps',
        configMap('one', { data: { a: '1' } }),
      );
      for (const operation of [
        { op: 'test', path: '/data/a', value: '7' },
        { op: 'test', path: '/data/missing', value: '7' },
        { op: 'remove', path: '/data/missing' },
        { op: 'remove', path: '/nowhere/at/all' },
      ]) {
        const failure = await objects.refused(
          'Invalid',
          'PATCH',
          objects.path('configmaps', 'one'),
          [{ op: 'replace', path: '/data/a', value: '2' }, operation],
          JSON_PATCH,
        );
        assert.deepEqual(failure.details, {});
      }
      assert.deepEqual(await objects.get('configmaps', 'one'), made);
    },
  ),
  about(
    'json-patch-null',
    'A test for null holds, and a replacement adds, where a member is missing',
    async objects => {
      await objects.create(
        'configmaps',
        configMap('one', { data: { a: '1' } }),
      );
      await objects.jsonPatch(objects.path('configmaps', 'one'), [
        { op: 'test', path: '/metadata/labels', value: null },
        { op: 'add', path: '/data/b', value: '2' },
        { op: 'replace', path: '/data/c', value: '3' },
      ]);
      assert.deepEqual((await objects.get('configmaps', 'one')).data, {
        a: '1',
        b: '2',
        c: '3',
      });
    },
  ),
  about(
    'json-patch-uid',
    'Of two patches that tell what was seen one wins',
    async objects => {
      await objects.create(
        'configmaps',
        configMap('one', { data: { step: '1' } }),
      );
      const move = [
        { op: 'test', path: '/data/step', value: '1' },
        { op: 'replace', path: '/data/step', value: '2' },
      ];
      const answers = await Promise.all(
        [1, 2].map(() =>
          objects.send(
            'PATCH',
            objects.path('configmaps', 'one'),
            move,
            JSON_PATCH,
          ),
        ),
      );
      assert.deepEqual(answers.map(answer => answer.status).sort(), [200, 422]);
      assert.deepEqual((await objects.get('configmaps', 'one')).data, {
        step: '2',
      });
    },
  ),
  about('rename', 'An object cannot be renamed', async objects => {
    const made = await objects.create('configmaps', configMap('one'));
    await objects.refused(
      'BadRequest',
      'PUT',
      objects.path('configmaps', 'one'),
      configMap('two'),
    );
    assert.deepEqual(await objects.get('configmaps', 'one'), made);
    await objects.missing('configmaps', 'two');
  }),
];
