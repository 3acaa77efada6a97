import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { about } from '../lib/about';
import { at } from '../lib/json';
import {
  configMap,
  nameOf,
  Objects,
  versionOf,
  WatchEvent,
} from '../lib/objects';
import { Scenario } from '../lib/scenario';

const namesOf = (events: WatchEvent[]) =>
  events
    .filter(event => event.type !== 'BOOKMARK')
    .map(event => `${event.type} ${nameOf(event.object)}`);

const watching = (objects: Objects, query: string) =>
  objects.watch(objects.path('configmaps', undefined, `watch=true&${query}`));

/** The event that ends a story. */
const reports = (what: string) => (event: WatchEvent) =>
  `${event.type} ${nameOf(event.object)}` === what;

const here = async (objects: Objects) =>
  versionOf(await objects.list('configmaps'));

export const apiWatchScenarios: Scenario[] = [
  about(
    'watch',
    'A watch reports each change from a version on, in order',
    async objects => {
      await objects.create('configmaps', configMap('before', {}, { w: 'y' }));
      const from = await here(objects);
      const path = objects.path('configmaps', 'one');
      const made = await objects.create(
        'configmaps',
        configMap('one', { data: { a: '1' } }),
      );
      const until = await watching(objects, `resourceVersion=${from}`);
      const changed = await objects.merge(path, { data: { a: '2' } });
      await objects.expect(200, 'DELETE', path);
      await objects.create('configmaps', configMap('last'));
      const events = (await until(reports('ADDED last'))).filter(
        event => event.type !== 'BOOKMARK',
      );
      assert.deepEqual(namesOf(events), [
        'ADDED one',
        'MODIFIED one',
        'DELETED one',
        'ADDED last',
      ]);
      assert.deepEqual(events[0].object, made);
      assert.deepEqual(events[1].object, changed);
      assert.ok(
        Number(versionOf(events[2].object)) > Number(versionOf(changed)),
      );
    },
  ),
  about(
    'watch-all',
    'A watch without version begins with what is there',
    async objects => {
      await objects.create('configmaps', configMap('one', {}, { w: 'y' }));
      await objects.create('configmaps', configMap('two', {}, { w: 'y' }));
      const until = await watching(objects, 'labelSelector=w%3Dy');
      await objects.create('configmaps', configMap('last', {}, { w: 'y' }));
      await objects.remove('configmaps', 'last');
      const [first, second, ...rest] = namesOf(
        await until(reports('DELETED last')),
      );
      assert.deepEqual([first, second].sort(), ['ADDED one', 'ADDED two']);
      assert.deepEqual(rest, ['ADDED last', 'DELETED last']);
    },
  ),
  about(
    'watch-selector',
    'What leaves a selection is reported as deleted, what enters as added',
    async objects => {
      await objects.create('configmaps', configMap('one', {}, { w: 'y' }));
      await objects.create('configmaps', configMap('two', {}, { w: 'n' }));
      const until = await watching(
        objects,
        `labelSelector=w%3Dy&resourceVersion=${await here(objects)}`,
      );
      const set = (name: string, w: string) =>
        objects.merge(objects.path('configmaps', name), {
          metadata: { labels: { w } },
        });
      await set('one', 'n');
      await set('two', 'y');
      await objects.create('configmaps', configMap('three', {}, { w: 'n' }));
      await objects.create('configmaps', configMap('last', {}, { w: 'y' }));
      const events = await until(reports('ADDED last'));
      assert.deepEqual(namesOf(events), [
        'DELETED one',
        'ADDED two',
        'ADDED last',
      ]);
      assert.equal(at(events[0].object, 'metadata', 'labels', 'w'), 'y');
    },
  ),
  about(
    'watch-name',
    'A watch of one name reports only that object',
    async objects => {
      const until = await watching(
        objects,
        `fieldSelector=metadata.name%3Done&resourceVersion=${await here(
          objects,
        )}`,
      );
      await objects.create('configmaps', configMap('one'));
      await objects.create('configmaps', configMap('two'));
      await objects.remove('configmaps', 'one');
      assert.deepEqual(namesOf(await until(reports('DELETED one'))), [
        'ADDED one',
        'DELETED one',
      ]);
      assert.equal(nameOf(await objects.get('configmaps', 'two')), 'two');
    },
  ),
  about(
    'watch-gone',
    'A version that is forgotten is 410, reported in the watch',
    async objects => {
      await objects.create('configmaps', configMap('one'));
      const until = await objects.watch(
        objects.path('rollouts', undefined, 'watch=true&resourceVersion=1'),
      );
      const [event] = await until(() => true);
      assert.equal(event.type, 'ERROR');
      assert.deepEqual(
        [event.object.kind, event.object.code, event.object.reason],
        ['Status', 410, 'Expired'],
      );
      assert.equal(nameOf(await objects.get('configmaps', 'one')), 'one');
    },
  ),
  about(
    'watch-list',
    'sendInitialEvents ends what is there with a bookmark that says so',
    async objects => {
      await objects.create('configmaps', configMap('one', {}, { w: 'y' }));
      const until = await watching(
        objects,
        'labelSelector=w%3Dy&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
      );
      const events = await until(
        event =>
          at(
            event.object,
            'metadata',
            'annotations',
            'k8s.io/initial-events-end',
          ) === 'true',
      );
      assert.deepEqual(namesOf(events), ['ADDED one']);
      const end = events.at(-1);
      assert.equal(end?.type, 'BOOKMARK');
      assert.match(versionOf(end?.object ?? {}), /^\d+$/);
    },
  ),
  about('watch-table', 'A watch as Table reports rows', async objects => {
    const version = await here(objects);
    await objects.create('configmaps', configMap('one', { data: { a: '1' } }));
    const until = await objects.watch(
      objects.path(
        'configmaps',
        undefined,
        `watch=true&fieldSelector=metadata.name%3Done&resourceVersion=${version}`,
      ),
      { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    );
    const [event] = await until(() => true);
    assert.deepEqual(
      [at(event, 'type'), at(event, 'object', 'kind')],
      ['ADDED', 'Table'],
    );
    assert.equal(at(event, 'object', 'rows', 0, 'cells', 0), 'one');
  }),
  about(
    'namespace-end',
    'A namespace takes its contents with it and lets nothing in meanwhile',
    async objects => {
      const name = `${objects.namespace}-x`;
      await objects.expect(201, 'POST', '/api/v1/namespaces', {
        metadata: { name },
      });
      const inside = `/api/v1/namespaces/${name}/configmaps`;
      await objects.expect(201, 'POST', inside, {
        metadata: { name: 'held', finalizers: ['slipway.io/contract'] },
      });
      const ending = await objects.expect(
        200,
        'DELETE',
        `/api/v1/namespaces/${name}`,
      );
      assert.equal(at(ending, 'status', 'phase'), 'Terminating');
      await objects.refused('Forbidden', 'POST', inside, configMap('late'));
      const end = Date.now() + 90_000;
      for (;;) {
        const held = await objects.expect(200, 'GET', `${inside}/held`);
        if (at(held, 'metadata', 'deletionTimestamp')) break;
        assert.ok(Date.now() < end, 'the contents are not deleted');
        await sleep(100);
      }
      await objects.merge(`${inside}/held`, { metadata: { finalizers: null } });
      for (;;) {
        const { status } = await objects.send(
          'GET',
          `/api/v1/namespaces/${name}`,
        );
        if (status === 404) break;
        assert.ok(Date.now() < end, 'the namespace does not end');
        await sleep(200);
      }
    },
  ),
];
