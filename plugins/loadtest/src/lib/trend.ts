import {
  besideFirst,
  ComparedFigure,
  EndpointRow,
  FigureBeside,
  isActive,
  RunRow,
} from '@slipway/plugin-loadtest-common';
import { ChartPoint } from '@slipway/plugin-portal-react';
import { PROFILE_LABELS } from './words';

/** Runs that a trend shows. */
const SHOWN = 10;

/** One run of a trend, each figure beside that of the run before. */
export interface TrendRow {
  run: RunRow;
  figures: Partial<Record<ComparedFigure, FigureBeside>>;
  /** Id of the run before it. */
  before?: string;
}

/** The last runs of one suite, profile, peak and target. */
export interface TrendGroup {
  key: string;
  label: string;
  /** Newest first. */
  rows: TrendRow[];
  /** Oldest first, at the start of each run. */
  p95: ChartPoint[];
}

const FIGURES = ['p95', 'failureRatio', 'requestsPerSecond'] as const;

/** What a run must share with another to be in one trend. */
const keyOf = (run: RunRow) =>
  [
    run.suite,
    run.profile,
    run.peakUsers,
    run.cluster,
    run.namespace,
    run.targetUrl,
  ].join(' ');

const rowOf = ({ summary }: RunRow): EndpointRow | undefined =>
  summary && { endpoint: '', failures: 0, ...summary };

function groupOf(key: string, newestFirst: readonly RunRow[]): TrendGroup {
  const shown = newestFirst.slice(0, SHOWN);
  const [newest] = shown;
  return {
    key,
    label: `${PROFILE_LABELS[newest.profile]}, ${newest.peakUsers} users, ${
      newest.cluster
    }/${newest.namespace}`,
    rows: shown.map((run, index) => {
      const before: RunRow | undefined = newestFirst[index + 1];
      const figures = Object.fromEntries(
        FIGURES.map(figure => {
          const rows = before ? [rowOf(before), rowOf(run)] : [rowOf(run)];
          return [figure, besideFirst(rows, figure)[rows.length - 1]];
        }),
      );
      return { run, figures, ...(before ? { before: before.id } : {}) };
    }),
    p95: [...shown]
      .reverse()
      .map(run => [Date.parse(run.createdAt) / 1000, run.summary?.p95 ?? null]),
  };
}

/** The trends of runs that have ended: the group with the newest run first. Runs are newest first. */
export function trendGroups(runs: readonly RunRow[]): TrendGroup[] {
  const groups = new Map<string, RunRow[]>();
  for (const run of runs) {
    if (isActive(run)) continue;
    const key = keyOf(run);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups].map(([key, rows]) => groupOf(key, rows));
}
