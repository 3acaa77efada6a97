const DAY_MS = 24 * 3600 * 1000;

/** For how long runs are kept, in days since they were launched. */
export interface Retention {
  /** Samples, Locust's report, and files of the runner. */
  seriesDays: number;
  /** The run itself: verdict, summary and tables. */
  runsDays: number;
}

/** What is known of a run that has ended when it is decided whether it is kept. */
export interface KeptRun {
  id: string;
  entityRef: string;
  /** ISO time. */
  createdAt: string;
  hasSeries: boolean;
}

/** Runs whose series are to be deleted, and runs that are to be deleted as a whole. */
export interface Expired {
  series: string[];
  runs: string[];
}

/** ISO times: what was launched before them is past its retention. */
export function cutoffs({ seriesDays, runsDays }: Retention, now: Date) {
  const before = (days: number) =>
    new Date(now.getTime() - days * DAY_MS).toISOString();
  return { series: before(seriesDays), runs: before(runsDays) };
}

/**
 * What is past its retention. The last run of each service is kept whole, so
 * that its page always says how it came out when last tried. Pure.
 *
 * @param runs - runs that have ended
 * @param newest - launch of the last run of each entity, ISO time
 */
export function expired(
  runs: readonly KeptRun[],
  newest: ReadonlyMap<string, string>,
  retention: Retention,
  now: Date,
): Expired {
  const before = cutoffs(retention, now);
  const old = runs.filter(
    ({ entityRef, createdAt }) => createdAt !== newest.get(entityRef),
  );
  return {
    series: old
      .filter(
        ({ createdAt, hasSeries }) =>
          hasSeries && createdAt < before.series && createdAt >= before.runs,
      )
      .map(({ id }) => id),
    runs: old
      .filter(({ createdAt }) => createdAt < before.runs)
      .map(({ id }) => id),
  };
}
