import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { TopicRequest } from '@slipway/plugin-live-common';
import { LiveTopics } from '@slipway/plugin-live-node';
import {
  STREAM_TIMES,
  StreamConnection,
  StreamSink,
  StreamTimes,
} from './StreamConnection';
import { TopicHub } from './TopicHub';

/** All live streams of this process. */
export class StreamService {
  readonly #topics: LiveTopics;
  readonly #logger: LoggerService;
  readonly #hub: TopicHub;
  readonly #times: StreamTimes;
  readonly #connections = new Set<StreamConnection>();
  #closing = false;

  static create(options: {
    topics: LiveTopics;
    logger: LoggerService;
    hub?: TopicHub;
    times?: Partial<StreamTimes>;
  }): StreamService {
    return new StreamService(options);
  }

  private constructor(options: {
    topics: LiveTopics;
    logger: LoggerService;
    hub?: TopicHub;
    times?: Partial<StreamTimes>;
  }) {
    this.#topics = options.topics;
    this.#logger = options.logger;
    this.#hub = options.hub ?? new TopicHub({ logger: options.logger });
    this.#times = { ...STREAM_TIMES, ...options.times };
  }

  /** Number of open streams. */
  get size(): number {
    return this.#connections.size;
  }

  /** Number of running sources. */
  get sources(): number {
    return this.#hub.size;
  }

  /** @throws ServiceUnavailableError once this process is shutting down */
  assertOpen(): void {
    if (this.#closing) {
      throw new ServiceUnavailableError('The live stream is shutting down');
    }
  }

  /** Serves one reader; resolves when all its topics have been joined or refused. */
  async serve(options: {
    sink: StreamSink;
    requests: TopicRequest[];
    credentials: BackstageCredentials;
  }): Promise<void> {
    const connection = new StreamConnection({
      sink: options.sink,
      credentials: options.credentials,
      hub: this.#hub,
      topics: this.#topics,
      logger: this.#logger,
      times: this.#times,
      onClosed: closed => this.#connections.delete(closed),
    });
    this.#connections.add(connection);
    await connection.run(options.requests);
  }

  /** Ends all streams, so that the HTTP server can stop. */
  shutdown(): void {
    this.#closing = true;
    for (const connection of [...this.#connections]) connection.end('shutdown');
    this.#hub.close();
  }
}
