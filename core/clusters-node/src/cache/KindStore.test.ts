import { KubeObject, ObjectMeta } from '@slipway/plugin-clusters-common';
import { KindEvent } from '../types';
import { applyEvent, applyList, Change } from './changes';
import { KindStore } from './KindStore';
import { trimMetadata } from './trim';

const pods = { group: '', version: 'v1', plural: 'pods', kind: 'Pod' };

function pod(name: string, version = '1', more: Partial<ObjectMeta> = {}) {
  return {
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: version,
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...more,
    },
  };
}

describe('applyEvent', () => {
  const kept = pod('a', '1');
  const changed = pod('a', '2');
  const recreated = pod('a', '3', { uid: 'uid-new' });

  it.each<
    [
      string,
      KubeObject | undefined,
      'ADDED' | 'MODIFIED' | 'DELETED',
      KubeObject,
      Change<KubeObject>[],
    ]
  >([
    ['added', undefined, 'ADDED', kept, [{ type: 'upsert', object: kept }]],
    [
      'modified',
      kept,
      'MODIFIED',
      changed,
      [{ type: 'upsert', object: changed, previous: kept }],
    ],
    ['the same once more', kept, 'ADDED', kept, []],
    [
      'modified before it was seen',
      undefined,
      'MODIFIED',
      changed,
      [{ type: 'upsert', object: changed }],
    ],
    [
      'deleted',
      kept,
      'DELETED',
      changed,
      [{ type: 'remove', object: changed }],
    ],
    ['deleted, never seen', undefined, 'DELETED', kept, []],
    [
      'made again under the same name',
      kept,
      'ADDED',
      recreated,
      [
        { type: 'remove', object: kept },
        { type: 'upsert', object: recreated },
      ],
    ],
    ['deleted after it was made again', recreated, 'DELETED', kept, []],
  ])('%s', (_, before, type, object, changes) => {
    expect(applyEvent(before, { type, object })).toEqual(changes);
  });
});

describe('applyList', () => {
  it('reports what went, came and changed, and nothing else', () => {
    const same = pod('same');
    const gone = pod('gone');
    const old = pod('changed', '1');
    const now = pod('changed', '2');
    const replaced = pod('replaced');
    const replacement = pod('replaced', '9', { uid: 'uid-other' });
    const fresh = pod('new');
    expect(
      applyList(
        [same, gone, old, replaced],
        [pod('same'), now, replacement, fresh],
      ),
    ).toEqual([
      { type: 'remove', object: gone },
      { type: 'remove', object: replaced },
      { type: 'upsert', object: now, previous: old },
      { type: 'upsert', object: replacement },
      { type: 'upsert', object: fresh },
    ]);
  });
});

