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
import { StreamLimits } from '../config';
import { TooManyStreamsError } from './TooManyStreamsError';
import { TopicHub } from './TopicHub';

/** All live streams of this process. */
export class StreamService {
  readonly #topics: LiveTopics;
  readonly #logger: LoggerService;
  readonly #hub: TopicHub;
  readonly #times: StreamTimes;
  readonly #limits: StreamLimits;
  /** Open streams with the person who has each; `undefined` for a service. */
  readonly #connections = new Map<StreamConnection, string | undefined>();
  #closing = false;

  static create(options: {
    topics: LiveTopics;
    logger: LoggerService;
    limits: StreamLimits;
    hub?: TopicHub;
    times?: Partial<StreamTimes>;
  }): StreamService {
    return new StreamService(options);
  }

  private constructor(options: {
    topics: LiveTopics;
    logger: LoggerService;
    limits: StreamLimits;
    hub?: TopicHub;
    times?: Partial<StreamTimes>;
  }) {
    this.#topics = options.topics;
    this.#logger = options.logger;
    this.#limits = options.limits;
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

  /**
   * To be asked before a stream is served, in the same turn.
   *
   * @throws ServiceUnavailableError once this process is shutting down
   * @throws TooManyStreamsError when this person, or everybody together, has as many as may be
   */
  assertOpen(credentials: BackstageCredentials): void {
    if (this.#closing) {
      throw new ServiceUnavailableError('The live stream is shutting down');
    }
    const { maxStreams, maxStreamsPerPerson } = this.#limits;
    if (this.#connections.size >= maxStreams) {
      throw new TooManyStreamsError(
        `The portal serves ${maxStreams} live pages already, which is its limit (slipway.live.maxStreams). This page tries again by itself.`,
      );
    }
    const person = personOf(credentials);
    if (person === undefined) return;
    const open = [...this.#connections.values()].filter(of => of === person);
    if (open.length >= maxStreamsPerPerson) {
      throw new TooManyStreamsError(
        `You have ${open.length} live pages open, which is the limit (slipway.live.maxStreamsPerPerson). Close one; this page tries again by itself.`,
      );
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
    this.#connections.set(connection, personOf(options.credentials));
    await connection.run(options.requests);
  }

  /** Ends all streams, so that the HTTP server can stop. */
  shutdown(): void {
    this.#closing = true;
    for (const connection of [...this.#connections.keys()]) {
      connection.end('shutdown');
    }
    this.#hub.close();
  }
}

/** The signed-in person's entity ref; `undefined` for a service. */
function personOf({ principal }: BackstageCredentials): string | undefined {
  return typeof principal === 'object' &&
    principal !== null &&
    'userEntityRef' in principal &&
    typeof principal.userEntityRef === 'string'
    ? principal.userEntityRef
    : undefined;
}
