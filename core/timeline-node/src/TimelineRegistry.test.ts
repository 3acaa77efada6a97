import { mockCredentials } from '@backstage/backend-test-utils';
import { TimelineItem, TimelineLane } from '@slipway/plugin-timeline-common';
import { keepNewest, touches } from './keepNewest';
import { TimelineRegistry } from './TimelineRegistry';
import { TimelineProvider } from './types';

const QUERY = { entityRefs: [], from: 100, to: 200, limit: 2 };
const mark = (at: number): TimelineItem => ({
  type: 'mark',
  id: String(at),
  title: 'A mark',
  tone: 'unknown',
  at,
});
const span = (from: number, to?: number): TimelineItem => ({
  type: 'span',
  id: `${from}`,
  title: 'A span',
  tone: 'unknown',
  from,
  ...(to === undefined ? {} : { to }),
});

it.each<[string, TimelineItem, boolean]>([
  ['a mark before', mark(99), false],
  ['a mark at the start', mark(100), true],
  ['a mark at the end', mark(200), true],
  ['a mark after', mark(201), false],
  ['a span before', span(1, 99), false],
  ['a span over the start', span(1, 100), true],
  ['a span around all', span(1, 300), true],
  ['one that lasts', span(1), true],
  ['one that starts later', span(201), false],
])('%s touches the range: %#', (_, item, expected) => {
  expect(touches(item, QUERY)).toBe(expected);
});

it('keeps the newest of a lane and counts the others', () => {
  const lane: TimelineLane = {
    id: 'a',
    kind: 'load',
    items: [mark(150), span(90), mark(120), mark(20)],
    leftOut: 5,
  };
  expect(keepNewest(lane, QUERY)).toEqual({
    ...lane,
    items: [mark(120), mark(150)],
    leftOut: 6,
  });
});

function provider(
  plugin: string,
  kind: TimelineLane['kind'],
  read: TimelineProvider['read'],
): TimelineProvider {
  return { plugin, title: plugin, kinds: [kind], permissions: [], read };
}
const laneOf = (kind: TimelineLane['kind']): TimelineLane => ({
  id: kind,
  kind,
  items: [],
});

it('reads all, in the order of kinds, and names the one that failed', async () => {
  const registry = TimelineRegistry.create();
  registry.register(
    provider('chaos', 'fault', async () => ({ lanes: [laneOf('fault')] })),
  );
  registry.register(
    provider('rollouts', 'release', async () => ({
      lanes: [laneOf('analysis'), laneOf('release')],
    })),
  );
  registry.register(
    provider('broken', 'alert', async () => {
      throw new TypeError('a secret');
    }),
  );
  const answer = await registry.read(registry.providers(), QUERY, {
    credentials: mockCredentials.user(),
  });
  expect(answer.lanes.map(({ plugin, kind }) => [plugin, kind])).toEqual([
    ['rollouts', 'release'],
    ['rollouts', 'analysis'],
    ['chaos', 'fault'],
  ]);
  expect(answer.missing).toEqual([
    {
      plugin: 'broken',
      title: 'broken',
      kinds: ['alert'],
      reason: 'it failed (TypeError)',
    },
  ]);
});

it('has one provider for each plugin', () => {
  const registry = TimelineRegistry.create();
  const one = provider('chaos', 'fault', async () => ({ lanes: [] }));
  registry.register(one);
  expect(() => registry.register(one)).toThrow('already');
});
