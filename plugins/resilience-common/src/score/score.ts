import { Environment } from '@slipway/plugin-clusters-common';
import { counted } from '../words';
import { RunRow, Score, ScorePart, ScorePoint } from '../types';

const DAY_MS = 24 * 3600 * 1000;
/** Days that the course of a score shows. */
export const COURSE_DAYS = 90;
/** So long a verdict counts fully. */
export const FRESH_DAYS = 30;
/** From then on it does not count any more. */
export const FORGOTTEN_DAYS = 180;
/** After the fresh days, a verdict counts half as much after each of these. */
export const HALF_LIFE_DAYS = 30;

/** What runs there prove more of. */
const ENVIRONMENT_WEIGHT: Record<Environment, number> = {
  dev: 1,
  stage: 1.5,
  prod: 2,
};

/** Weight of a run: by its environment, half as much again for load and faults together. */
export function weightOf({
  environment,
  parts,
}: Pick<RunRow, 'environment' | 'parts'>): number {
  const kinds = new Set(parts.map(({ kind }) => kind));
  return ENVIRONMENT_WEIGHT[environment] * (kinds.size > 1 ? 1.5 : 1);
}

/** Share of its weight that a verdict of this age still counts: 1 for 30 days, then half of it each 30 days, 0 from 180 days on. */
export function freshnessOf(ageDays: number): number {
  if (ageDays >= FORGOTTEN_DAYS) return 0;
  return ageDays <= FRESH_DAYS
    ? 1
    : 0.5 ** ((ageDays - FRESH_DAYS) / HALF_LIFE_DAYS);
}

/** What was tried: the same parts in the same environment. */
function experimentOf({ environment, parts }: RunRow): string {
  const offers = parts.map(({ kind, offer }) => `${kind}:${offer}`).sort();
  return [environment, ...offers].join(' ');
}

const percentOf = (share: number) => `${Math.round(share * 100)} %`;

/** The latest verdict of each experiment that ended before `at` and still counts. */
function partsAt(runs: readonly RunRow[], at: number): ScorePart[] {
  const latest = new Map<string, ScorePart>();
  const ended = runs
    .flatMap(run =>
      run.endedAt !== undefined && Date.parse(run.endedAt) <= at
        ? [{ run, endedAt: run.endedAt }]
        : [],
    )
    .sort((a, b) => Date.parse(a.endedAt) - Date.parse(b.endedAt));
  for (const { run, endedAt } of ended) {
    const outcome = run.verdict?.final ? run.verdict.outcome : undefined;
    const freshness = freshnessOf((at - Date.parse(endedAt)) / DAY_MS);
    if ((outcome === 'pass' || outcome === 'fail') && freshness > 0) {
      latest.set(experimentOf(run), {
        runId: run.id,
        title: run.title,
        outcome,
        at: endedAt,
        weight: weightOf(run),
        freshness,
      });
    }
  }
  return [...latest.values()].sort((a, b) => b.at.localeCompare(a.at));
}

/**
 * How well a service withstood what was tried on it, 0 to 100: of the weights
 * of the latest verdict of each experiment, the share that passed, where a pass
 * counts less the older it is. A failure counts until the same experiment
 * passes, or is forgotten. Without a verdict there is no score.
 */
export function score(
  entityRef: string,
  runs: readonly RunRow[],
  now: Date,
): Score {
  const parts = partsAt(runs, now.getTime());
  const inconclusive = runs.filter(
    ({ verdict }) => verdict?.final && verdict.outcome === 'inconclusive',
  ).length;
  const common = { entityRef, at: now.toISOString(), parts, inconclusive };
  const without =
    inconclusive > 0
      ? [`${counted(inconclusive, 'run')} without a verdict: not counted.`]
      : [];
  if (parts.length === 0) {
    return {
      ...common,
      because: [
        `No verdict in the last ${FORGOTTEN_DAYS} days: there is no score.`,
        ...without,
      ],
    };
  }
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const won = parts
    .filter(({ outcome }) => outcome === 'pass')
    .reduce((sum, { weight, freshness }) => sum + weight * freshness, 0);
  const failed = parts.filter(({ outcome }) => outcome === 'fail');
  const aged = parts.filter(
    ({ outcome, freshness }) => outcome === 'pass' && freshness < 1,
  );
  return {
    ...common,
    value: Math.round((won / total) * 100),
    because: [
      `${parts.length - failed.length} of ${counted(
        parts.length,
        'experiment',
      )} passed when last run.`,
      ...failed.map(
        ({ title, at }) => `${title} failed on ${at.slice(0, 10)}.`,
      ),
      ...aged.map(
        ({ title, freshness }) =>
          `${title} passed more than ${FRESH_DAYS} days ago and counts ${percentOf(
            freshness,
          )} of its weight.`,
      ),
      ...without,
    ],
  };
}

/** The course of a score: one point a day, and now; oldest first. */
export function scoreCourse(
  entityRef: string,
  runs: readonly RunRow[],
  now: Date,
  days = COURSE_DAYS,
): ScorePoint[] {
  return Array.from({ length: days + 1 }, (_, index) => {
    const at = new Date(now.getTime() - (days - index) * DAY_MS);
    const { value } = score(entityRef, runs, at);
    return {
      at: at.toISOString(),
      ...(value === undefined ? {} : { value }),
    };
  });
}
