import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { ApprovalsConfig } from '../config';
import { ApprovalStore } from '../database/ApprovalStore';
import { Announcer } from './Announcer';
import { ApprovalFeed } from './ApprovalFeed';

/** What the task needs. */
export interface ExpiryOptions {
  announcer: Announcer;
  config: Pick<ApprovalsConfig, 'warnBeforeMs'>;
  feed: ApprovalFeed;
  logger: LoggerService;
  store: ApprovalStore;
}

/**
 * Writes down what has run out and notifies whom it concerns, also some time
 * before. Whether an approval counts does not depend on it: that is decided by
 * the clock at each reading.
 */
export async function expireApprovals(
  { announcer, config, feed, store }: ExpiryOptions,
  now: Date,
): Promise<void> {
  const expired = await store.expire(now);
  if (expired.length > 0) feed.changed();
  for (const approval of expired) await announcer.expired(approval);
  const soon = new Date(now.getTime() + config.warnBeforeMs);
  for (const approval of await store.takeWarnings(now, soon)) {
    await announcer.runsOutSoon(approval);
  }
}

/** Has {@link expireApprovals} done each minute, by one replica. */
export async function scheduleExpiry(
  scheduler: SchedulerService,
  options: ExpiryOptions,
): Promise<void> {
  await scheduler.scheduleTask({
    id: 'approvals-expire',
    scope: 'global',
    frequency: { minutes: 1 },
    initialDelay: { seconds: 20 },
    timeout: { minutes: 1 },
    fn: () => expireApprovals(options, new Date()),
  });
}
