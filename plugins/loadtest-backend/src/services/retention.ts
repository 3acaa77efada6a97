import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { cutoffs, expired, Retention } from '@slipway/plugin-loadtest-common';
import { RunStore } from '../database/RunStore';
import { Runner } from '../runners/types';

/** What {@link enforceRetention} works on. */
export interface RetentionOptions {
  store: Pick<RunStore, 'deleteRun' | 'deleteSeries' | 'endedBefore' | 'find'>;
  runners: readonly Pick<Runner, 'name' | 'forget'>[];
  retention: Retention;
  logger: LoggerService;
  /** Called for each run that changed, for open pages. */
  onChange(id: string): void;
  now?: () => Date;
}

/** Deletes what is past its retention. What cannot be deleted is tried again the next time. */
export async function enforceRetention(
  options: RetentionOptions,
): Promise<void> {
  const { store, retention, logger, onChange } = options;
  const now = options.now?.() ?? new Date();
  const before = cutoffs(retention, now);
  const { runs, newest } = await store.endedBefore(
    before.series > before.runs ? before.series : before.runs,
  );
  const gone = expired(runs, newest, retention, now);
  const each = async (id: string, drop: () => Promise<void>) => {
    try {
      // Files first: without the run nobody would find them again.
      await forget(options, id);
      await drop();
      onChange(id);
    } catch (error) {
      logger.warn(
        `Load run ${id} is past its retention and could not be deleted: ${stringifyError(
          error,
        )}`,
      );
    }
  };
  for (const id of gone.series) {
    await each(id, () => store.deleteSeries(id, now.toISOString()));
  }
  for (const id of gone.runs) await each(id, () => store.deleteRun(id));
  if (gone.series.length + gone.runs.length > 0) {
    logger.info(
      `Past their retention: the samples of ${gone.series.length} load runs, and ${gone.runs.length} load runs`,
    );
  }
}

async function forget(
  { store, runners }: RetentionOptions,
  id: string,
): Promise<void> {
  const run = await store.find(id);
  const runner = runners.find(({ name }) => name === run?.plan.runner);
  if (run) await runner?.forget?.(run.plan);
}

/** Each hour, in one replica at a time. */
export async function scheduleRetention(
  options: RetentionOptions & { scheduler: SchedulerService },
): Promise<void> {
  await options.scheduler.scheduleTask({
    id: 'loadtest-retention',
    scope: 'global',
    frequency: { hours: 1 },
    initialDelay: { minutes: 2 },
    timeout: { minutes: 30 },
    fn: () => enforceRetention(options),
  });
}
