import { ObjectStore } from '@slipway/kube-sim';
import { ServiceName } from '@slipway/platform-model';

/** The time over which a rate is taken, ms. */
const WINDOW_MS = 5_000;
/** Requests of one part of a second are counted together. */
const PART_MS = 250;

/** Where a request arrived. */
export interface Arrival {
  namespace: string;
  service: ServiceName;
}

/** Requests per second that arrive at one service of a namespace. */
export interface ArrivalRate extends Arrival {
  requestsPerSecond: number;
}

interface Counted extends Arrival {
  parts: Map<number, number>;
}

/** Counts the requests that reached the services of one cluster over HTTP. */
export class RequestCounts {
  readonly #counted = new Map<string, Counted>();
  #newest = 0;

  /** @param at - ms since 1970, by the clock of the cluster */
  note(arrival: Arrival, at: number): void {
    const key = `${arrival.namespace}/${arrival.service}`;
    const counted = this.#counted.get(key) ?? { ...arrival, parts: new Map() };
    this.#counted.set(key, counted);
    const part = Math.floor(at / PART_MS);
    counted.parts.set(part, (counted.parts.get(part) ?? 0) + 1);
    this.#newest = Math.max(this.#newest, at);
  }

  /** Rates over the last five seconds; services that got nothing are left out. */
  rates(now: number): ArrivalRate[] {
    // Nothing to look through, as nearly always.
    if (now - this.#newest > WINDOW_MS + PART_MS) {
      this.#counted.clear();
      return [];
    }
    const from = Math.floor((now - WINDOW_MS) / PART_MS);
    const to = Math.floor(now / PART_MS);
    return [...this.#counted.values()].flatMap(
      ({ namespace, service, parts }) => {
        let requests = 0;
        for (const [part, count] of parts) {
          if (part < from) parts.delete(part);
          else if (part < to) requests += count;
        }
        return requests > 0
          ? [
              {
                namespace,
                service,
                requestsPerSecond: (requests * 1_000) / WINDOW_MS,
              },
            ]
          : [];
      },
    );
  }
}

interface Kept {
  counts: RequestCounts;
  now: () => number;
}

const ofStores = new WeakMap<ObjectStore, Kept>();

/**
 * What arrives at a cluster over HTTP.
 *
 * @param now - ms since 1970, by the clock of the cluster
 */
export function countRequestsOf(
  store: ObjectStore,
  now: () => number,
): RequestCounts {
  const counts = new RequestCounts();
  ofStores.set(store, { counts, now });
  return counts;
}

/** What arrives at a cluster now; nothing where nobody counts. */
export function arrivalsAt(store: ObjectStore): ArrivalRate[] {
  const kept = ofStores.get(store);
  return kept ? kept.counts.rates(kept.now()) : [];
}
