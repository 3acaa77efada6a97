import { pageOf, sharePath } from './lanePath';
import { ShownLane, TimelineItem } from './types';

const mark = (id: string, path?: string): TimelineItem => ({
  type: 'mark',
  id,
  title: id,
  tone: 'unknown',
  at: 1,
  ...(path === undefined ? {} : { path }),
});
const laneOf = (...items: TimelineItem[]): ShownLane => ({
  id: 'a',
  kind: 'fault',
  plugin: 'chaos',
  items,
});

it.each<[string, Array<string | undefined>, string | undefined]>([
  ['one page', ['/a/b', '/a/b'], '/a/b'],
  ['pages side by side', ['/a/b', '/a/bc', '/a/d'], '/a/'],
  ['one item', ['/a/b'], undefined],
  ['nothing in common', ['/a', 'b'], undefined],
  ['an item without a page', ['/a/b', undefined, '/a/b'], undefined],
  ['no items', [], undefined],
])('%s: each item leads to where it led', (_, paths, shared) => {
  const lane = laneOf(...paths.map((path, at) => mark(String(at), path)));
  const sent = sharePath(lane);
  expect(sent.path).toBe(shared);
  expect(sent.items.map(item => pageOf({ lane: sent, item }))).toEqual(paths);
  expect(sent.items.map(({ id }) => id)).toEqual(
    lane.items.map(({ id }) => id),
  );
});
