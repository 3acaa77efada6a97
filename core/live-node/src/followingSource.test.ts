import { SourceFreshness } from '@slipway/plugin-live-common';
import { FollowedChange, followingSource } from './followingSource';
import { TopicSink } from './types';

const live: SourceFreshness[] = [
  { source: 'gke', state: 'live', since: '2026-01-02T03:04:05Z' },
];

function setUp(
  options: { answered?: boolean; gatherMs?: number } = { answered: true },
) {
  const writes: string[] = [];
  const sink: TopicSink<{ n: number }> = {
    replace: items =>
      writes.push(`replace ${[...items].map(([key]) => key).join(',')}`),
    upsert: (key, { n }) => writes.push(`upsert ${key}=${n}`),
    remove: key => writes.push(`remove ${key}`),
    freshness: freshness => writes.push(`freshness ${freshness[0].state}`),
    fail: error => writes.push(`fail ${error.message}`),
  };
  const state = { items: { a: { n: 1 } } as Record<string, { n: number }> };
  let say: (change: FollowedChange<{ n: number }>) => void = () => {};
  const ended = jest.fn();
  const ready = { resolve: () => {}, reject: (_: unknown) => {} };
  const source = followingSource({
    sink,
    snapshot: () => Object.entries(state.items),
    freshness: () => live,
    subscribe(changed) {
      say = changed;
      return ended;
    },
    answered: () => options.answered === true,
    ready: () =>
      new Promise<void>((resolve, reject) => {
        ready.resolve = resolve;
        ready.reject = reject;
      }),
    gatherMs: options.gatherMs,
  });
  return {
    source,
    state,
    ended,
    ready,
    say: (change: FollowedChange<{ n: number }>) => say(change),
    written: () => writes.splice(0),
  };
}

const settled = () => new Promise(resolve => setImmediate(resolve));

describe('followingSource', () => {
  it('shows what there is as soon as something has answered', async () => {
    const { ready, written } = setUp();
    expect(written()).toEqual(['freshness live', 'replace a']);
    ready.resolve();
    await settled();
    expect(written()).toEqual(['freshness live']);
  });

  it('waits for an answer, then for the whole at the latest', async () => {
    const options = { answered: false };
    const { ready, say, written } = setUp(options);
    expect(written()).toEqual(['freshness live']);
    say({ type: 'upsert', key: 'b', value: { n: 1 } });
    expect(written()).toEqual([]);
    ready.resolve();
    await settled();
    expect(written()).toEqual(['freshness live', 'replace a']);

    const other = setUp({ answered: false });
    other.written();
    options.answered = true;
    const answering = setUp(options);
    answering.say({ type: 'freshness' });
    expect(answering.written()).toContain('replace a');
  });

  it('writes what is said to have changed, and of a snapshot what differs', () => {
    const { say, state, written } = setUp();
    written();
    say({ type: 'all' });
    expect(written()).toEqual([]);
    say({ type: 'upsert', key: 'a', value: { n: 2 } });
    say({ type: 'remove', key: 'z' });
    say({ type: 'remove', key: 'a' });
    expect(written()).toEqual(['upsert a=2', 'remove a']);

    state.items = { b: { n: 1 }, c: { n: 1 } };
    say({ type: 'all' });
    expect(written()).toEqual(['upsert b=1', 'upsert c=1']);
    state.items = { b: { n: 1 }, d: { n: 1 } };
    say({ type: 'all' });
    expect(written()).toEqual(['remove c', 'upsert d=1']);
  });

  it('ends with the reason when it cannot be known what there is', async () => {
    const { ready, written } = setUp({ answered: false });
    written();
    ready.reject(new Error('no clusters'));
    await settled();
    expect(written()).toEqual(['fail no clusters']);
  });

  it('gathers changes where it is asked to', async () => {
    jest.useFakeTimers();
    try {
      const { ready, say, state, source, written } = setUp({ gatherMs: 250 });
      say({ type: 'all' });
      ready.resolve();
      await jest.advanceTimersByTimeAsync(0);
      expect(written()).toEqual([
        'freshness live',
        'freshness live',
        'replace a',
      ]);
      state.items = { b: { n: 1 } };
      say({ type: 'all' });
      say({ type: 'freshness' });
      await jest.advanceTimersByTimeAsync(249);
      expect(written()).toEqual([]);
      await jest.advanceTimersByTimeAsync(1);
      expect(written()).toEqual(['freshness live', 'remove a', 'upsert b=1']);
      say({ type: 'all' });
      source.close();
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('writes nothing after it was closed', async () => {
    const { ended, ready, source, written } = setUp({ answered: false });
    written();
    source.close();
    expect(ended).toHaveBeenCalled();
    ready.resolve();
    await settled();
    expect(written()).toEqual([]);
  });
});
