import { gunzipSync } from 'node:zlib';
import { Freshness } from '@slipway/plugin-clusters-common';
import {
  RolloutListQuery,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { ListAnswer } from './ListAnswer';
import { RolloutChange } from './RolloutsService';

const summary = (name: string, phase = 'Healthy') =>
  ({
    ref: { cluster: 'gke', namespace: 'shop', name },
    phase,
  } as RolloutSummary);
const live: Freshness = { cluster: 'gke', state: 'live', since: '2026-01-01' };

function setUp() {
  const entries = new Map([
    ['a', summary('a')],
    ['b', summary('b')],
  ]);
  const freshness = [live];
  const listeners = new Set<(change: RolloutChange) => void>();
  const answer = new ListAnswer({
    requireClusters: async () => {},
    entries: () => [...entries].map(([key, one]) => ({ key, summary: one })),
    freshness: () => freshness,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const change = (name: string, now: RolloutSummary) => {
    entries.set(name, now);
    listeners.forEach(listener =>
      listener({ type: 'changed', key: name, summary: now }),
    );
  };
  const parsed = async (query: Partial<RolloutListQuery> = {}) =>
    JSON.parse((await answer.body({ limit: 500, ...query })).json.toString());
  return { answer, entries, freshness, change, parsed };
}

const ALL: RolloutListQuery = { limit: 500 };

describe('ListAnswer', () => {
  it('is what the list holds, plain and compressed', async () => {
    const { answer, parsed } = setUp();
    expect(await parsed()).toEqual({
      items: [summary('a'), summary('b')],
      total: 2,
      freshness: [live],
    });
    const { json, gzipped } = await answer.body(ALL);
    expect(gunzipSync(await gzipped())).toEqual(json);
  });

  it('is made once while nothing changes, and compressed once', async () => {
    const { answer } = setUp();
    const one = await answer.body(ALL);
    const other = await answer.body(ALL);
    expect(other).toBe(one);
    expect(await other.gzipped()).toBe(await one.gzipped());
  });

  it('is made again after a change, a change of freshness and a cluster that left', async () => {
    const { change, freshness, parsed } = setUp();
    await parsed();
    change('b', summary('b', 'Paused'));
    expect((await parsed()).items[1].phase).toBe('Paused');
    freshness[0] = { ...live, state: 'stale' };
    expect((await parsed()).freshness[0].state).toBe('stale');
    freshness.pop();
    expect((await parsed()).freshness).toEqual([]);
  });

  it('comes in pages, each after the last row of the one before', async () => {
    const { change, entries, parsed } = setUp();
    change('d', summary('d'));
    change('c', summary('c'));
    const names = ({ items }: { items: RolloutSummary[] }) =>
      items.map(({ ref }) => ref.name);
    const first = await parsed({ limit: 2 });
    expect(names(first)).toEqual(['a', 'b']);
    expect(first.total).toBe(4);
    // What is added before and what goes moves nothing.
    entries.delete('b');
    change('aa', summary('aa'));
    const second = await parsed({ limit: 1, cursor: first.nextCursor });
    expect(names(second)).toEqual(['c']);
    const last = await parsed({ limit: 1, cursor: second.nextCursor });
    expect(names(last)).toEqual(['d']);
    expect(last).not.toHaveProperty('nextCursor');
    expect(
      names(await parsed({ cursor: Buffer.from('z').toString('base64url') })),
    ).toEqual([]);
  });
});
