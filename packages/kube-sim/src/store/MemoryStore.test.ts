import { TYPES } from '../__testUtils__/widgets';
import { createStore, MemoryStore } from './MemoryStore';
import { ApiError, KubeObject, ResourceType, StoreEvent } from './types';

const clock = {
  now: () => new Date('2026-01-01T00:00:00.000Z'),
  after: () => () => {},
  every: () => () => {},
};

type ConfigMap = KubeObject & { data?: Record<string, string> };

function world(history?: number) {
  const store = createStore(TYPES, clock, { history });
  const type = (group: string, plural: string): ResourceType => {
    const found = store.typeOf(group, plural);
    if (!found) throw new Error(`no ${plural}`);
    return found;
  };
  const maps = type('', 'configmaps');
  const widgets = type('example.com', 'widgets');
  store.create(type('', 'namespaces'), {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop' },
  });
  const make = (name: string, more: Partial<KubeObject['metadata']> = {}) =>
    store.create<ConfigMap>(maps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'shop', ...more },
    });
  const owned = (name: string, ...owners: Array<Readonly<KubeObject>>) =>
    make(name, {
      ownerReferences: owners.map(({ kind, apiVersion, metadata }) => ({
        apiVersion,
        kind,
        name: metadata.name,
        uid: metadata.uid,
        blockOwnerDeletion: true,
      })),
    });
  const names = () =>
    store
      .list(maps, { namespace: 'shop' })
      .map(({ metadata }) => metadata.name);
  return { store, type, maps, widgets, make, owned, names };
}

const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

const reasonOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error instanceof ApiError ? error.reason : error;
  }
  return undefined;
};

const widget = (name: string) => ({
  apiVersion: 'example.com/v1alpha1',
  kind: 'Widget',
  metadata: { name, namespace: 'shop' },
  spec: { replicas: 1 },
});