describe('KindStore', () => {
  const since = '2026-01-01T00:00:00.000Z';

  function setUp(clusters = ['gke', 'eks']) {
    const errors: unknown[] = [];
    const store = new KindStore<KubeObject>(pods, error => errors.push(error));
    store.setClusters(
      clusters.map(cluster => ({ cluster, state: 'connecting', since })),
    );
    const events: KindEvent<KubeObject>[] = [];
    store.subscribe(event => events.push(event));
    return { store, events, errors };
  }

  it('finds objects by name, UID, controlling owner and label, also after changes', () => {
    const { store } = setUp();
    const owner = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: 'rs',
      uid: 'rs-1',
      controller: true,
    };
    const labels = { 'app.kubernetes.io/name': 'orders', tier: 'back' };
    const owned = pod('a', '1', { ownerReferences: [owner], labels });
    store.replace('gke', [owned, pod('b')]);
    store.replace('eks', [pod('a')]);

    expect(store.get({ cluster: 'gke', namespace: 'shop', name: 'a' })).toBe(
      owned,
    );
    expect(store.getByUid('gke', 'uid-b')?.metadata.name).toBe('b');
    expect(store.getByUid('eks', 'uid-b')).toBeUndefined();
    expect(store.listByOwner('gke', 'rs-1')).toEqual([owned]);
    expect(
      store.listByLabel('gke', 'app.kubernetes.io/name', 'orders'),
    ).toEqual([owned]);
    expect(store.listByLabel('gke', 'tier', 'back')).toEqual([owned]);
    expect(store.clusterOf(owned)).toBe('gke');
    expect(store.list()).toHaveLength(3);
    expect(store.list({ cluster: 'gke', namespace: 'other' })).toEqual([]);

    const orphan = pod('a', '2');
    store.apply('gke', { type: 'MODIFIED', object: orphan });
    expect(store.listByOwner('gke', 'rs-1')).toEqual([]);
    expect(
      store.listByLabel('gke', 'app.kubernetes.io/name', 'orders'),
    ).toEqual([]);
    store.apply('gke', { type: 'DELETED', object: orphan });
    expect(store.getByUid('gke', 'uid-a')).toBeUndefined();
  });

  it('replaces one namespace without touching the others', () => {
    const { store } = setUp();
    store.replace('gke', [pod('a'), pod('x', '1', { namespace: 'other' })]);
    store.replace('gke', [pod('b')], 'shop');
    expect(store.list().map(({ metadata }) => metadata.name)).toEqual([
      'x',
      'b',
    ]);
  });

  it.each<[string, 'MODIFIED' | 'DELETED', string, string[]]>([
    ['one that is no longer kept', 'MODIFIED', 'uid-a', []],
    ['one that was made again under its name', 'MODIFIED', 'uid-new', []],
    ['one that was deleted', 'DELETED', 'uid-a', []],
    ['not one that came after what was deleted', 'DELETED', 'uid-old', ['a']],
  ])('forgets %s', (_, type, uid, left) => {
    const { store, events } = setUp();
    store.replace('gke', [pod('a')]);
    events.length = 0;
    store.forget('gke', type, { name: 'a', namespace: 'shop', uid });
    store.forget('gke', type, { name: 'unknown', uid });
    expect(store.list().map(({ metadata }) => metadata.name)).toEqual(left);
    expect(events.map(event => event.type)).toEqual(
      left.length ? [] : ['remove'],
    );
  });

  it('reports a first list as one sync, a later one change by change', () => {
    const { store, events } = setUp();
    store.replace('gke', [pod('a'), pod('b')]);
    expect(events).toEqual([{ type: 'sync', cluster: 'gke' }]);
    events.length = 0;
    store.replace('gke', [pod('b')]);
    expect(events).toEqual([
      { type: 'remove', cluster: 'gke', object: pod('a') },
      { type: 'sync', cluster: 'gke' },
    ]);
  });

  it('reports each transition of freshness once', () => {
    const { store, events } = setUp();
    store.setFreshness({ cluster: 'gke', state: 'live', since });
    store.setFreshness({ cluster: 'gke', state: 'live', since: 'later' });
    store.setFreshness({
      cluster: 'gke',
      state: 'refused',
      since: 'later',
      reason: 'one',
    });
    store.setFreshness({
      cluster: 'gke',
      state: 'refused',
      since: 'much later',
      reason: 'another',
    });
    expect(
      events.map(event =>
        event.type === 'freshness'
          ? [
              event.freshness.state,
              event.freshness.since,
              event.freshness.reason,
            ]
          : event.type,
      ),
    ).toEqual([
      ['live', since, undefined],
      ['refused', 'later', 'one'],
      ['refused', 'later', 'another'],
    ]);
  });

  it('is ready when every cluster has data or a known failure', async () => {
    const { store } = setUp();
    let ready = false;
    const waiting = store.ready().then(() => {
      ready = true;
    });
    store.setFreshness({ cluster: 'gke', state: 'live', since });
    await Promise.resolve();
    expect(ready).toBe(false);
    store.setFreshness({ cluster: 'eks', state: 'unreachable', since });
    await waiting;
    expect(ready).toBe(true);
  });

  it('forgets a cluster that left the configuration', () => {
    const { store, events } = setUp();
    store.replace('eks', [pod('a')]);
    events.length = 0;
    store.setClusters([{ cluster: 'gke', state: 'connecting', since }]);
    expect(store.list()).toEqual([]);
    expect(store.freshness().map(({ cluster }) => cluster)).toEqual(['gke']);
    expect(events.map(({ type }) => type)).toEqual(['remove', 'sync']);
  });

  it('continues when a subscriber throws', () => {
    const { store, events, errors } = setUp();
    const end = store.subscribe(() => {
      throw new Error('bad subscriber');
    });
    const late: string[] = [];
    store.subscribe(({ type }) => late.push(type));
    store.replace('gke', []);
    expect([events.length, late, errors.length]).toEqual([1, ['sync'], 1]);
    end();
    store.replace('eks', []);
    expect(errors).toHaveLength(1);
  });

  it('knows only its own objects', () => {
    expect(() => setUp().store.clusterOf(pod('stranger'))).toThrow(
      'not an object of the cache of pods',
    );
  });
});

describe('trimMetadata', () => {
  it('drops managedFields and the last applied configuration, and changes nothing', () => {
    const annotations = {
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      kept: 'yes',
    };
    const raw = {
      metadata: { name: 'a', uid: 'u', managedFields: [{}], annotations },
      spec: { big: true },
    };
    const before = structuredClone(raw);
    expect(trimMetadata(raw)).toEqual({
      metadata: { name: 'a', uid: 'u', annotations: { kept: 'yes' } },
      spec: { big: true },
    });
    expect(raw).toEqual(before);
  });

  it.each([{}, { metadata: null }, { metadata: { name: 'a' } }])(
    'refuses %j',
    raw => {
      expect(() => trimMetadata(raw)).toThrow('metadata.name or metadata.uid');
    },
  );
});
