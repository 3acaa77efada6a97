import { LoggerService } from '@backstage/backend-plugin-api';
import { ResourceId } from '@slipway/plugin-clusters-common';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterConnection } from '../http/ClusterConnection';
import { Backoff, between } from './Backoff';
import { WatchFailure } from './failure';
import { ListHandler, ListWatchClient, RawEvent } from './ListWatchClient';
import { DEFAULT_TIMINGS, WatchTimings } from './timings';

/** What one list-and-watch says of itself. */
export type ReflectorState =
  | { state: 'live' }
  /** The list has arrived, its watch is not open yet. */
  | { state: 'connecting' }
  | {
      state: 'stale' | 'unreachable' | 'refused' | 'not-installed';
      reason: string;
      /** For data that was current once: when that was last known. */
      lastCurrent?: Date;
    };

/** Where a {@link Reflector} puts what it sees. */
export interface ReflectorSink extends ListHandler {
  /** The list is whole. */
  onListed(): void;
  apply(event: RawEvent): void;
  /** The kind went away: nothing of it exists any more. */
  clear(): void;
  state(state: ReflectorState): void;
}

export interface ReflectorOptions {
  connection: ClusterConnection;
  resource: ResourceId;
  /** All namespaces when absent. */
  namespace?: string;
  sink: ReflectorSink;
  logger: LoggerService;
  timings?: WatchTimings;
}

/**
 * Mirrors one kind of one cluster (or namespace): LIST, then WATCH from there,
 * for ever. Ends only by its signal, or when a cluster-wide request is
 * forbidden and the caller wants to know.
 */
export class Reflector {
  readonly #client: ListWatchClient;
  readonly #timings: WatchTimings;
  /** For requests that fail. */
  readonly #outage: Backoff;
  /** For watches that open and end again at once. */
  readonly #churn: Backoff;
  #openedAt: number | undefined;
  #resourceVersion: string | undefined;
  #lastCurrent: Date | undefined;
  #refusalsInARow = 0;
  /** Ends the present list or watch, so that the next round starts. */
  #round = new AbortController();
  #graceTimer: NodeJS.Timeout | undefined;
  /** What was said last. */
  #reported: ReflectorState['state'] = 'connecting';

  constructor(private readonly options: ReflectorOptions) {
    this.#timings = options.timings ?? DEFAULT_TIMINGS;
    this.#outage = new Backoff(this.#timings.backoff);
    this.#churn = new Backoff(this.#timings.backoff);
    this.#client = new ListWatchClient(options, this.#timings);
  }

  /**
   * @param stopWhenForbidden - end instead of retrying, and without a word, when RBAC refuses from the start
   * @returns `forbidden` when it ended for that reason, `stopped` when by the signal
   */
  async run(
    signal: AbortSignal,
    stopWhenForbidden: boolean = false,
  ): Promise<'forbidden' | 'stopped'> {
    while (!signal.aborted) {
      const round = new AbortController();
      this.#round = round;
      const failure = await this.#listAndWatch(
        AbortSignal.any([signal, round.signal]),
      );
      if (signal.aborted) {
        break;
      }
      if (round.signal.aborted) {
        this.#interrupted();
        continue;
      }
      if (
        failure?.options.forbidden &&
        stopWhenForbidden &&
        !this.#lastCurrent
      ) {
        clearTimeout(this.#graceTimer);
        return 'forbidden';
      }
      this.#report(failure);
      await this.#pause(this.#delayAfter(failure), failure, signal);
      if (failure?.kind === 'not-installed') await this.#turn(signal);
    }
    clearTimeout(this.#graceTimer);
    return 'stopped';
  }

  /**
   * Lists again: somebody has come who has nothing yet. A list that is being
   * read starts again; a wait after a failure is not cut short.
   */
  relist(): void {
    this.#resourceVersion = undefined;
    this.#round.abort();
  }

  /** One round. Answers the failure that ended it, or nothing when the server ended the watch in good order. */
  async #listAndWatch(signal: AbortSignal): Promise<WatchFailure | undefined> {
    this.#openedAt = undefined;
    try {
      this.#resourceVersion ??= await this.#list(signal);
      await this.#watch(this.#resourceVersion, signal);
      return undefined;
    } catch (error) {
      return this.#asFailure(error);
    }
  }

