import { KubeObject } from '@slipway/plugin-clusters-common';
import { FakeApiServer } from '../__testUtils__/fakeApiServer';
import {
  definition,
  eventually,
  Harness,
  isList,
  isWatch,
  names,
  rollout,
  ROLLOUTS,
  state,
} from '../__testUtils__/harness';
import { KindDefinition, KindEvent } from '../types';

jest.setTimeout(120_000);

interface Counted extends KubeObject {
  replicas: number;
}

/** Keeps the replicas, and only of objects that have some. */
const counted: KindDefinition<Counted> = {
  resource: definition.resource,
  id: 'counted',
  project(raw) {
    const { replicas } = raw.spec as { replicas: number };
    return replicas > 0
      ? { metadata: raw.metadata as KubeObject['metadata'], replicas }
      : undefined;
  },
};

/** Keeps the images. */
const pictured: KindDefinition<KubeObject & { image: unknown }> = {
  resource: definition.resource,
  id: 'pictured',
  project: raw => ({
    metadata: raw.metadata as KubeObject['metadata'],
    image: (raw.spec as { image: string }).image,
  }),
};

const scaled = (name: string, replicas: number) => ({
  ...rollout(name),
  spec: { replicas, image: `${name}:1` },
});

describe('several plugins watch one kind', () => {
  let harness: Harness;
  let server: FakeApiServer;

  beforeEach(async () => {
    harness = new Harness();
    server = harness.server;
    await harness.start();
  });

  afterEach(async () => {
    await harness.stop();
  });

  const requests = (which: (url: URL) => boolean) =>
    server.requests.filter(({ url }) => which(url)).length;

  const connected = () => {
    const clusters = harness.create();
    harness.connect(clusters);
    return clusters;
  };

  it.each([
    ['one before the other', [counted, pictured] as const],
    ['the other before the one', [pictured, counted] as const],
  ])('each has what it keeps, and the watch is one: %s', async (_, order) => {
    server.put(ROLLOUTS, scaled('a', 2));
    const clusters = connected();
    order.forEach(one => clusters.watch<KubeObject>(one));
    const numbers = clusters.watch(counted);
    const pictures = clusters.watch(pictured);
    await eventually(() => [state(numbers), state(pictures)], ['live', 'live']);
    expect(numbers.list()).toMatchObject([{ replicas: 2 }]);
    expect(numbers.list()[0]).not.toHaveProperty('image');
    expect(pictures.list()).toMatchObject([{ image: 'a:1' }]);

    server.put(ROLLOUTS, scaled('b', 3));
    await eventually(() => names(pictures), ['a', 'b']);
    expect(numbers.list().map(({ replicas }) => replicas)).toEqual([2, 3]);
    // Of Rollouts and of namespaces.
    expect(server.openWatches).toBe(2);
  });

  it('one that comes later gets a list of its own; the others keep what they have, and are live', async () => {
    server.put(ROLLOUTS, scaled('a', 2));
    const { clusters, cache, events } = await harness.watching();
    await eventually(() => state(cache), 'live');
    events.length = 0;

    const late = clusters.watch(counted);
    expect(state(late)).toBe('connecting');
    await late.ready();
    expect(late.list()).toMatchObject([{ replicas: 2 }]);
    await eventually(() => state(late), 'live');
    await eventually(() => server.openWatches, 2);
    server.put(ROLLOUTS, scaled('b', 3));
    await eventually(
      () => [names(late), names(cache)],
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
    );
    expect(events.map(({ type }) => type)).toEqual(['sync', 'upsert']);
    expect(requests(isList)).toBe(2);
  });

  it('one that comes while the list is being read makes it start again, and nobody misses anything', async () => {
    server.pageSize = 1;
    server.put(ROLLOUTS, scaled('a', 1));
    server.put(ROLLOUTS, scaled('b', 2));
    const isSecondPage = (url: URL) =>
      isList(url) && url.searchParams.has('continue');
    // Longer than the test: only a list that starts again gets past it.
    server.override(isSecondPage, { status: 500, delayMs: 600_000 }, 1);
    const clusters = connected();
    const first = clusters.watch(definition);
    await eventually(() => requests(isSecondPage), 1);
    const second = clusters.watch(counted);
    await eventually(() => [state(first), state(second)], ['live', 'live']);
    expect([names(first), names(second)]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('one that comes while the cluster is down has nothing that could be stale', async () => {
    server.put(ROLLOUTS, scaled('a', 2));
    const { clusters, cache } = await harness.watching();
    await eventually(() => state(cache), 'live');
    await server.stop();
    await eventually(() => state(cache), 'stale');
    const late = clusters.watch(counted);
    expect(late.freshness()).toMatchObject([
      {
        state: 'unreachable',
        reason: 'Cluster gke-prod cannot be reached: the connection is refused',
      },
    ]);
    expect(names(cache)).toEqual(['a']);
    await server.start();
    await eventually(() => [state(cache), state(late)], ['live', 'live']);
    expect(names(late)).toEqual(['a']);
  });

  it('an object that one does not keep comes and goes with what it is', async () => {
    server.put(ROLLOUTS, scaled('a', 0));
    const { clusters, cache } = await harness.watching();
    const numbers = clusters.watch(counted);
    const events: Array<KindEvent<Counted>['type']> = [];
    numbers.subscribe(({ type }) => events.push(type));
    await eventually(() => state(numbers), 'live');
    expect(names(numbers)).toEqual([]);

    server.put(ROLLOUTS, scaled('a', 2));
    await eventually(() => names(numbers), ['a']);
    server.put(ROLLOUTS, scaled('a', 0));
    await eventually(() => names(numbers), []);
    server.remove(ROLLOUTS, 'ecommerce', 'a');
    await eventually(() => names(cache), []);
    expect(events.filter(type => type !== 'freshness')).toEqual([
      'sync',
      'upsert',
      'remove',
    ]);
  });

  it('nobody gets what another trimmed under the same id', () => {
    const clusters = harness.create();
    clusters.watch(counted);
    expect(() => clusters.watch({ ...pictured, id: 'counted' })).toThrow(
      'rollouts.argoproj.io is watched with another projection under the id "counted"',
    );
  });

  it('what nobody watches any more is let go, and only that', async () => {
    server.put(ROLLOUTS, scaled('a', 2));
    const { clusters, cache } = await harness.watching();
    const [one, again] = [clusters.watch(counted), clusters.watch(counted)];
    await eventually(() => state(one), 'live');
    const heard: string[] = [];
    one.subscribe(({ type }) => heard.push(type));
    one.release();
    one.release();
    server.put(ROLLOUTS, scaled('b', 3));
    await eventually(() => names(again), ['a', 'b']);
    expect(heard).toEqual([]);

    again.release();
    cache.release();
    await eventually(() => server.openWatches, 1);
    const before = requests(isWatch);
    server.put(ROLLOUTS, scaled('c', 4));
    const later = clusters.watch(counted);
    await later.ready();
    expect(names(later)).toEqual(['a', 'b', 'c']);
    await eventually(() => requests(isWatch), before + 1);
  });
});
