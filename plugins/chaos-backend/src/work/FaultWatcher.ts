import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { ActivityService } from '@slipway/plugin-activity-node';
import {
  faultHappenings,
  FaultNotice,
  FaultRow,
  faultPagePath,
} from '@slipway/plugin-chaos-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import { Notices } from '@slipway/plugin-portal-node/notices';
import { FaultsService } from '../services/FaultsService';
import { TargetPodsReader } from './TargetPods';
import { touchedEntities } from './touchedEntities';

/** Older things are not written down any more: their rows may have been removed by retention already. */
const RECOVER_MS = 7 * 24 * 3_600_000;
/** What is older is no news. */
const NOTICE_MS = 3_600_000;

export interface FaultWatcherOptions {
  activity: Pick<ActivityService, 'platformEvent'>;
  clusters: Pick<Clusters, 'listFresh'>;
  faults: FaultsService;
  logger: LoggerService;
  notices: Notices;
  owners: Pick<Owners, 'bind' | 'known'>;
}

/**
 * Writes down what happened to faults, once over all replicas, and notifies the
 * owners of the services that are disturbed and who launched it. What could not
 * be written is tried again at the next tick, from the objects.
 */
export class FaultWatcher {
  /** Keys that are known to be in the record. */
  readonly #recorded = new Set<string>();
  readonly #targets: TargetPodsReader;
  #running: Promise<void> | undefined;
  #again = false;
  #unsubscribe = () => {};

  static create(options: FaultWatcherOptions) {
    return new FaultWatcher(options);
  }

  private constructor(private readonly options: FaultWatcherOptions) {
    this.#targets = new TargetPodsReader(options.clusters);
  }

  start() {
    this.#unsubscribe = this.options.faults.subscribe(change => {
      if (change.type !== 'freshness') this.#work();
    });
    this.#work();
  }

  stop() {
    this.#unsubscribe();
  }

  #work() {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async #run() {
    while (this.#again) {
      this.#again = false;
      if (!this.options.owners.known()) return;
      try {
        await this.#look();
      } catch (error) {
        this.options.logger.warn(
          `Could not write down what happened to faults, will try again: ${stringifyError(
            error,
          )}`,
        );
      }
    }
  }

  async #look() {
    const entries = this.options.faults.entries();
    const now = Date.now();
    const keys = new Set<string>();
    for (const [, row] of entries) {
      for (const { activity, notice } of faultHappenings(
        row,
        new Date(now).toISOString(),
      )) {
        keys.add(activity.key);
        const age = now - Date.parse(activity.at);
        if (this.#recorded.has(activity.key) || !(age < RECOVER_MS)) continue;
        const touches = await this.#touched(row);
        await this.options.activity.platformEvent({
          ...activity,
          after: { ...activity.after, touches },
        });
        if (notice && age < NOTICE_MS) {
          await this.#notify(row, activity.key, notice, touches);
        }
        this.#recorded.add(activity.key);
      }
    }
    this.#targets.keep(new Set(entries.map(([, { uid }]) => uid)));
    for (const key of this.#recorded) {
      if (!keys.has(key)) this.#recorded.delete(key);
    }
  }

  /** The services that it disturbs, as far as its pods can be read. */
  async #touched(row: FaultRow): Promise<string[]> {
    const { faults, owners } = this.options;
    const object = faults.find(row.ref);
    const pods = object
      ? await this.#targets.of(row.ref.cluster, object)
      : { pods: [] };
    return touchedEntities(owners, row, pods);
  }

  /** Also when the record had it already: who wrote that may have been killed. */
  async #notify(
    row: FaultRow,
    key: string,
    notice: FaultNotice,
    touches: readonly string[],
  ) {
    const recipients = new Set([
      ...touches,
      ...(row.startedBy ? [row.startedBy] : []),
    ]);
    if (recipients.size === 0) return;
    await this.options.notices.put({
      key,
      recipients: [...recipients],
      payload: { ...notice, link: faultPagePath(row.ref) },
    });
  }
}
