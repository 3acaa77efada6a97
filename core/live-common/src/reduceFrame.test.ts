import { LOADING, reduceFrame } from './reduceFrame';
import { LiveFrame, SourceFreshness, TopicState } from './types';

const NOW = new Date('2026-01-02T03:04:05.000Z');
const LIVE: SourceFreshness[] = [
  { source: 'gke-prod', state: 'live', since: '2026-01-02T03:00:00Z' },
];
const STALE: SourceFreshness[] = [
  {
    source: 'gke-prod',
    state: 'stale',
    since: '2026-01-02T03:03:00Z',
    reason: 'connection refused',
  },
];

function ready(items: Record<string, unknown>): TopicState {
  return {
    status: 'ready',
    items: new Map(Object.entries(items)),
    freshness: LIVE,
    resume: 'e:1',
    updatedAt: '2026-01-02T03:00:00.000Z',
  };
}

function apply(before: TopicState, frame: LiveFrame): TopicState {
  const after = reduceFrame(new Map([['t', before]]), frame, NOW).get('t');
  if (!after) throw new Error('the topic is gone');
  return after;
}

const shown = (state: TopicState) => ({
  status: state.status,
  items: Object.fromEntries(state.items),
  freshness: state.freshness[0]?.state,
  resume: state.resume,
  error: state.error?.name,
});

describe('reduceFrame', () => {
  it.each<[string, TopicState, LiveFrame, ReturnType<typeof shown>]>([
    [
      'the first snapshot makes it ready',
      LOADING,
      {
        type: 'snapshot',
        id: 't',
        resume: 'e:7',
        items: [{ key: 'a', value: 1 }],
        freshness: LIVE,
      },
      {
        status: 'ready',
        items: { a: 1 },
        freshness: 'live',
        resume: 'e:7',
        error: undefined,
      },
    ],
    [
      'a later snapshot replaces everything',
      ready({ a: 1, b: 2 }),
      {
        type: 'snapshot',
        id: 't',
        resume: 'f:1',
        items: [{ key: 'c', value: 3 }],
        freshness: STALE,
      },
      {
        status: 'ready',
        items: { c: 3 },
        freshness: 'stale',
        resume: 'f:1',
        error: undefined,
      },
    ],
    [
      'current keeps the items',
      ready({ a: 1 }),
      { type: 'current', id: 't', resume: 'e:1', freshness: STALE },
      {
        status: 'ready',
        items: { a: 1 },
        freshness: 'stale',
        resume: 'e:1',
        error: undefined,
      },
    ],
    [
      'upsert changes and adds: new objects appear',
      ready({ a: 1 }),
      {
        type: 'upsert',
        id: 't',
        resume: 'e:2',
        items: [
          { key: 'a', value: 10 },
          { key: 'b', value: 20 },
        ],
      },
      {
        status: 'ready',
        items: { a: 10, b: 20 },
        freshness: 'live',
        resume: 'e:2',
        error: undefined,
      },
    ],
    [
      'remove takes away, and knows of no key that is not there',
      ready({ a: 1, b: 2 }),
      { type: 'remove', id: 't', resume: 'e:2', keys: ['a', 'z'] },
      {
        status: 'ready',
        items: { b: 2 },
        freshness: 'live',
        resume: 'e:2',
        error: undefined,
      },
    ],
    [
      'freshness alone leaves the rest, also while loading',
      LOADING,
      { type: 'freshness', id: 't', freshness: STALE },
      {
        status: 'loading',
        items: {},
        freshness: 'stale',
        resume: undefined,
        error: undefined,
      },
    ],
    [
      'failed keeps the old items and drops the token',
      ready({ a: 1 }),
      {
        type: 'failed',
        id: 't',
        error: { name: 'NotAllowedError', message: 'no' },
      },
      {
        status: 'failed',
        items: { a: 1 },
        freshness: 'live',
        resume: undefined,
        error: 'NotAllowedError',
      },
    ],
  ])('%s', (_name, before, frame, expected) => {
    const itemsBefore = new Map(before.items);
    const after = apply(before, frame);
    expect(shown(after)).toEqual(expected);
    expect(after).not.toBe(before);
    expect(after.updatedAt).toBe(NOW.toISOString());
    expect(new Map(before.items)).toEqual(itemsBefore);
  });

  it.each<[string, LiveFrame]>([
    [
      'another topic',
      { type: 'upsert', id: 'other', resume: 'e:2', items: [] },
    ],
    ['hello', { type: 'hello', epoch: 'e', serverTime: NOW.toISOString() }],
    ['end', { type: 'end', reason: 'shutdown' }],
    [
      'a type of a later version',
      { type: 'colour', id: 't' } as unknown as LiveFrame,
    ],
  ])('%s changes nothing', (_name, frame) => {
    const state = new Map([['t', ready({ a: 1 })]]);
    expect(reduceFrame(state, frame, NOW)).toBe(state);
  });

  it('keeps the identity of topics and values that the frame does not speak of', () => {
    const a = { phase: 'Healthy' };
    const other = ready({});
    const state = new Map([
      ['t', ready({ a, b: 1 })],
      ['other', other],
    ]);
    const upserted = reduceFrame(
      state,
      {
        type: 'upsert',
        id: 't',
        resume: 'e:2',
        items: [{ key: 'b', value: 2 }],
      },
      NOW,
    );
    expect(upserted.get('other')).toBe(other);
    expect(upserted.get('t')?.items.get('a')).toBe(a);

    const again = reduceFrame(
      upserted,
      {
        type: 'snapshot',
        id: 't',
        resume: 'f:1',
        items: [
          { key: 'a', value: { phase: 'Healthy' } },
          { key: 'b', value: 3 },
        ],
        freshness: LIVE,
      },
      NOW,
    );
    expect(again.get('t')?.items.get('a')).toBe(a);
    expect(again.get('t')?.items.get('b')).toBe(3);
  });

  it('compares values whose members have the names of methods', () => {
    const labels = { valueOf: 'x', toString: 'y', constructor: 'z' };
    const before = ready({ a: { labels } });
    const after = apply(before, {
      type: 'snapshot',
      id: 't',
      resume: 'e:2',
      items: [{ key: 'a', value: { labels: { ...labels } } }],
      freshness: [],
    });
    expect(after.items.get('a')).toBe(before.items.get('a'));
  });

  it('forgets the error when data comes again', () => {
    const failed = apply(ready({ a: 1 }), {
      type: 'failed',
      id: 't',
      error: { name: 'Error', message: 'x' },
    });
    const after = apply(failed, {
      type: 'snapshot',
      id: 't',
      resume: 'e:9',
      items: [],
      freshness: [],
    });
    expect(after.status).toBe('ready');
    expect(after.error).toBeUndefined();
  });
});
