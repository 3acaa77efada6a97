import {
  BackstageCredentials,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { LiveFrame, topicId, TopicRequest } from '@slipway/plugin-live-common';
import {
  authorizeTopics,
  LiveTopics,
  RequestedTopic,
  TopicProvider,
} from '@slipway/plugin-live-node';
import { HEARTBEAT, sseText } from './frames';
import { TopicHandle, TopicHub } from './TopicHub';
import { TopicSubscription } from './TopicSubscription';

/** The part of an HTTP answer that a stream writes to. */
export interface StreamSink {
  /** False when the reader is behind: no more until `drain`. */
  write(text: string): boolean;
  on(event: 'drain' | 'close', listener: () => void): unknown;
  end(): unknown;
  destroy(): unknown;
}

/** Times in ms. */
export interface StreamTimes {
  heartbeatMs: number;
  /** How often access is asked for again. */
  reauthorizeMs: number;
  /** A reader that takes nothing for this long is dropped. */
  drainMs: number;
}

export const STREAM_TIMES: StreamTimes = {
  heartbeatMs: 15_000,
  reauthorizeMs: 5 * 60_000,
  drainMs: 30_000,
};

export interface StreamConnectionOptions {
  sink: StreamSink;
  hub: TopicHub;
  topics: LiveTopics;
  permissions: Pick<PermissionsService, 'authorize'>;
  credentials: BackstageCredentials;
  logger: LoggerService;
  times: StreamTimes;
  onClosed: (connection: StreamConnection) => void;
}

/** Longest delay that a timer can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Joining a topic may start its source: so many are joined before others get a turn. */
const JOINED_AT_ONCE = 5;

interface Requested extends RequestedTopic {
  id: string;
  provider: TopicProvider;
  subscription: TopicSubscription;
}

interface Joined extends Requested {
  handle: TopicHandle;
}

/** One reader of the live stream, from `hello` to `end`. */
export class StreamConnection {
  readonly #options: StreamConnectionOptions;
  readonly #joined = new Map<string, Joined>();
  /** Those that have something to write, in the order in which it came up. */
  readonly #working = new Set<TopicSubscription>();
  readonly #timers: Array<ReturnType<typeof setTimeout>> = [];
  /** Times in a row that the permission framework gave no answer. */
  #unanswered = 0;
  #drainTimer?: ReturnType<typeof setTimeout>;
  #blocked = false;
  #pumping = false;
  #closed = false;

  constructor(options: StreamConnectionOptions) {
    this.#options = options;
    options.sink.on('drain', () => this.#drained());
    options.sink.on('close', () => this.#close());
  }

  /** Greets the reader and joins the topics that may be read. */
  async run(requests: TopicRequest[]): Promise<void> {
    const { credentials, hub, times } = this.#options;
    const { expiresAt } = credentials;
    this.#frame({
      type: 'hello',
      epoch: hub.epoch,
      serverTime: new Date().toISOString(),
      ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
    });
    this.#timers.push(
      setInterval(() => {
        if (!this.#blocked) this.#write(HEARTBEAT);
      }, times.heartbeatMs),
      setInterval(() => this.#authorizeAgain(), times.reauthorizeMs),
    );
    if (expiresAt) {
      const left = Math.max(0, expiresAt.getTime() - Date.now());
      this.#timers.push(
        setTimeout(() => this.end('expired'), Math.min(left, LONGEST_TIMER_MS)),
      );
    }
    await this.#join(this.#requested(requests));
  }

  /** Says why the stream ends and ends it. */
  end(reason: 'expired' | 'shutdown'): void {
    if (this.#closed) return;
    this.#frame({ type: 'end', reason });
    // A reader that is behind would hold a shutdown up.
    if (this.#blocked) this.#options.sink.destroy();
    else this.#options.sink.end();
    this.#close();
  }

  /** The distinct topics that exist; the others fail at once. */
  #requested(requests: TopicRequest[]): Requested[] {
    const distinct = new Map(requests.map(one => [topicId(one), one]));
    return [...distinct].flatMap(([id, { topic, params = {}, resume }]) => {
      const subscription: TopicSubscription = new TopicSubscription(
        id,
        resume,
        () => this.#hasWork(subscription),
      );
      const provider = this.#options.topics.get(topic);
      if (provider) return [{ id, provider, params, subscription }];
      subscription.failed(new NotFoundError(`No live topic '${topic}'`));
      return [];
    });
  }

  async #join(requested: Requested[]): Promise<void> {
    const { hub, permissions, credentials } = this.#options;
    let refusals: Map<Requested, Error>;
    try {
      refusals = await authorizeTopics(requested, permissions, credentials);
    } catch (error) {
      requested.forEach(({ subscription }) => subscription.failed(error));
      return;
    }
    for (const [index, one] of requested.entries()) {
      if (index > 0 && index % JOINED_AT_ONCE === 0) await othersTurn();
      if (this.#closed) return;
      const { id, provider, params, subscription } = one;
      const refusal = refusals.get(one);
      try {
        if (refusal) throw refusal;
        if (provider.admit) await provider.admit(params, credentials);
        if (this.#closed) return;
        const handle = hub.join(id, provider, params, subscription);
        this.#joined.set(id, { ...one, handle });
        subscription.attach(handle.topic);
      } catch (error) {
        subscription.failed(error);
      }
    }
  }

  async #authorizeAgain(): Promise<void> {
    const { permissions, credentials, logger } = this.#options;
    const joined = [...this.#joined.values()];
    try {
      const refusals = await authorizeTopics(joined, permissions, credentials);
      this.#unanswered = 0;
      refusals.forEach((refusal, one) => this.#refuse(one, refusal));
    } catch (error) {
      // No answer once may be a restart of the permission backend; twice is a no.
      this.#unanswered += 1;
      if (this.#unanswered > 1 || isRefusal(error)) {
        joined.forEach(one => this.#refuse(one, error));
      } else {
        logger.warn('Access to live topics could not be checked again');
      }
    }
  }

  #refuse(one: Joined, error: unknown): void {
    if (this.#joined.get(one.id) !== one) return;
    this.#joined.delete(one.id);
    one.handle.leave();
    one.subscription.failed(error);
  }

  #hasWork(subscription: TopicSubscription): void {
    if (this.#closed) return;
    this.#working.add(subscription);
    this.#pump();
  }

  /** Writes what there is until the reader is behind. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (const subscription of this.#working) {
        while (!this.#blocked) {
          const text = subscription.take();
          if (text === undefined) break;
          this.#write(text);
        }
        if (this.#blocked || this.#closed) return;
        this.#working.delete(subscription);
      }
    } finally {
      this.#pumping = false;
    }
  }

  #frame(frame: LiveFrame): void {
    this.#write(sseText(frame));
  }

  #write(text: string): void {
    if (this.#closed) return;
    if (!this.#options.sink.write(text) && !this.#blocked) {
      this.#blocked = true;
      this.#drainTimer = setTimeout(() => {
        this.#options.logger.info('A reader of the live stream was too slow');
        this.#options.sink.destroy();
        this.#close();
      }, this.#options.times.drainMs);
    }
  }

  #drained(): void {
    clearTimeout(this.#drainTimer);
    this.#blocked = false;
    this.#pump();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#drainTimer);
    this.#timers.forEach(timer => clearTimeout(timer));
    for (const { handle } of this.#joined.values()) handle.leave();
    this.#joined.clear();
    this.#working.clear();
    this.#options.onClosed(this);
  }
}

/** Lets the event loop serve what has come in meanwhile. */
function othersTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['NotAllowedError', 'NotFoundError', 'InputError'].includes(error.name)
  );
}
