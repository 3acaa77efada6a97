import { TimelineItem, TimelineSpan, TimelineTone } from './types';
import { endOf, startOf, TimeRange } from './view';

/** A span wide enough to be drawn by itself. */
export interface SpanShape {
  shape: 'span';
  item: TimelineSpan;
  /** px from the start of the axis. */
  x: number;
  width: number;
  /** From 0, the top. */
  row: number;
}

/** One item, or several that lie too near to each other to be drawn apart. */
export interface GroupShape {
  shape: 'group';
  /** Oldest first. */
  items: TimelineItem[];
  /** The most urgent of them. */
  tone: TimelineTone;
  /** px of its middle. */
  x: number;
}

/** A lane as it is drawn. */
export interface LanePicture {
  spans: SpanShape[];
  groups: GroupShape[];
  /** Rows of spans. */
  rows: number;
  /** px up to which nothing is known. */
  unknownUntil: number;
}

/** Narrower spans, px, are drawn as marks. */
const MIN_SPAN = 4;
/** Marks are at least so far apart, px. */
const MARK_ROOM = 14;
/** Space between two spans of a row, px. */
const GAP = 1;
/** Spans for which there is no room in these are drawn as marks. */
const MAX_ROWS = 5;

const URGENCY: readonly TimelineTone[] = [
  'healthy',
  'unknown',
  'progressing',
  'waiting',
  'degraded',
];

/** The most urgent tone. */
export const worstTone = (items: readonly TimelineItem[]): TimelineTone =>
  URGENCY[Math.max(0, ...items.map(({ tone }) => URGENCY.indexOf(tone)))];

/**
 * What is drawn of a lane. However many items it has, there are at most
 * `width / 14` marks and five rows of spans of at least 4 px: what lies nearer
 * to each other is one mark with all of them.
 *
 * @param now - ms since the epoch: the end of what lasts
 * @param width - of the axis, px
 * @param maxRows - rows of spans; version bands have rows of their own where there are five
 */
export function drawLane(
  lane: { items: readonly TimelineItem[]; knownFrom?: number },
  range: TimeRange,
  now: number,
  width: number,
  maxRows = MAX_ROWS,
): LanePicture {
  const scale = width / (range.to - range.from);
  const xOf = (time: number) =>
    Math.min(width, Math.max(0, (time - range.from) * scale));
  const ends: number[] = [];
  const spans: SpanShape[] = [];
  const groups = new Map<number, TimelineItem[]>();
  const inOrder = [...lane.items].sort((a, b) => startOf(a) - startOf(b));
  for (const item of inOrder) {
    const end = endOf(item, now);
    if (end < range.from || startOf(item) > range.to) continue;
    const x = xOf(startOf(item));
    const length = xOf(end) - x;
    if (item.type === 'span' && length >= MIN_SPAN) {
      const row = rowOf(item, ends, x, maxRows);
      if (row !== undefined) {
        // What follows at once starts after the gap.
        const start = ends[row] ? Math.max(x, ends[row] + GAP) : x;
        ends[row] = x + length;
        spans.push({
          shape: 'span',
          item,
          x: start,
          width: x + length - start,
          row,
        });
        continue;
      }
    }
    const bucket = Math.floor(Math.min(x, width - 1) / MARK_ROOM);
    const group = groups.get(bucket);
    if (group) group.push(item);
    else groups.set(bucket, [item]);
  }
  return {
    spans,
    groups: [...groups].map(([bucket, items]) => ({
      shape: 'group',
      items,
      tone: worstTone(items),
      x: Math.min(width, (bucket + 0.5) * MARK_ROOM),
    })),
    rows: ends.length,
    unknownUntil:
      lane.knownFrom === undefined || lane.knownFrom <= range.from
        ? 0
        : xOf(lane.knownFrom),
  };
}

/** Version bands have rows of their own: stable above what is rolled out. */
function rowOf(
  item: TimelineSpan,
  ends: number[],
  x: number,
  maxRows: number,
): number | undefined {
  const bands = { stable: 0, canary: 1 };
  const free = (row: number) => (ends[row] ?? 0) <= x;
  if (item.band && maxRows === MAX_ROWS) {
    const row = bands[item.band];
    while (ends.length <= row) ends.push(0);
    return free(row) ? row : undefined;
  }
  const row = ends.findIndex((_, index) => free(index));
  if (row >= 0) return row;
  return ends.length < maxRows ? ends.length : undefined;
}

/** Half of the room of a mark, px. */
const MARK_REACH = 9;

/**
 * What of a picture is at a place.
 *
 * @param at - px from the start of the axis, and the row of spans; `marks` is the row below them
 */
export function shapeAt(
  { spans, groups }: LanePicture,
  at: { x: number; row: number | 'marks' },
): SpanShape | GroupShape | undefined {
  if (at.row !== 'marks') {
    return spans.find(
      ({ x, width, row }) => row === at.row && x <= at.x && at.x <= x + width,
    );
  }
  let nearest: GroupShape | undefined;
  for (const group of groups) {
    const distance = Math.abs(group.x - at.x);
    if (
      distance <= MARK_REACH &&
      distance < Math.abs((nearest?.x ?? Infinity) - at.x)
    ) {
      nearest = group;
    }
  }
  return nearest;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TICKS = [
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  5 * DAY,
  10 * DAY,
  30 * DAY,
];
/** px that the words of a tick need. */
const TICK_ROOM = 96;

/**
 * Times at which an axis has a tick, at whole minutes, hours or days of UTC.
 *
 * @param width - of the axis, px
 */
export function axisTicks(
  { from, to }: TimeRange,
  width: number,
): { ticks: number[]; days: boolean } {
  const most = Math.max(1, Math.floor(width / TICK_ROOM));
  const step =
    TICKS.find(each => (to - from) / each <= most) ?? TICKS[TICKS.length - 1];
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    ticks.push(at);
  }
  return { ticks, days: to - from > DAY };
}
