import { ManualClock } from '../clock';
import { MemoryStore } from './MemoryStore';
import { KubeObject, ResourceType, StoreEvent } from './types';

const THINGS: ResourceType = {
  group: 'example.io',
  version: 'v1',
  plural: 'things',
  singular: 'thing',
  kind: 'Thing',
  shortNames: [],
  namespaced: true,
  subresources: ['status'],
};

const thing = (uid: string, more: Partial<KubeObject> = {}): KubeObject => ({
  apiVersion: 'example.io/v1',
  kind: 'Thing',
  metadata: {
    name: 'one',
    namespace: 'shop',
    uid,
    generation: 7,
    resourceVersion: 'of its giver',
    creationTimestamp: '2025-01-01T00:00:00Z',
    ownerReferences: [
      { apiVersion: 'v1', kind: 'Thing', name: 'gone', uid: 'gone' },
    ],
  },
  ...more,
});

function world(collectGarbage?: boolean) {
  const store = new MemoryStore({
    clock: new ManualClock(),
    types: [],
    ...(collectGarbage === undefined ? {} : { collectGarbage }),
  });
  store.serve(THINGS);
  const events: string[] = [];
  store.subscribe(({ type, object }: StoreEvent) =>
    events.push(`${type} ${object.metadata.uid}`),
  );
  return { store, events };
}

const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('placing objects as they are', () => {
  it('keeps what no client may set, all but the version', () => {
    const { store } = world(false);
    const placed = store.place(THINGS, thing('a', { status: { phase: 'Up' } }));
    expect(placed).toMatchObject({
      metadata: {
        uid: 'a',
        generation: 7,
        creationTimestamp: '2025-01-01T00:00:00Z',
        resourceVersion: store.resourceVersion,
      },
      status: { phase: 'Up' },
    });
    expect(store.list(THINGS)).toEqual([placed]);
  });

  it('changes the same object, and deletes another one of that name first', () => {
    const { store, events } = world(false);
    store.place(THINGS, thing('a'));
    store.place(THINGS, thing('a', { spec: { size: 2 } }));
    store.place(THINGS, thing('b'));
    expect(events).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a', 'ADDED b']);
  });

  it.each([
    [undefined, 0],
    [true, 0],
    [false, 1],
  ])(
    'with collectGarbage %p an object without its owner: %i left',
    async (collectGarbage, left) => {
      const { store } = world(collectGarbage);
      store.place(THINGS, thing('a'));
      await settled();
      expect(store.list(THINGS)).toHaveLength(left);
    },
  );
});
