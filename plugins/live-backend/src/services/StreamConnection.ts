import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { LiveFrame, topicId, TopicRequest } from '@slipway/plugin-live-common';
import { LiveTopics, TopicProvider } from '@slipway/plugin-live-node';
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
  credentials: BackstageCredentials;
  logger: LoggerService;
  times: StreamTimes;
  onClosed: (connection: StreamConnection) => void;
}

/** Longest delay that a timer can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Joined {
  subscription: TopicSubscription;
  provider: TopicProvider;
  params: Record<string, string>;
  handle: TopicHandle;
  /** Times in a row that the question of access got no answer. */
  unanswered: number;
}

/** One reader of the live stream, from `hello` to `end`. */
export class StreamConnection {
  readonly #options: StreamConnectionOptions;
  readonly #joined = new Map<string, Joined>();
  /** Those that have something to write, in the order in which it came up. */
  readonly #working = new Set<TopicSubscription>();
  readonly #timers: Array<ReturnType<typeof setTimeout>> = [];
  #drainTimer?: ReturnType<typeof setTimeout>;
  #blocked = false;
  #pumping = false;
  #closed = false;

  constructor(options: StreamConnectionOptions) {
    this.#options = options;
    options.sink.on('drain', () => this.#drained());
    options.sink.on('close', () => this.#close());
  }

  /** Greets the reader and joins the topics, each when its own access is granted. */
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
    const distinct = new Map(requests.map(one => [topicId(one), one]));
    await Promise.all(
      [...distinct].map(([id, request]) => this.#join(id, request)),
    );
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

  async #join(id: string, request: TopicRequest): Promise<void> {
    const { topics, hub, credentials } = this.#options;
    const params = request.params ?? {};
    const subscription: TopicSubscription = new TopicSubscription(
      id,
      request.resume,
      () => this.#hasWork(subscription),
    );
    try {
      const provider = topics.get(request.topic);
      if (!provider) {
        throw new NotFoundError(`No live topic '${request.topic}'`);
      }
      await provider.authorize(params, { credentials });
      if (this.#closed) return;
      const handle = hub.join(id, provider, params, subscription);
      this.#joined.set(id, {
        subscription,
        provider,
        params,
        handle,
        unanswered: 0,
      });
      subscription.attach(handle.topic);
    } catch (error) {
      subscription.failed(error);
    }
  }

  #authorizeAgain(): void {
    const { credentials, logger } = this.#options;
    for (const [id, joined] of this.#joined) {
      const { provider, params, subscription } = joined;
      const refused = (error: unknown) => {
        if (this.#joined.get(id) !== joined) return;
        this.#joined.delete(id);
        joined.handle.leave();
        subscription.failed(error);
      };
      provider.authorize(params, { credentials }).then(
        () => {
          joined.unanswered = 0;
        },
        error => {
          // No answer once may be a restart of the permission backend; twice is a no.
          joined.unanswered += 1;
          if (isRefusal(error) || joined.unanswered > 1) refused(error);
          else logger.warn(`Access to a live topic could not be asked again`);
        },
      );
    }
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

function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['NotAllowedError', 'NotFoundError', 'InputError'].includes(error.name)
  );
}
