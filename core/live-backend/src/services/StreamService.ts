import {
  BackstageCredentials,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { topicId, TopicRequest } from '@slipway/plugin-live-common';
import {
  FairQueue,
  FairQueueLimits,
  LiveTopics,
} from '@slipway/plugin-live-node';
import {
  STREAM_TIMES,
  StreamConnection,
  StreamSink,
  StreamTimes,
} from './StreamConnection';
import { StreamLimits } from '../config';
import { TooManyStreamsError } from './TooManyStreamsError';
import { TopicHub } from './TopicHub';

/**
 * Opening streams, counted in topics. A page has about ten and opens its stream
 * again at each navigation. After a restart all pages come back at once: they
 * take turns, so that other requests are served meanwhile.
 */
export const OPENING_LIMITS: FairQueueLimits = {
  alone: 4,
  besideOthers: 4,
  total: 6,
  burst: 150,
  rest: 2,
  allowance: 400,
  perSecond: 50,
  waiting: 20,
  waitMs: 10_000,
};

interface Options {
  topics: LiveTopics;
  permissions: Pick<PermissionsService, 'authorize'>;
  logger: LoggerService;
  limits: StreamLimits;
  hub?: TopicHub;
  times?: Partial<StreamTimes>;
}

interface OpenStream {
  /** `undefined` for a service. */
  user: string | undefined;
  topicIds: ReadonlySet<string>;
}

/** All live streams of this process. */
export class StreamService {
  readonly #topics: LiveTopics;
  readonly #permissions: Pick<PermissionsService, 'authorize'>;
  readonly #logger: LoggerService;
  readonly #hub: TopicHub;
  readonly #times: StreamTimes;
  readonly #limits: StreamLimits;
  readonly #opening = new FairQueue(OPENING_LIMITS);
  readonly #connections = new Map<StreamConnection, OpenStream>();
  #closing = false;

  static create(options: Options): StreamService {
    return new StreamService(options);
  }

  private constructor(options: Options) {
    this.#topics = options.topics;
    this.#permissions = options.permissions;
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

  /** Number of streams that were refused because their user opens too many. */
  get refused(): number {
    return this.#opening.refused;
  }

  /**
   * Waits until a stream may be opened. It is to be served in the same turn.
   *
   * @param options.signal - aborted when the reader has gone
   * @returns to be called when the stream has been opened
   * @throws ServiceUnavailableError once this process is shutting down
   * @throws TooManyStreamsError when this user, or everybody together, has as many as may be
   * @throws TooManyRequestsError when this user opens streams faster than is fair
   */
  async admit(options: {
    requests: TopicRequest[];
    credentials: BackstageCredentials;
    signal?: AbortSignal;
  }): Promise<() => void> {
    const { requests, credentials, signal } = options;
    const caller = callerOf(credentials);
    const topicIds = idsOf(requests);
    this.#assertOpen(caller.user, topicIds);
    const opened = await this.#opening.enter(caller.key, {
      cost: topicIds.size,
      signal,
    });
    try {
      // Others may have been opened meanwhile.
      this.#assertOpen(caller.user, topicIds);
    } catch (error) {
      opened();
      throw error;
    }
    return opened;
  }

  #assertOpen(user: string | undefined, topicIds: Set<string>): void {
    if (this.#closing) {
      throw new ServiceUnavailableError('The live stream is shutting down');
    }
    const { maxStreams, maxStreamsPerUser, maxTopicsPerUser } = this.#limits;
    if (this.#connections.size >= maxStreams) {
      throw new TooManyStreamsError(
        `The portal serves ${maxStreams} live pages already, which is its limit (slipway.live.maxStreams). This page tries again by itself.`,
      );
    }
    if (user === undefined) return;
    const open = [...this.#connections.values()].filter(
      stream => stream.user === user,
    );
    if (open.length >= maxStreamsPerUser) {
      throw new TooManyStreamsError(
        `You have ${open.length} live pages open, which is the limit (slipway.live.maxStreamsPerUser). Close one; this page tries again by itself.`,
      );
    }
    const followed = new Set(topicIds);
    open.forEach(stream => stream.topicIds.forEach(id => followed.add(id)));
    if (followed.size > maxTopicsPerUser) {
      throw new TooManyStreamsError(
        `Your live pages would follow ${followed.size} different topics; the limit is ${maxTopicsPerUser} (slipway.live.maxTopicsPerUser). Close one; this page tries again by itself.`,
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
      permissions: this.#permissions,
      logger: this.#logger,
      times: this.#times,
      onClosed: closed => this.#connections.delete(closed),
    });
    this.#connections.set(connection, {
      user: callerOf(options.credentials).user,
      topicIds: idsOf(options.requests),
    });
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

function idsOf(requests: TopicRequest[]): Set<string> {
  return new Set(requests.map(topicId));
}

/** Whose stream it is: `user` for a signed-in user, `key` for whoever it is. */
function callerOf({ principal }: BackstageCredentials): {
  key: string;
  user?: string;
} {
  if (typeof principal !== 'object' || principal === null) return { key: '' };
  if (
    'userEntityRef' in principal &&
    typeof principal.userEntityRef === 'string'
  ) {
    return { key: principal.userEntityRef, user: principal.userEntityRef };
  }
  return {
    key: 'subject' in principal ? `service ${principal.subject}` : '',
  };
}
