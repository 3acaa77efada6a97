import { gunzipSync } from 'node:zlib';
import { Freshness } from '@slipway/plugin-clusters-common';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
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
  const parsed = async () => JSON.parse((await answer.body()).json.toString());
  return { answer, entries, freshness, change, parsed };
}

describe('ListAnswer', () => {
  it('is what the list holds, plain and compressed', async () => {
    const { answer, parsed } = setUp();
    expect(await parsed()).toEqual({
      items: [summary('a'), summary('b')],
      freshness: [live],
    });
    const { json, gzipped } = await answer.body();
    expect(gunzipSync(await gzipped())).toEqual(json);
  });

  it('is made once while nothing changes, and compressed once', async () => {
    const { answer } = setUp();
    const one = await answer.body();
    const other = await answer.body();
    expect(other).toBe(one);
    expect(await other.gzipped()).toBe(await one.gzipped());
  });

  it('is made again after a change, a change of freshness and a cluster that left', async () => {
    const { answer, change, freshness, parsed } = setUp();
    const { version } = await answer.body();
    change('b', summary('b', 'Paused'));
    expect((await parsed()).items[1].phase).toBe('Paused');
    freshness[0] = { ...live, state: 'stale' };
    expect((await parsed()).freshness[0].state).toBe('stale');
    freshness.pop();
    expect((await parsed()).freshness).toEqual([]);
    expect((await answer.body()).version).toBe(version + 3);
  });
});
