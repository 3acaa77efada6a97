import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { setImmediate as nextTurn } from 'timers/promises';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { ActivityService } from '@slipway/plugin-activity-node';
import { detailPath } from './links';
import { RolloutsService } from './RolloutsService';
import { Transition, transitionsOf } from './transitions';

const HOUR_MS = 3_600_000;
const SWEEP_MS = 30_000;
/** Older things are not written down any more: their rows may have been removed by retention already. */
const RECOVER_MS = 7 * 24 * HOUR_MS;
/** On the first start with an empty record, only what is this new is worth a notification. */
const FIRST_START_MS = HOUR_MS;
const LATER_START_MS = 24 * HOUR_MS;
/** While the catalog fills at the first start, a rollout whose entity is not there yet is left for the next sweep. */
const SETTLING_MS = 60_000;
/** How long a notice waits for its rollout to be bound to an entity, or for notifications to answer. */
const NOTICE_PATIENCE_MS = 10 * 60_000;

export interface TransitionWatcherOptions {
  rollouts: RolloutsService;
  activity: ActivityService;
  notifications: NotificationService;
  logger: LoggerService;
  waitingAfterMs: number;
  now?: () => number;
}

interface PendingNotice {
  rolloutKey: string;
  notice: NonNullable<Transition['notice']>;
  until: number;
}

/**
 * Writes down what happened to rollouts, once over all replicas, and notifies the
 * owner where a user is needed. What could not be written is tried again by
 * the sweep, from the objects: nothing waits in memory alone.
 */
export class TransitionWatcher {
  /** Keys of activities that are known to be in the record, by rollout. */
  private readonly recorded = new Map<string, Set<string>>();
  /** Rollouts to look at; true when their objects have changed, false when only time has gone by. */
  private readonly dirty = new Map<string, boolean>();
  private notices: PendingNotice[] = [];
  private notBefore: number | undefined;
  private startedAt = 0;
  private running: Promise<void> | undefined;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe = () => {};
  private readonly now: () => number;

  static create(options: TransitionWatcherOptions) {
    return new TransitionWatcher(options);
  }

  private constructor(private readonly options: TransitionWatcherOptions) {
    this.now = options.now ?? Date.now;
  }

  /** Begins to watch; the first sweep is made when owners are known. */
  start() {
    this.startedAt = this.now();
    this.unsubscribe = this.options.rollouts.subscribe(change => {
      if (change.type === 'freshness') return;
      // Owners: what had to wait for the catalog can continue.
      if (change.type !== 'owners') this.dirty.set(change.key, true);
      this.work();
    });
    this.timer = setInterval(() => this.sweep(), SWEEP_MS);
    this.timer.unref();
    this.sweep();
  }

  stop() {
    this.stopped = true;
    this.unsubscribe();
    clearInterval(this.timer);
  }

  /** Looks at every rollout again: waits that have grown too long, records that failed. */
  async sweep(): Promise<void> {
    for (const { key } of this.options.rollouts.entries()) {
      this.dirty.set(key, this.dirty.get(key) ?? !this.recorded.has(key));
    }
    await this.work();
  }

  /** Works off what is dirty; a call while that is under way joins it. */
  private work(): Promise<void> {
    if (this.stopped || !this.options.rollouts.ownersKnown()) {
      return Promise.resolve();
    }
    this.running ??= this.run();
    return this.running;
  }

  private async run() {
    try {
      this.notBefore ??= await this.firstNotice();
      do {
        try {
          await this.considerDirty();
        } finally {
          // Whoever is notified of one rollout does not wait for the record of another.
          await this.sendNotices();
        }
      } while (this.dirty.size > 0 && !this.stopped);
    } catch (error) {
      // The dirty ones stay dirty; the next change or sweep continues with them.
      this.options.logger.warn(
        `Could not write down what happened to rollouts, will try again: ${stringifyError(
          error,
        )}`,
      );
    } finally {
      // In the same turn as the last look at what is dirty: nobody joins a run that would not see it.
      this.running = undefined;
    }
  }

  private async considerDirty() {
    while (this.dirty.size > 0 && !this.stopped) {
      const [[key, changed]] = this.dirty;
      this.dirty.delete(key);
      try {
        await this.consider(key, changed);
      } catch (error) {
        this.dirty.set(key, true);
        throw error;
      }
      // Many rollouts must not hold up everything else.
      await nextTurn();
    }
  }

  private async firstNotice() {
    const { items } = await this.options.activity.list({
      source: 'platform',
      limit: 1,
    });
    return this.now() - (items.length === 0 ? FIRST_START_MS : LATER_START_MS);
  }

  private async consider(key: string, changed: boolean) {
    const { rollouts, activity, waitingAfterMs } = this.options;
    const summary = rollouts.summary(key);
    if (!summary) {
      this.recorded.delete(key);
      return;
    }
    if (!rollouts.isLive(summary.ref.cluster)) return;
    if (
      summary.entity.state === 'unbound' &&
      this.now() < this.startedAt + SETTLING_MS
    ) {
      return;
    }
    const runs = changed ? rollouts.analysisRuns(key) : [];
    const transitions = transitionsOf(summary, runs, {
      now: this.now(),
      waitingAfterMs,
    });
    const before = this.recorded.get(key) ?? new Set<string>();
    const after = new Set<string>(changed ? [] : before);
    this.recorded.set(key, after);
    for (const transition of transitions) {
      const name = transition.activity.key;
      const at = Date.parse(transition.activity.at);
      if (!(at >= this.now() - RECOVER_MS)) continue;
      if (!before.has(name)) {
        const { claimed } = await activity.platformEvent(transition.activity);
        if (claimed && transition.notice && at >= (this.notBefore ?? 0)) {
          this.notices.push({
            rolloutKey: key,
            notice: transition.notice,
            until: this.now() + NOTICE_PATIENCE_MS,
          });
        }
      }
      after.add(name);
    }
  }

  private async sendNotices() {
    const left: PendingNotice[] = [];
    for (const pending of this.notices) {
      if (!(await this.sent(pending)) && this.now() < pending.until) {
        left.push(pending);
      }
    }
    this.notices = left;
  }

  private async sent({ rolloutKey, notice }: PendingNotice): Promise<boolean> {
    const { rollouts, notifications, logger } = this.options;
    const summary = rollouts.summary(rolloutKey);
    if (!summary) return true;
    if (summary.entity.state !== 'bound') return false;
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef: summary.entity.entityRef },
        payload: { ...notice, link: detailPath(summary.ref) },
      });
      return true;
    } catch (error) {
      logger.warn(
        `Could not notify the owner of ${rolloutKey}: ${stringifyError(error)}`,
      );
      return false;
    }
  }
}
