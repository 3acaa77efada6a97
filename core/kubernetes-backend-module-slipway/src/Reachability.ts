import { LoggerService } from '@backstage/backend-plugin-api';
import { ClusterInfo, Freshness } from '@slipway/plugin-clusters-common';

/** A failure older than this says nothing any more: the cluster is asked again, and waited for. */
const FORGET_MS = 5 * 60_000;
/** How often a cluster that is away is tried, and only while somebody looks. */
const TRY_EVERY_MS = 5_000;
/** The registry answers from memory; while it waits for its own start nobody waits with it. */
const REGISTRY_WITHIN_MS = 250;

interface Failure {
  /** Sentence without a period: what the cluster was found to be. */
  reason: string;
  /** ms since the epoch. */
  since: number;
  /** When this module last tried; absent while only the registry knows. */
  triedAt?: number;
}

export interface ReachabilityOptions {
  /** Clusters with the state of every watch. */
  clusters: { list(): Promise<ClusterInfo[]> };
  logger: LoggerService;
  now?: () => number;
}

/**
 * Remembers which clusters do not answer, so that only the first viewer waits
 * for a deadline: later ones get the reason and its age at once, and the
 * cluster is tried meanwhile. What the watches of the shared registry know counts too.
 */
export class Reachability {
  readonly #failures = new Map<string, Failure>();
  readonly #answeredAt = new Map<string, number>();
  readonly #trying = new Set<string>();
  readonly #now: () => number;

  constructor(private readonly options: ReachabilityOptions) {
    this.#now = options.now ?? Date.now;
  }

  /** The cluster gave an answer, whatever it says. */
  answered(cluster: string): void {
    this.#failures.delete(cluster);
    this.#answeredAt.set(cluster, this.#now());
  }

  /** It gave none. */
  failed(cluster: string, reason: string): void {
    const now = this.#now();
    const since = this.#failures.get(cluster)?.since ?? now;
    this.#failures.set(cluster, { reason, since, triedAt: now });
  }

  /**
   * Why a cluster need not be asked now; `undefined` when it is to be asked.
   *
   * @param attempt - asks something light, calls {@link answered} or {@link failed} and never rejects; runs in the background
   */
  async whyNot(
    cluster: string,
    attempt: () => Promise<void>,
  ): Promise<string | undefined> {
    return (
      this.whyNotPart(cluster, attempt) ??
      this.#explain(cluster, await this.#fromRegistry(cluster), attempt)
    );
  }

  /** The same for a part of a cluster, under a name of its own, that the registry knows nothing of. */
  whyNotPart(part: string, attempt: () => Promise<void>): string | undefined {
    return this.#explain(part, this.#remembered(part), attempt);
  }

  #explain(
    cluster: string,
    failure: Failure | undefined,
    attempt: () => Promise<void>,
  ): string | undefined {
    if (!failure) return undefined;
    const now = this.#now();
    const tried =
      failure.triedAt === undefined
        ? ''
        : `; last tried ${Math.round((now - failure.triedAt) / 1000)} s ago`;
    this.#try(cluster, failure, attempt);
    return `${failure.reason} (since ${new Date(
      failure.since,
    ).toISOString()}${tried})`;
  }

  #remembered(cluster: string): Failure | undefined {
    const failure = this.#failures.get(cluster);
    if (failure && this.#now() - (failure.triedAt ?? 0) > FORGET_MS) {
      this.#failures.delete(cluster);
      return undefined;
    }
    return failure;
  }

  async #fromRegistry(cluster: string): Promise<Failure | undefined> {
    const away = awayIn(await this.#freshness(cluster));
    if (!away) return undefined;
    const since = Date.parse(away.since);
    // It has answered since the registry last tried.
    if ((this.#answeredAt.get(cluster) ?? 0) >= since) return undefined;
    return { reason: away.reason, since };
  }

  async #freshness(cluster: string): Promise<Freshness[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>(resolve => {
      timer = setTimeout(() => resolve(undefined), REGISTRY_WITHIN_MS);
      timer.unref();
    });
    try {
      const known = await Promise.race([this.options.clusters.list(), late]);
      return known?.find(({ name }) => name === cluster)?.freshness ?? [];
    } catch (error) {
      this.options.logger.debug(`The registry of clusters said: ${error}`);
      return [];
    } finally {
      clearTimeout(timer);
    }
  }

  #try(cluster: string, failure: Failure, attempt: () => Promise<void>) {
    if (this.#trying.has(cluster)) return;
    if (this.#now() - (failure.triedAt ?? 0) < TRY_EVERY_MS) return;
    this.#trying.add(cluster);
    attempt().finally(() => this.#trying.delete(cluster));
  }
}

/** What the watches of a cluster know when not one of them gets an answer. */
function awayIn(
  freshness: readonly Freshness[],
): { reason: string; since: string } | undefined {
  const away = freshness.filter(
    ({ state, reason }) =>
      (state === 'unreachable' || state === 'stale') &&
      reason?.includes('cannot be reached'),
  );
  if (away.length === 0 || away.length < freshness.length) return undefined;
  const newest = away.map(({ since }) => since).sort()[away.length - 1];
  return { reason: away[0].reason ?? '', since: newest };
}
