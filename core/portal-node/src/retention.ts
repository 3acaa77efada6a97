import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { InputError, stringifyError } from '@backstage/errors';
import { readMilliseconds } from './config';

const DAY_MS = 24 * 3600 * 1000;

/** For how long runs are kept, in days. */
export interface Retention {
  /** Samples, and files that belong to them. */
  seriesDays: number;
  /** The run itself, with its verdict. */
  runsDays: number;
}

/** What is known of a run that has ended when it is decided whether it is kept. */
export interface KeptRun {
  id: string;
  /** ISO time from which its days are counted. */
  countedFrom: string;
  hasSeries: boolean;
  /** The last run of its entity: kept whole, so that its page always says how it came out when last tried. */
  isLast: boolean;
}

/** Where runs and their samples are kept. */
export interface RunArchive {
  /** Runs that have ended, of which something may be counted from before a time. @param before - ISO time */
  endedBefore(before: string): Promise<KeptRun[]>;
  /** Deletes the samples of a run that has ended; the run says when. @param at - ISO time */
  deleteSeries(id: string, at: string): Promise<void>;
  /** Deletes a run that has ended, with all of it. */
  deleteRun(id: string): Promise<void>;
}

/**
 * Days at a key, as `90d` or `{ days: 90 }`.
 *
 * @throws InputError for less than a day, or an Error that names the key
 */
export function readDays(
  config: Config,
  key: string,
  fallback: number,
): number {
  const days = readMilliseconds(config, key, fallback * DAY_MS) / DAY_MS;
  if (days < 1) throw new InputError(`${key} must be at least one day`);
  return days;
}

/**
 * `series` and `runs` below a key; 90 and 400 days where they are not given.
 *
 * @param least - fewest days that runs must be kept for, and why
 * @throws InputError for too few days, and for runs that are kept for less time than their samples
 */
export function readRetention(
  config: Config,
  key: string,
  least?: { runsDays: number; why: string },
): Retention {
  const retention = {
    seriesDays: readDays(config, `${key}.series`, 90),
    runsDays: readDays(config, `${key}.runs`, 400),
  };
  if (least && retention.runsDays < least.runsDays) {
    throw new InputError(
      `${key}.runs must be at least ${least.runsDays} days: ${least.why}`,
    );
  }
  if (retention.runsDays < retention.seriesDays) {
    throw new InputError(`${key}.runs must not be shorter than ${key}.series`);
  }
  return retention;
}

/** ISO time so many days ago. */
export const daysBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * DAY_MS).toISOString();

/** Runs whose series are past their retention, and runs that are past it as a whole. Pure. */
export function expired(
  runs: readonly KeptRun[],
  { seriesDays, runsDays }: Retention,
  now: Date,
): { series: string[]; runs: string[] } {
  const old = runs.filter(({ isLast }) => !isLast);
  const runsBefore = daysBefore(now, runsDays);
  const seriesBefore = daysBefore(now, seriesDays);
  return {
    series: old
      .filter(
        ({ countedFrom, hasSeries }) =>
          hasSeries && countedFrom < seriesBefore && countedFrom >= runsBefore,
      )
      .map(({ id }) => id),
    runs: old
      .filter(({ countedFrom }) => countedFrom < runsBefore)
      .map(({ id }) => id),
  };
}

/** What {@link enforceRetention} works on. */
export interface RetentionOptions {
  /** What a run is called in the log, with a capital. */
  noun: string;
  archive: RunArchive;
  retention: Retention;
  logger: LoggerService;
  /** Deletes what is kept of a run outside of the archive. */
  deleteFiles?(id: string): Promise<void>;
  /** Called for each run that changed, for open pages. */
  onChange(id: string): void;
  now?: () => Date;
}

/** Deletes what is past its retention. What cannot be deleted is tried again the next time. */
export async function enforceRetention(
  options: RetentionOptions,
): Promise<void> {
  const { archive, noun, retention, logger, deleteFiles, onChange } = options;
  const now = options.now?.() ?? new Date();
  const runs = await archive.endedBefore(
    daysBefore(now, Math.min(retention.seriesDays, retention.runsDays)),
  );
  const gone = expired(runs, retention, now);
  const each = async (id: string, drop: () => Promise<void>) => {
    try {
      // Files first: without the run nobody would find them again.
      await deleteFiles?.(id);
      await drop();
      onChange(id);
    } catch (error) {
      logger.warn(
        `${noun} ${id} is past its retention and could not be deleted: ${stringifyError(
          error,
        )}`,
      );
    }
  };
  for (const id of gone.series) {
    await each(id, () => archive.deleteSeries(id, now.toISOString()));
  }
  for (const id of gone.runs) await each(id, () => archive.deleteRun(id));
  if (gone.series.length + gone.runs.length > 0) {
    logger.info(
      `${noun}s past their retention: ${gone.series.length} without their samples from now on, ${gone.runs.length} deleted`,
    );
  }
}

/** Each hour, in one replica at a time. */
export async function scheduleRetention(options: {
  id: string;
  scheduler: SchedulerService;
  enforce: () => Promise<void>;
}): Promise<void> {
  await options.scheduler.scheduleTask({
    id: options.id,
    scope: 'global',
    frequency: { hours: 1 },
    initialDelay: { minutes: 2 },
    timeout: { minutes: 30 },
    fn: options.enforce,
  });
}
