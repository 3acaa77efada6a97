import {
  ComparedRun,
  RunRow,
  SamplePoint,
} from '@slipway/plugin-loadtest-common';
import { ChartSeries, formatAbsolute } from '@slipway/plugin-portal-react';
import { PROFILE_LABELS } from './words';

/** Most runs that are compared at once. */
export const MOST_COMPARED = 5;

/** What the address says of a comparison. */
export interface CompareQuery {
  runs: string[];
  /** Start of the window of each run, seconds since its start; as many as runs. */
  from: number[];
  /** Length of all windows, seconds; absent: to the end of each run. */
  seconds?: number;
}

const numberOf = (text: string | undefined) => {
  const value = Number(text);
  return text !== undefined &&
    text !== '' &&
    Number.isFinite(value) &&
    value >= 0
    ? value
    : undefined;
};

/** What an address compares: what cannot be read counts as not said. */
export function parseCompareQuery(query: URLSearchParams): CompareQuery {
  const runs = [
    ...new Set((query.get('runs') ?? '').split(',').filter(id => id !== '')),
  ].slice(0, MOST_COMPARED);
  const starts = (query.get('from') ?? '').split(',');
  const seconds = numberOf(query.get('seconds') ?? undefined);
  return {
    runs,
    from: runs.map((_, index) => numberOf(starts[index]) ?? 0),
    ...(seconds ? { seconds } : {}),
  };
}

/** The address of a comparison, without what is the default. */
export function compareSearch({ runs, from, seconds }: CompareQuery): string {
  const parts = [`runs=${runs.join(',')}`];
  if (from.some(start => start > 0)) parts.push(`from=${from.join(',')}`);
  if (seconds !== undefined) parts.push(`seconds=${seconds}`);
  return `?${parts.join('&')}`;
}

/** A comparison with one run more, or without one. Windows start at 0 for a new one. */
export function withRun(query: CompareQuery, id: string): CompareQuery {
  return query.runs.includes(id) || query.runs.length >= MOST_COMPARED
    ? query
    : { ...query, runs: [...query.runs, id], from: [...query.from, 0] };
}

export function withoutRun(query: CompareQuery, id: string): CompareQuery {
  const kept = query.runs.flatMap((run, index) => (run === id ? [] : [index]));
  return {
    ...query,
    runs: kept.map(index => query.runs[index]),
    from: kept.map(index => query.from[index]),
  };
}

/** Seconds from the start of a run to its last sample. */
export const lengthOf = ({ points }: Pick<ComparedRun, 'points'>): number =>
  points[points.length - 1]?.at ?? 0;

/** `Spike, 28 Nov 2026, 10:00` */
export const runTitle = ({ profile, createdAt }: RunRow): string =>
  `${PROFILE_LABELS[profile]}, ${formatAbsolute(Date.parse(createdAt))}`;

/** How a run is named in a comparison. */
export const runLabel = (run: RunRow, index: number): string =>
  `${index + 1}: ${runTitle(run)}`;

const LOOKS: ReadonlyArray<Pick<ChartSeries, 'colour' | 'dash'>> = [
  { colour: 'stable' },
  { colour: 'canary' },
  { colour: 'neutral' },
  { colour: 'stable', dash: 2 },
  { colour: 'canary', dash: 2 },
];

/**
 * One figure of all runs over the same axis: each is moved so that the windows
 * start at the same place, `windowStart`.
 */
export function overlaid(
  runs: readonly ComparedRun[],
  from: readonly number[],
  figure: (point: SamplePoint) => number | undefined,
): { series: ChartSeries[]; windowStart: number } {
  const windowStart = Math.max(0, ...from);
  return {
    windowStart,
    series: runs.map((compared, index) => ({
      id: compared.run.id,
      label: `Run ${index + 1}`,
      ...LOOKS[index % LOOKS.length],
      points: compared.points.map(point => [
        point.at - from[index] + windowStart,
        figure(point) ?? null,
      ]),
    })),
  };
}
