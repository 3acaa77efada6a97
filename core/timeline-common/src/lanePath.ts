import { TimelineRow } from './rows';
import { TimelineItem, TimelineLane } from './types';

/** How many characters the beginnings of texts have in common. */
function commonLength(texts: readonly string[]): number {
  const [first = '', ...others] = texts;
  return others.reduce((length, text) => {
    let same = 0;
    while (same < length && text[same] === first[same]) same += 1;
    return same;
  }, first.length);
}

/**
 * A lane that says once how the pages of its items begin, since there may be
 * thousands of them. One with an item that leads nowhere stays as it is.
 */
export function sharePath<Lane extends TimelineLane>(lane: Lane): Lane {
  const paths = lane.items.flatMap(({ path }) => path ?? []);
  if (paths.length < 2 || paths.length < lane.items.length) return lane;
  const length = commonLength(paths);
  if (length === 0) return lane;
  return {
    ...lane,
    path: paths[0].slice(0, length),
    items: lane.items.map(({ path, ...item }): TimelineItem => {
      const rest = path?.slice(length);
      return rest ? { ...item, path: rest } : item;
    }),
  };
}

/** The page that an item leads to; undefined where it has none. */
export function pageOf({ lane, item }: TimelineRow): string | undefined {
  if (lane.path === undefined) return item.path;
  return `${lane.path}${item.path ?? ''}`;
}
