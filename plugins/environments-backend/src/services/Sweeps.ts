import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  dueWarning,
  EnvironmentRow,
  isExpired,
  isOpen,
} from '@slipway/plugin-environments-common';
import { EnvironmentsConfig } from '../config';
import { EnvironmentStore } from '../database/EnvironmentStore';
import { CloudRunners } from './CloudRunners';
import { EnvironmentNotices } from './EnvironmentNotices';
import { EnvironmentsService } from './EnvironmentsService';

/** Who starts what a sweep starts. */
export const PORTAL = 'portal';

interface Options {
  config: EnvironmentsConfig;
  environments: EnvironmentsService;
  logger: LoggerService;
  notices: EnvironmentNotices;
  now(): number;
  onChange(environment: string): void;
  runners: Pick<CloudRunners, 'clouds' | 'clusterOf' | 'find' | 'of'>;
  store: EnvironmentStore;
}

/** What is done by the time: warnings, teardown, checks for drift, plans that expire, retention. */
export class Sweeps {
  constructor(private readonly options: Options) {}

  /** Once over all replicas. */
  async schedule(scheduler: SchedulerService): Promise<void> {
    const timeout = { minutes: 5 };
    const task = (id: string, minutes: number, fn: () => Promise<void>) =>
      scheduler.scheduleTask({
        id: `environments-${id}`,
        scope: 'global',
        frequency: { minutes },
        initialDelay: { seconds: 20 },
        timeout,
        fn,
      });
    await task('ends', 1, () => this.ends());
    await task('plans', 5, () => this.expirePlans());
    await task('drift', 5, () => this.checkDrift());
    await task('retention', 60, () => this.enforceRetention());
  }

  /** Warns owners before the end, and starts the teardown at it. */
  async ends(): Promise<void> {
    const { environments, notices, now, store } = this.options;
    await this.#each(async row => {
      if (row.state === 'destroying') return;
      const warning = dueWarning(row, now(), await store.warned(row.name));
      if (warning) {
        await notices.endsSoon(row, warning.words);
        await store.setWarned(row.name, [
          ...(await store.warned(row.name)),
          warning.id,
        ]);
      }
      const latest = await store.latest(row.name);
      const isFree = !latest || !isOpen(latest);
      // A teardown that failed is not repeated every minute: its owner was notified.
      const triedAlready =
        latest?.kind === 'destroy' && latest.startedBy === PORTAL;
      if (isExpired(row, now()) && isFree && !triedAlready) {
        await environments.start(row.name, 'destroy', PORTAL);
      }
    });
  }

  /** Marks plans that can no longer be applied, and deletes what is encrypted and expired. */
  async expirePlans(): Promise<void> {
    const { now, onChange, store } = this.options;
    const at = new Date(now()).toISOString();
    for (const { id, plan, environment } of await store.waiting()) {
      if (!plan || plan.stale || plan.expiresAt > at) continue;
      await store.changeOperation(id, ({ operation, row }) => ({
        row,
        operation: operation.plan
          ? {
              ...operation,
              plan: {
                ...operation.plan,
                stale: `The plan expired at ${operation.plan.expiresAt}.`,
              },
            }
          : operation,
      }));
      onChange(environment);
    }
    await store.deleteExpired(at);
  }

  /** Starts a check of each environment that is ready and was not checked for a while. */
  async checkDrift(): Promise<void> {
    const { config, environments, now, store } = this.options;
    await this.#each(async row => {
      if (row.state !== 'ready' || row.appliedAt === undefined) return;
      const last = Date.parse(row.drift?.checkedAt ?? row.appliedAt);
      if (now() - last < config.driftMs) return;
      const latest = await store.operations(row.name, 1);
      if (latest.some(isOpen)) return;
      // A check that failed is not repeated before its time.
      if (
        latest.some(
          one => now() - Date.parse(one.createdAt) < config.driftMs / 2,
        )
      ) {
        return;
      }
      await environments.start(row.name, 'check-drift', PORTAL);
    });
  }

  /** Deletes operations, and destroyed environments, past their retention. */
  async enforceRetention(): Promise<void> {
    const { config, now, runners, store } = this.options;
    const before = new Date(now() - config.retentionMs).toISOString();
    const { operations } = await store.deleteBefore(before);
    for (const id of operations) {
      for (const cloud of runners.clouds) {
        await runners.find(cloud)?.forgetOperation(id);
      }
    }
  }

  async #each(work: (row: EnvironmentRow) => Promise<void>): Promise<void> {
    for (const row of await this.options.store.list({})) {
      try {
        await work(row);
      } catch (error) {
        this.options.logger.warn(
          `Environment ${row.name}: ${stringifyError(error)}`,
        );
      }
    }
  }
}