describe('MemoryStore', () => {
  it('gives frozen objects that do not follow what they were made of', () => {
    const { store, maps } = world();
    const data = { a: '1' };
    const made = store.create<ConfigMap>(maps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'one', namespace: 'shop' },
      data,
    });
    data.a = '2';
    expect(store.get<ConfigMap>(maps, 'shop', 'one')?.data).toEqual({ a: '1' });
    expect(() => Object.assign(made.metadata, { name: 'x' })).toThrow(
      TypeError,
    );
  });

  it.each([
    ['an unknown namespace', { namespace: 'nowhere' }, 'NotFound'],
    ['no namespace', { namespace: undefined }, 'Invalid'],
    ['a bad name', { name: 'A b' }, 'Invalid'],
    ['a bad label', { labels: { a: 'x y' } }, 'Invalid'],
    ['a name that is taken', { name: 'taken' }, 'AlreadyExists'],
  ])('refuses %s', (_what, metadata, reason) => {
    const { make, names } = world();
    make('taken');
    expect(reasonOf(() => make('one', metadata))).toBe(reason);
    expect(names()).toEqual(['taken']);
  });

  it('refuses an update of an older version or another UID, and one of nothing', () => {
    const { store, maps, make } = world();
    const seen = make('one');
    store.update<ConfigMap>(maps, { ...seen, data: { a: '1' } });
    expect(
      reasonOf(() =>
        store.update<ConfigMap>(maps, { ...seen, data: { a: '2' } }),
      ),
    ).toBe('Conflict');
    const again = { ...seen.metadata, resourceVersion: '' };
    expect(
      reasonOf(() =>
        store.update(maps, { ...seen, metadata: { ...again, uid: 'x' } }),
      ),
    ).toBe('Conflict');
    expect(
      reasonOf(() =>
        store.update(maps, { ...seen, metadata: { ...again, name: 'two' } }),
      ),
    ).toBe('NotFound');
    expect(store.get<ConfigMap>(maps, 'shop', 'one')?.data).toEqual({ a: '1' });
  });

  it('keeps status and spec apart, counts changes of the spec, and emits no event without a change', () => {
    const { store, widgets } = world();
    const made = store.create(widgets, widget('shop'));
    const events: StoreEvent[] = [];
    store.subscribe(event => events.push(event));
    const withStatus = store.update(
      widgets,
      { ...made, spec: { replicas: 9 }, status: { phase: 'Healthy' } },
      { subresource: 'status' },
    );
    expect([
      withStatus.spec,
      withStatus.status,
      withStatus.metadata.generation,
    ]).toEqual([{ replicas: 1 }, { phase: 'Healthy' }, 1]);
    const scaled = store.update(widgets, {
      ...withStatus,
      spec: { replicas: 2 },
      status: { phase: 'Lost' },
    });
    expect([scaled.status, scaled.metadata.generation]).toEqual([
      { phase: 'Healthy' },
      2,
    ]);
    expect(store.update(widgets, scaled)).toBe(scaled);
    expect(events.map(event => event.type)).toEqual(['MODIFIED', 'MODIFIED']);
  });

  it('notifies all listeners in one order, also of what a listener writes', () => {
    const { store, maps, make } = world();
    const reported: string[] = [];
    store.subscribe(({ type, object }) => {
      if (type === 'ADDED' && object.metadata.name === 'first') make('second');
    });
    store.subscribe(({ type, object }) =>
      reported.push(`${type} ${object.metadata.name}`),
    );
    make('first');
    store.delete(maps, 'shop', 'first');
    expect(reported).toEqual(['ADDED first', 'ADDED second', 'DELETED first']);
  });

  it('keeps an object with finalizers until the last one goes', () => {
    const { store, maps, make, names } = world();
    make('one', { finalizers: ['a/b'] });
    const marked = store.delete(maps, 'shop', 'one');
    expect(marked.metadata.deletionTimestamp).toBe('2026-01-01T00:00:00Z');
    expect(store.delete(maps, 'shop', 'one')).toBe(marked);
    expect(
      reasonOf(() =>
        store.update(maps, {
          ...marked,
          metadata: { ...marked.metadata, finalizers: ['a/b', 'c/d'] },
        }),
      ),
    ).toBe('Invalid');
    store.update(maps, {
      ...marked,
      metadata: { ...marked.metadata, finalizers: [] },
    });
    expect(names()).toEqual([]);
  });

  it.each([{ uid: 'x' }, { resourceVersion: '1' }])(
    'does not delete against the precondition %j',
    options => {
      const { store, maps, make, names } = world();
      make('one');
      expect(reasonOf(() => store.delete(maps, 'shop', 'one', options))).toBe(
        'Conflict',
      );
      expect(names()).toEqual(['one']);
    },
  );

  it('gives a pod, and nothing else, time to end', () => {
    const { store, type, maps, make, names } = world();
    const pods = type('', 'pods');
    store.create(pods, {
      metadata: { name: 'p', namespace: 'shop' },
    } as Parameters<typeof store.create>[1]);
    expect(
      store.delete(pods, 'shop', 'p', { gracePeriodSeconds: 30 }).metadata
        .deletionGracePeriodSeconds,
    ).toBe(30);
    expect(store.get(pods, 'shop', 'p')).toBeDefined();
    store.delete(pods, 'shop', 'p', { gracePeriodSeconds: 0 });
    expect(store.get(pods, 'shop', 'p')).toBeUndefined();
    make('one');
    store.delete(maps, 'shop', 'one', { gracePeriodSeconds: 30 });
    expect(names()).toEqual([]);
  });

  describe('garbage collection', () => {
    it('collects by UID, later, and only when no owner is left', async () => {
      const { store, maps, make, owned, names } = world();
      const a = make('a');
      const b = make('b');
      const child = owned('child', a);
      owned('grandchild', child);
      owned('shared', a, b);
      store.delete(maps, 'shop', 'a');
      make('a');
      expect(names()).toContain('grandchild');
      await settled();
      expect(names()).toEqual(['a', 'b', 'shared']);
      expect(
        store.get(maps, 'shop', 'shared')?.metadata.ownerReferences,
      ).toEqual([expect.objectContaining({ uid: b.metadata.uid })]);
      store.delete(maps, 'shop', 'b');
      await settled();
      expect(names()).toEqual(['a']);
    });

    it('collects what names an owner that never was', async () => {
      const { make, owned, names } = world();
      const ghost = make('ghost');
      owned('child', {
        ...ghost,
        metadata: { ...ghost.metadata, uid: 'nobody' },
      });
      await settled();
      expect(names()).toEqual(['ghost']);
    });

    it('in the foreground the owner goes last', async () => {
      const { store, maps, make, owned, names } = world();
      const owner = make('owner');
      const held = owned('held', owner);
      store.update(maps, {
        ...held,
        metadata: { ...held.metadata, finalizers: ['a/b'] },
      });
      store.delete(maps, 'shop', 'owner', { propagation: 'Foreground' });
      await settled();
      expect(names()).toEqual(['held', 'owner']);
      const now = store.get(maps, 'shop', 'held');
      expect(now?.metadata.deletionTimestamp).toBeDefined();
      store.update(maps, {
        ...held,
        metadata: { ...held.metadata, resourceVersion: '', finalizers: [] },
      });
      await settled();
      expect(names()).toEqual([]);
    });

    it('as orphans they stay and forget their owner', async () => {
      const { store, maps, make, owned, names } = world();
      owned('child', make('owner'));
      store.delete(maps, 'shop', 'owner', { propagation: 'Orphan' });
      await settled();
      expect(names()).toEqual(['child']);
      expect(
        store.get(maps, 'shop', 'child')?.metadata.ownerReferences,
      ).toBeUndefined();
    });

    it('a namespace ends when its contents have', async () => {
      const { store, type, maps, make, names } = world();
      const namespaces = type('', 'namespaces');
      const held = make('held', { finalizers: ['a/b'] });
      make('free');
      store.delete(namespaces, undefined, 'shop');
      expect(reasonOf(() => make('late'))).toBe('Forbidden');
      await settled();
      expect(names()).toEqual(['held']);
      store.update(maps, {
        ...held,
        metadata: { ...held.metadata, resourceVersion: '', finalizers: [] },
      });
      await settled();
      expect(store.get(namespaces, undefined, 'shop')).toBeUndefined();
    });
  });

  describe('history', () => {
    it('lists as it was, and reports what happened since', () => {
      const { store, maps, make } = world();
      make('a');
      const then = Number(store.resourceVersion);
      make('b');
      store.delete(maps, 'shop', 'a');
      expect(
        store.listAt(maps, then).map(({ metadata }) => metadata.name),
      ).toEqual(['a']);
      expect(
        store
          .eventsSince(maps, then)
          .map(({ type, object }) => `${type} ${object.metadata.name}`),
      ).toEqual(['ADDED b', 'DELETED a']);
    });

    it('is bounded, and says 410 for what is forgotten', () => {
      const { store, maps, make } = world(10);
      const then = Number(store.resourceVersion);
      for (let index = 0; index < 50; index += 1) make(`m${index}`);
      expect(reasonOf(() => store.eventsSince(maps, then))).toBe('Expired');
      expect(reasonOf(() => store.listAt(maps, then))).toBe('Expired');
      expect(
        store.eventsSince(maps, Number(store.resourceVersion) - 5),
      ).toHaveLength(5);
      store.compact();
      expect(
        reasonOf(() =>
          store.eventsSince(maps, Number(store.resourceVersion) - 1),
        ),
      ).toBe('Expired');
    });
  });

  it('comes back from a snapshot with objects, versions and owners', async () => {
    const { store, make, owned, widgets } = world();
    owned('child', make('owner'));
    store.create(widgets, widget('shop'));
    const kept = JSON.parse(JSON.stringify(store.snapshot()));
    const back = new MemoryStore({ clock, types: TYPES, snapshot: kept });
    expect(back.resourceVersion).toBe(store.resourceVersion);
    for (const type of store.types())
      expect(back.list(type)).toEqual(store.list(type));
    const [maps] = back.types().filter(type => type.plural === 'configmaps');
    expect(reasonOf(() => back.eventsSince(maps, 100))).toBe('Expired');
    back.delete(maps, 'shop', 'owner');
    await settled();
    expect(back.list(maps)).toEqual([]);
  });

  it('serves the kinds of a definition as long as it is there', () => {
    const { store, type } = world();
    const definitions = type(
      'apiextensions.k8s.io',
      'customresourcedefinitions',
    );
    store.create(definitions, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.io' },
      spec: {
        group: 'example.io',
        scope: 'Namespaced',
        names: { plural: 'things', kind: 'Thing' },
        versions: [
          { name: 'v1', served: true, subresources: { status: {} } },
          { name: 'v0', served: false },
        ],
      },
    });
    expect(store.typeOfKind('example.io/v1', 'Thing')).toMatchObject({
      plural: 'things',
      subresources: ['status'],
    });
    store.delete(definitions, undefined, 'things.example.io');
    expect(store.typeOf('example.io', 'things')).toBeUndefined();
  });
});
