import { setMaxListeners } from 'node:events';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  Freshness,
  FreshnessState,
  KubeObject,
  ResourceId,
  resourceKey,
} from '@slipway/plugin-clusters-common';
import { Projection } from '../cache/Projection';
import { ClusterConnection } from '../http/ClusterConnection';
import { Reflector, ReflectorSink, ReflectorState } from './Reflector';
import { WatchTimings } from './timings';

export interface KindWatchOptions {
  connection: ClusterConnection;
  resource: ResourceId;
  /** Who is there from the start; see {@link KindWatch.add}. */
  projections: ReadonlyArray<Projection<KubeObject>>;
  logger: LoggerService;
  /** Namespaces to watch one by one where a cluster-wide watch is forbidden. */
  watchNamespaces?: readonly string[];
  timings?: WatchTimings;
}

/** One scope of a watch: all namespaces, or one. */
interface Scope {
  reflector: Reflector;
  state: ReflectorState | undefined;
  /** Which projections have a list of it. */
  listed: WeakSet<Projection<KubeObject>>;
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
 * Raw watch of one kind in one cluster: cluster-wide, or by namespace where RBAC
 * wants it so. Feeds every projection, and says how fresh the whole is.
 */
export class KindWatch {
  readonly #abort = new AbortController();
  readonly #projections: Set<Projection<KubeObject>>;
  readonly #scopes = new Map<string, Scope>();
  #logged: FreshnessState | undefined;

  constructor(private readonly options: KindWatchOptions) {
    this.#projections = new Set(options.projections);
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
      this.#scopes.delete(ALL_NAMESPACES);
      await Promise.all(
        namespaces.map(namespace => this.#reflect(namespace, false)),
      );
    }
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Feeds one more projection. Objects are not kept raw, so the kind is listed again. */
  add(projection: Projection<KubeObject>): void {
    this.#projections.add(projection);
    this.#scopes.forEach(({ reflector }) => reflector.relist());
    this.#publish();
  }

  remove(projection: Projection<KubeObject>): void {
    this.#projections.delete(projection);
  }

  #reflect(namespace: string, stopWhenForbidden: boolean) {
    const { connection, resource, logger, timings } = this.options;
    const scope: Scope = {
      reflector: new Reflector({
        connection,
        resource,
        namespace: namespace || undefined,
        sink: this.#sink(namespace, () => scope),
        logger,
        timings,
      }),
      state: undefined,
      listed: new WeakSet(),
    };
    this.#scopes.set(namespace, scope);
    return scope.reflector.run(this.#abort.signal, stopWhenForbidden);
  }

  #sink(namespace: string, scope: () => Scope): ReflectorSink {
    const { cluster } = this.options.connection;
    let lists = new Map<Projection<KubeObject>, KubeObject[]>();
    return {
      onStart: () => {
        lists = new Map([...this.#projections].map(one => [one, []]));
      },
      onObject: raw => {
        for (const [projection, objects] of lists) {
          const object = projection.project(cluster, raw);
          if (object) objects.push(object);
        }
      },
      onListed: () => {
        for (const [projection, objects] of lists) {
          scope().listed.add(projection);
          projection.store.replace(cluster, objects, namespace || undefined);
        }
        lists = new Map();
      },
      apply: ({ type, object }) => {
        for (const projection of this.#projections) {
          projection.apply(cluster, type, object);
        }
      },
      clear: () => {
        for (const { store } of this.#projections) {
          if (namespace) {
            store.replace(cluster, [], namespace);
          } else {
            store.clear(cluster);
          }
        }
      },
      state: state => {
        scope().state = state;
        this.#publish();
      },
    };
  }

  #publish() {
    const { connection, resource, logger } = this.options;
    const { cluster } = connection;
    const scopes = [...this.#scopes.values()];
    const kind = resourceKey(resource);
    const now = new Date();
    for (const projection of this.#projections) {
      const states = scopes.map(({ state, listed }) =>
        listed.has(projection) ? state : withoutList(state),
      );
      projection.store.setFreshness(worstFreshness(cluster, kind, states, now));
    }
    const { state, reason } = worstFreshness(
      cluster,
      kind,
      scopes.map(scope => scope.state),
      now,
    );
    if (state !== this.#logged) {
      this.#logged = state;
      const why = reason ? ` (${reason})` : '';
      logger.info(`${cluster}: ${kind} is ${state}${why}`);
    }
  }
}

/** The state of a scope for a projection that came after its list: it has nothing that could be live or stale. */
function withoutList(
  state: ReflectorState | undefined,
): ReflectorState | undefined {
  if (state?.state === 'live') return undefined;
  return state?.state === 'stale'
    ? { state: 'unreachable', reason: state.reason }
    : state;
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