  async #list(signal: AbortSignal): Promise<string> {
    const { sink } = this.options;
    const resourceVersion = await this.#client.list(signal, sink);
    this.#lastCurrent = new Date();
    if (this.#reported === 'not-installed') {
      this.options.connection.absent.found(this.options.resource.group);
    }
    // Neither is true of a kind that has been listed.
    if (
      this.#reported === 'not-installed' ||
      this.#reported === 'unreachable'
    ) {
      this.#tell({ state: 'connecting' });
    }
    sink.onListed();
    return resourceVersion;
  }

  async #watch(resourceVersion: string, signal: AbortSignal): Promise<void> {
    await this.#client.watch(resourceVersion, signal, {
      onOpen: () => {
        this.#setLive();
      },
      onBytes: () => {
        this.#lastCurrent = new Date();
      },
      onEvent: event => this.options.sink.apply(event),
      onResourceVersion: version => {
        this.#resourceVersion = version;
      },
    });
  }

  #asFailure(error: unknown): WatchFailure {
    if (error instanceof WatchFailure) {
      return error;
    }
    this.options.logger.error(
      `Watch of ${this.options.resource.plural} in ${this.options.connection.cluster} failed unexpectedly`,
      error instanceof Error ? error : undefined,
    );
    return new WatchFailure('broken', 'The watch failed unexpectedly', {
      relist: true,
    });
  }

  /** After {@link Reflector.relist}. What was live stays so, unless the list takes longer than the grace. */
  #interrupted() {
    this.#resourceVersion = undefined;
    if (this.#openedAt !== undefined) this.#lastCurrent = new Date();
    if (this.#reported === 'live') this.#startGrace();
  }

  #startGrace() {
    this.#graceTimer ??= setTimeout(
      () =>
        this.#tell(
          this.#brokenState('The watch ended and has not come back yet'),
        ),
      this.#timings.graceMs,
    );
  }

  #setLive() {
    clearTimeout(this.#graceTimer);
    this.#graceTimer = undefined;
    this.#lastCurrent = new Date();
    this.#openedAt = performance.now();
    this.#outage.reset();
    this.#tell({ state: 'live' });
  }

  /**
   * A watch that ends is normal and comes back within moments: it is reported only
   * after a grace period. A request that fails is reported at once.
   */
  #report(failure: WatchFailure | undefined) {
    if (failure?.options.relist) {
      this.#resourceVersion = undefined;
    }
    if (!failure || failure.options.ordinary) {
      if (!failure?.options.silent) {
        this.#lastCurrent = new Date();
      }
      this.#startGrace();
      return;
    }
    clearTimeout(this.#graceTimer);
    this.#graceTimer = undefined;
    if (failure.kind === 'broken') {
      this.#lastCurrent = failure.options.lastHeard ?? this.#lastCurrent;
      this.#tell(this.#brokenState(failure.reason));
      return;
    }
    this.#resourceVersion = undefined;
    if (failure.kind === 'not-installed') {
      this.#lastCurrent = undefined;
      this.options.sink.clear();
    }
    this.#tell({
      state: failure.kind,
      reason: failure.reason,
      lastCurrent: this.#lastCurrent,
    });
  }

  #tell(state: ReflectorState) {
    this.#reported = state.state;
    this.options.sink.state(state);
  }

  #brokenState(reason: string): ReflectorState {
    return {
      state: this.#lastCurrent ? 'stale' : 'unreachable',
      reason,
      lastCurrent: this.#lastCurrent,
    };
  }

  #delayAfter(failure: WatchFailure | undefined): number {
    this.#refusalsInARow =
      failure?.kind === 'refused' ? this.#refusalsInARow + 1 : 0;
    // An API server that has just started refuses before it has read its RBAC.
    const mayBeStarting =
      this.#lastCurrent !== undefined && this.#refusalsInARow <= 5;
    if (failure?.kind === 'refused' && !mayBeStarting) {
      return between(this.#timings.refusedRetryMs);
    }
    if (failure?.kind === 'not-installed') {
      return between(this.#timings.notInstalledRetryMs);
    }
    if (failure?.options.retryAfterMs) {
      return failure.options.retryAfterMs + between([0, 1_000]);
    }
    if (this.#openedAt === undefined) {
      return this.#outage.next();
    }
    if (performance.now() - this.#openedAt >= this.#timings.healthyAfterMs) {
      this.#churn.reset();
    }
    return this.#churn.next();
  }

  /** Waits until this kind may be asked for again, of the kinds of its group that are not there. */
  async #turn(signal: AbortSignal): Promise<void> {
    const { connection, resource } = this.options;
    const { notInstalledRetryMs: retry } = this.#timings;
    while (
      !signal.aborted &&
      !connection.absent.mayAsk(resource.group, retry[0])
    ) {
      await sleep(between(retry), undefined, { signal, ref: false }).catch(
        () => {},
      );
    }
  }

  /** Waits; after an outage no longer than until another request to the cluster succeeds, unless the server said how long. */
  async #pause(
    delayMs: number,
    failure: WatchFailure | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const over = new AbortController();
    const woken = AbortSignal.any([signal, over.signal]);
    const stopListening =
      failure?.kind === 'broken' &&
      !failure.options.retryAfterMs &&
      this.#openedAt === undefined
        ? this.options.connection.onRecovered(() => over.abort())
        : undefined;
    await sleep(delayMs, undefined, { signal: woken, ref: false }).catch(
      () => {},
    );
    stopListening?.();
  }
}
