import { setMaxListeners } from 'node:events';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  Freshness,
  FreshnessState,
  KubeObject,
  resourceKey,
} from '@slipway/plugin-clusters-common';
import { KindStore } from '../cache/KindStore';
import { ClusterConnection } from '../http/ClusterConnection';
import { KindDefinition } from '../types';
import { Reflector, ReflectorSink, ReflectorState } from './Reflector';
import { WatchTimings } from './timings';

export interface KindWatchOptions<T extends KubeObject> {
  connection: ClusterConnection;
  definition: KindDefinition<T>;
  store: KindStore<T>;
  logger: LoggerService;
  /** Namespaces to watch one by one where a cluster-wide watch is forbidden. */
  watchNamespaces?: readonly string[];
  timings?: WatchTimings;
}

/** The worst state of several scopes speaks for the cluster. Best first. */
const BY_SEVERITY: readonly FreshnessState[] = [
  'live',
  'not-installed',
  'connecting',
  'stale',
  'unreachable',
  'refused',
];

const ALL_NAMESPACES = '';

/**
 * Watch of one kind in one cluster: cluster-wide, or by namespace where RBAC
 * wants it so. Says how fresh the whole is.
 */
export class KindWatch<T extends KubeObject> {
  readonly #abort = new AbortController();
  readonly #states = new Map<string, ReflectorState | undefined>();

  constructor(private readonly options: KindWatchOptions<T>) {
    // One listener for each namespace is no leak.
    setMaxListeners(0, this.#abort.signal);
  }

  get connection(): ClusterConnection {
    return this.options.connection;
  }

  /** Runs until {@link KindWatch.stop}. */
  async run(): Promise<void> {
    const namespaces = this.options.watchNamespaces ?? [];
    const ended = await this.#reflect(ALL_NAMESPACES, namespaces.length > 0);
    if (ended === 'forbidden') {
      this.#states.delete(ALL_NAMESPACES);
      await Promise.all(
        namespaces.map(namespace => this.#reflect(namespace, false)),
      );
    }
  }

  stop(): void {
    this.#abort.abort();
  }

  #reflect(namespace: string, stopWhenForbidden: boolean) {
    const { connection, definition, logger, timings } = this.options;
    this.#states.set(namespace, undefined);
    return new Reflector<T>({
      connection,
      resource: definition.resource,
      project: raw => definition.project(raw),
      namespace: namespace || undefined,
      sink: this.#sink(namespace),
      logger,
      timings,
    }).run(this.#abort.signal, stopWhenForbidden);
  }

  #sink(namespace: string): ReflectorSink<T> {
    const { store, connection } = this.options;
    const { cluster } = connection;
    return {
      replace: listed => store.replace(cluster, listed, namespace || undefined),
      apply: event => store.apply(cluster, event),
      clear: () => {
        if (namespace) {
          store.replace(cluster, [], namespace);
        } else {
          store.clear(cluster);
        }
      },
      state: state => {
        this.#states.set(namespace, state);
        this.#publish();
      },
    };
  }

  #publish() {
    const { connection, definition, store, logger } = this.options;
    const freshness = worstFreshness(
      connection.cluster,
      resourceKey(definition.resource),
      [...this.#states.values()],
      new Date(),
    );
    const before = store.freshnessOf(connection.cluster);
    store.setFreshness(freshness);
    if (before?.state !== freshness.state) {
      logger.info(
        `${connection.cluster}: ${freshness.resource} is ${freshness.state}${
          freshness.reason ? ` (${freshness.reason})` : ''
        }`,
      );
    }
  }
}

/** Freshness of a cluster whose scopes (namespaces) are in these states; `undefined` has not answered yet. */
export function worstFreshness(
  cluster: string,
  resource: string,
  states: ReadonlyArray<ReflectorState | undefined>,
  now: Date,
): Freshness {
  // Not by sorting: `sort` puts undefined last, whatever the comparator says.
  const worst = states.reduce(
    (one, other) => (severity(other) > severity(one) ? other : one),
    states[0],
  );
  if (!worst || worst.state === 'live' || worst.state === 'connecting') {
    return {
      cluster,
      resource,
      state: worst?.state ?? 'connecting',
      since: now.toISOString(),
    };
  }
  const since = worst.state === 'stale' ? worst.lastCurrent : undefined;
  return {
    cluster,
    resource,
    state: worst.state,
    since: (since ?? now).toISOString(),
    reason: worst.reason,
  };
}

function severity(state: ReflectorState | undefined): number {
  return BY_SEVERITY.indexOf(state?.state ?? 'connecting');
}
