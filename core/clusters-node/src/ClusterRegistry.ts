import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  AuthenticationStrategy,
  ClusterDetails,
} from '@backstage/plugin-kubernetes-node';
import { jsonEquals } from '@slipway/plugin-clusters-common';
import {
  ClusterSettings,
  ClustersSettings,
  KubeconfigSettings,
  UNDECLARED_CLUSTER,
} from './config/schema';
import { ClusterConnection } from './http/ClusterConnection';
import { CredentialCache, CredentialError } from './http/credentials';
import { credentialOf, endpointOf } from './http/endpoints';
import { PulseTimings } from './http/Pulse';
import { kubeconfigCluster } from './kubeconfig';
import { ClusterSupply } from './supply';
import { Backoff } from './watch/Backoff';

/** A cluster that can be talked to. */
export interface KnownCluster {
  name: string;
  title?: string;
  settings: ClusterSettings;
  /** Configuration key that decides whether users may act here. */
  allowActionsKey: string;
  connection: ClusterConnection;
}

/**
 * The one check of a read-only cluster: for runners, before anything is
 * recorded, and for each write.
 *
 * @throws NotAllowedError with the key that says so
 */
export function requireActions({
  name,
  settings,
  allowActionsKey,
}: Pick<KnownCluster, 'name' | 'allowActionsKey'> & {
  settings: Pick<ClusterSettings, 'allowActions'>;
}): void {
  if (!settings.allowActions) {
    throw new NotAllowedError(
      `Cluster ${name} is read-only: ${allowActionsKey} is not true`,
    );
  }
}

export interface ClusterRegistryOptions {
  settings: ClustersSettings;
  logger: LoggerService;
  /** Called after the set of clusters, or the knowledge of it, changed. */
  onChange(): void;
  supplyTimeoutMs?: number;
  /** For tests. */
  timings?: { pulse?: PulseTimings };
}

/** plugin-kubernetes is initialised within seconds of the start; after this it counts as not installed. */
const SUPPLY_TIMEOUT_MS = 30_000;
/** How often the supplier is asked again: locators find new clusters. */
const REFRESH_MS = 60_000;

/**
 * Which clusters there are: those of plugin-kubernetes' supplier, and the one
 * of `slipway.kubeconfig`.
 */
export class ClusterRegistry {
  readonly #abort = new AbortController();
  readonly #supplied = new Map<
    string,
    { details: ClusterDetails; cluster: KnownCluster }
  >();
  readonly #fixed: KnownCluster[];
  #list: (() => Promise<ClusterDetails[]>) | undefined;
  #authStrategy: Pick<AuthenticationStrategy, 'getCredential'> | undefined;
  #authWaiters: Array<() => void> = [];
  #known = false;
  #failure: string | undefined;
  #waiters: Array<() => void> = [];
  #refreshing: Promise<void> | undefined;

  constructor(private readonly options: ClusterRegistryOptions) {
    const { kubeconfig, expectSupplier } = options.settings;
    this.#fixed = kubeconfig ? [this.#kubeconfigCluster(kubeconfig)] : [];
    this.#known = !expectSupplier;
  }

  /** Begins to wait for plugin-kubernetes, where there is something to wait for. */
  start(): void {
    this.options.onChange();
    if (this.options.settings.expectSupplier) {
      this.#failAfterTimeout();
    }
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all(
      this.#all().map(({ connection }) => connection.destroy()),
    );
  }

  connect(supply: ClusterSupply): void {
    if ('authStrategy' in supply) {
      this.#authStrategy = supply.authStrategy;
      this.#authWaiters.splice(0).forEach(wake => wake());
      return;
    }
    this.#list = () => supply.list();
    this.#refreshing ??= this.#refreshForever();
  }

  /** All clusters, or `undefined` while the supplier has not answered. */
  known(): KnownCluster[] | undefined {
    return this.#known || this.#fixed.length > 0 ? this.#all() : undefined;
  }

  /** True when the clusters of plugin-kubernetes could not be had in time. */
  failed(): boolean {
    return this.#failure !== undefined;
  }

  /**
   * All clusters, once the supplier has answered.
   *
   * @throws ServiceUnavailableError when it does not in time
   */
  async whenKnown(): Promise<KnownCluster[]> {
    if (!this.#known && !this.#failure) {
      await new Promise<void>(resolve => {
        this.#waiters.push(resolve);
      });
    }
    if (!this.#known && this.#fixed.length === 0) {
      throw new ServiceUnavailableError(this.#failure);
    }
    return this.#all();
  }

  /**
   * One cluster by name.
   *
   * @throws NotFoundError when it is not configured
   */
  async find(name: string): Promise<KnownCluster> {
    const fixed = this.#fixed.find(cluster => cluster.name === name);
    const cluster =
      fixed ?? (await this.whenKnown()).find(known => known.name === name);
    if (!cluster) {
      throw new NotFoundError(`There is no cluster ${name}`);
    }
    return cluster;
  }

  #all(): KnownCluster[] {
    const supplied = [...this.#supplied.values()].map(({ cluster }) => cluster);
    const fixedNames = new Set(this.#fixed.map(({ name }) => name));
    return [
      ...this.#fixed,
      ...supplied.filter(({ name }) => !fixedNames.has(name)),
    ];
  }

  async #failAfterTimeout() {
    const timeoutMs = this.options.supplyTimeoutMs ?? SUPPLY_TIMEOUT_MS;
    await this.#sleep(timeoutMs);
    if (!this.#known && !this.#failure && !this.#abort.signal.aborted) {
      this.#fail(
        'The clusters are not known: plugin-kubernetes did not hand them over. Check that the backend has the kubernetes plugin and its slipway module',
      );
    }
  }

