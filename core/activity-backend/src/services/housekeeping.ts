import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { ActivityStore } from '../database/ActivityStore';

/** A user's action that has no end by then lost its process. */
const UNFINISHED_AFTER_MS = 5 * 60_000;

/** Marks what never ended as `unknown`: what happened must be read from the cluster. */
export async function markUnfinished(options: {
  store: ActivityStore;
  logger: LoggerService;
  now?: Date;
}): Promise<void> {
  const { store, logger, now = new Date() } = options;
  const count = await store.markUnfinished(
    new Date(now.getTime() - UNFINISHED_AFTER_MS),
  );
  if (count > 0) {
    logger.warn(`${count} activity entries never ended: now 'unknown'`);
  }
}

/** Deletes what is older than the retention, and reports how much is left. */
export async function enforceRetention(options: {
  store: ActivityStore;
  logger: LoggerService;
  retention: HumanDuration;
  /** Gets the number of entries that are kept. */
  onSize: (entries: number) => void;
  now?: Date;
}): Promise<void> {
  const { store, logger, retention, onSize, now = new Date() } = options;
  const count = await store.deleteBefore(
    new Date(now.getTime() - durationToMilliseconds(retention)),
  );
  if (count > 0) logger.info(`${count} activity entries past their retention`);
  onSize(await store.count());
}

/** Runs both, each in one replica at a time. */
export async function scheduleHousekeeping(options: {
  scheduler: SchedulerService;
  store: ActivityStore;
  logger: LoggerService;
  retention: HumanDuration;
  onSize: (entries: number) => void;
}): Promise<void> {
  const { scheduler } = options;
  await scheduler.scheduleTask({
    id: 'activity-mark-unfinished',
    scope: 'global',
    frequency: { minutes: 1 },
    initialDelay: { seconds: 30 },
    timeout: { minutes: 1 },
    fn: () => markUnfinished(options),
  });
  await scheduler.scheduleTask({
    id: 'activity-retention',
    scope: 'global',
    frequency: { hours: 1 },
    initialDelay: { minutes: 2 },
    timeout: { minutes: 10 },
    fn: () => enforceRetention(options),
  });
}
