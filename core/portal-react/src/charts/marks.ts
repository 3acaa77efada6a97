import { ChartMarker, ChartSeries, ChartSpan } from './types';
import { SlipwayState } from '../colours';
import { TimeWords } from './times';

/** Both ends of the time axis, in unix seconds. */
export type TimeDomain = readonly [number, number];

/** What is marked on a chart. */
export interface ChartMarks {
  markers?: readonly ChartMarker[];
  spans?: readonly ChartSpan[];
}

/** A marker or a span that can be seen, with its place in the picture. */
export interface PlacedMark {
  /** Counted from 1 in order of time: in the picture, in the list below it. */
  number: number;
  kind: 'marker' | 'span';
  label: string;
  state: SlipwayState;
  /** As given, unix seconds. */
  from: number;
  /** As given; absent while a span lasts. A marker ends where it starts. */
  to?: number;
  /** From where to where it is drawn: cut at the ends of the axis. */
  drawn: TimeDomain;
  /** Row of its number, counted from 0 upwards, so that numbers do not cover each other. */
  lane: number;
}

/** Numbers nearer to each other than this share of the axis stand in different lanes. */
const LEAST_GAP = 0.06;

/**
 * Ends of the time axis: what was asked for; else all that was measured; else,
 * where nothing was measured, the marks. Undefined where there is nothing at all.
 */
export function timeDomain(
  series: readonly ChartSeries[],
  marks: ChartMarks,
  wanted?: TimeDomain,
): TimeDomain | undefined {
  if (wanted) return wanted;
  const measured = series.flatMap(one => one.points.map(([time]) => time));
  const times = measured.length > 0 ? measured : timesOf(marks);
  if (times.length === 0) return undefined;
  return [
    times.reduce((a, b) => Math.min(a, b)),
    times.reduce((a, b) => Math.max(a, b)),
  ];
}

function timesOf({ markers = [], spans = [] }: ChartMarks): number[] {
  return [
    ...markers.map(marker => marker.time),
    ...spans.flatMap(({ from, to }) =>
      to === undefined ? [from] : [from, to],
    ),
  ];
}

/** The marks within the axis, oldest first, numbered. What lies outside of it is left out. */
export function placeMarks(
  { markers = [], spans = [] }: ChartMarks,
  domain: TimeDomain,
): PlacedMark[] {
  const [first, last] = domain;
  const all = [
    ...spans.map(span => ({ kind: 'span' as const, ...span })),
    ...markers.map(({ time, ...rest }) => ({
      kind: 'marker' as const,
      ...rest,
      from: time,
      to: time,
    })),
  ]
    .filter(({ from, to }) => from <= last && (to === undefined || to >= first))
    .sort((a, b) => a.from - b.from);

  const ends: number[] = [];
  const gap = (last - first) * LEAST_GAP;
  return all.map(({ kind, label, state = 'unknown', from, to }, index) => {
    const start = Math.max(from, first);
    const free = ends.findIndex(end => start - end >= gap);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = start;
    return {
      number: index + 1,
      kind,
      label,
      state,
      from,
      ...(to === undefined ? {} : { to }),
      drawn: [start, Math.min(to ?? last, last)],
      lane,
    };
  });
}

/** When a mark was: `at …`, `from … to …`, `since …`. */
export function timeOfMark(
  mark: Pick<PlacedMark, 'kind' | 'from' | 'to'>,
  words: Pick<TimeWords, 'full'>,
): string {
  const from = words.full(mark.from);
  if (mark.kind === 'marker') return `at ${from}`;
  return mark.to === undefined
    ? `since ${from}`
    : `from ${from} to ${words.full(mark.to)}`;
}

/**
 * What happened by each row of a table: a mark stands in every row whose time
 * it covers, and one that fits between two rows in the later of them.
 *
 * @param times - of the rows, ascending, unix seconds
 */
export function notesByRow(
  times: readonly number[],
  marks: readonly PlacedMark[],
): string[][] {
  const notes = times.map((): string[] => []);
  for (const { from, to = Number.POSITIVE_INFINITY, label } of marks) {
    const starts = times.findIndex(time => time >= from);
    const first = starts === -1 ? times.length - 1 : starts;
    times.forEach((time, index) => {
      if (index === first || (index > first && time <= to)) {
        notes[index].push(label);
      }
    });
  }
  return notes;
}