  #fail(reason: string) {
    this.#failure = reason;
    this.options.logger.error(reason);
    this.#waiters.splice(0).forEach(wake => wake());
    this.options.onChange();
  }

  async #refreshForever() {
    const backoff = new Backoff({ baseMs: 250, capMs: 30_000 });
    const { signal } = this.#abort;
    while (!signal.aborted && this.#list) {
      try {
        this.#take(await this.#list());
        backoff.reset();
        await this.#sleep(REFRESH_MS);
      } catch (error) {
        this.options.logger.warn(
          'The cluster supplier of plugin-kubernetes failed',
          error instanceof Error ? error : undefined,
        );
        await this.#sleep(backoff.next());
      }
    }
  }

  /** Keeps the connections of clusters that are as they were. */
  #take(details: ClusterDetails[]) {
    const before = new Map(this.#supplied);
    this.#supplied.clear();
    for (const one of details) {
      const kept = before.get(one.name);
      const same = kept && jsonEquals(kept.details, one);
      this.#supplied.set(
        one.name,
        same ? kept : { details: one, cluster: this.#suppliedCluster(one) },
      );
    }
    const changed =
      !this.#known ||
      before.size !== this.#supplied.size ||
      [...this.#supplied].some(([name, entry]) => before.get(name) !== entry);
    this.#known = true;
    this.#failure = undefined;
    this.#waiters.splice(0).forEach(wake => wake());
    if (changed) {
      this.#warnOfUnknownNames();
      this.options.onChange();
    }
    for (const [name, entry] of before) {
      if (this.#supplied.get(name) !== entry) {
        entry.cluster.connection.destroy().catch(() => {});
      }
    }
  }

  /** A misspelt name would leave its cluster without the settings meant for it. */
  #warnOfUnknownNames() {
    const known = new Set(this.#all().map(({ name }) => name));
    for (const name of this.options.settings.clusters.keys()) {
      if (!known.has(name)) {
        this.options.logger.warn(
          `slipway.clusters.${name} is not a cluster of the kubernetes section`,
        );
      }
    }
  }

  #suppliedCluster(details: ClusterDetails): KnownCluster {
    const settings =
      this.options.settings.clusters.get(details.name) ?? UNDECLARED_CLUSTER;
    return {
      name: details.name,
      title: settings.title ?? details.title,
      settings,
      allowActionsKey: `slipway.clusters.${details.name}.allowActions`,
      connection: new ClusterConnection(
        details.name,
        () => endpointOf(details),
        new CredentialCache(async () =>
          credentialOf(details, await this.#whenAuthStrategy()),
        ),
        this.options.logger,
        this.options.timings?.pulse,
      ),
    };
  }

  #kubeconfigCluster(kubeconfig: KubeconfigSettings): KnownCluster {
    const source = kubeconfigCluster(kubeconfig);
    return {
      name: source.name,
      title: `${kubeconfig.context} (kubeconfig)`,
      settings: {
        ...(this.options.settings.clusters.get(source.name) ??
          UNDECLARED_CLUSTER),
        allowActions: kubeconfig.allowActions,
      },
      allowActionsKey: 'slipway.kubeconfig.allowActions',
      connection: new ClusterConnection(
        source.name,
        () => source.endpoint(),
        new CredentialCache(() => source.credential()),
        this.options.logger,
        this.options.timings?.pulse,
      ),
    };
  }

  async #whenAuthStrategy() {
    if (!this.#authStrategy) {
      const timeoutMs = this.options.supplyTimeoutMs ?? SUPPLY_TIMEOUT_MS;
      await Promise.race([
        new Promise<void>(resolve => {
          this.#authWaiters.push(resolve);
        }),
        this.#sleep(timeoutMs),
      ]);
    }
    if (!this.#authStrategy) {
      throw new CredentialError(
        'plugin-kubernetes did not hand over its auth strategy',
      );
    }
    return this.#authStrategy;
  }

  async #sleep(ms: number): Promise<void> {
    await sleep(ms, undefined, {
      signal: this.#abort.signal,
      ref: false,
    }).catch(() => {});
  }
}
