import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { ResourceId, resourceKey } from '@slipway/plugin-clusters-common';
import { Dispatcher } from 'undici';
import { RawObject, trimMetadata } from '../cache/trim';
import { ClusterConnection } from '../http/ClusterConnection';
import { forbiddenReason, statusReason } from '../http/errors';
import { readStatus } from '../http/kubeStatus';
import { resourcePath } from '../http/resourcePath';
import { isSilence, SilenceError, transportReason } from '../http/transport';
import { between } from './Backoff';
import { WatchFailure } from './failure';
import { LineSplitter } from './ndjson';
import { WatchTimings } from './timings';
import { ListPage, parseListPage, parseWatchLine, WatchLine } from './wire';

const PAGE_SIZE = 500;
/** Of one page. Many megabytes over a thin line take their time; a page that drips must end. */
const PAGE_DEADLINE_MS = 120_000;
/** A list whose continue token expires again and again is given up for this round. */
const MAX_LIST_RESTARTS = 3;

export interface ListWatchOptions {
  connection: ClusterConnection;
  resource: ResourceId;
  namespace?: string;
  logger: LoggerService;
}

/** A watch event with the object as it came, trimmed. */
export interface RawEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: RawObject;
}

/** Takes the objects of a list as they come in. */
export interface ListHandler {
  /** A list starts. What an earlier one that was not finished brought does not count. */
  onStart(): void;
  onObject(object: RawObject): void;
}

/** What a watch reports while it is open. */
export interface WatchHandler {
  onOpen(): void;
  onBytes(): void;
  onEvent(event: RawEvent): void;
  onResourceVersion(resourceVersion: string): void;
}

/** The two requests of a mirror, with every failure as a {@link WatchFailure}. Keeps no state. */
export class ListWatchClient {
  constructor(
    private readonly options: ListWatchOptions,
    private readonly timings: WatchTimings,
  ) {}

  /**
   * The whole list, read in pages.
   *
   * @returns its resourceVersion
   * @throws WatchFailure
   */
  async list(signal: AbortSignal, handler: ListHandler): Promise<string> {
    for (let restarts = 0; restarts <= MAX_LIST_RESTARTS; restarts += 1) {
      handler.onStart();
      const resourceVersion = await this.#listPages(signal, handler);
      if (resourceVersion !== undefined) {
        return resourceVersion;
      }
    }
    throw new WatchFailure(
      'broken',
      'The list is too slow: its pages expire before they are read',
    );
  }

  /**
   * One watch. Resolves when the server ends it in good order.
   *
   * @throws WatchFailure
   */
  async watch(
    resourceVersion: string,
    signal: AbortSignal,
    handler: WatchHandler,
  ): Promise<void> {
    const timeoutSeconds = between(this.timings.watchSeconds);
    const answer = await this.#request('watch', signal, {
      query: {
        watch: true,
        allowWatchBookmarks: true,
        resourceVersion,
        timeoutSeconds,
      },
      idleTimeoutMs: timeoutSeconds * 1000 + this.timings.idleGraceMs,
    });
    handler.onOpen();
    const splitter = new LineSplitter();
    let sendsBookmarks = false;
    let silence: NodeJS.Timeout | undefined;
    const { connection } = this.options;
    const ended = connection.watched(lastHeard =>
      answer.body.destroy(new SilenceError(lastHeard)),
    );
    try {
      for await (const chunk of answer.body) {
        connection.heard();
        handler.onBytes();
        for (const line of splitter.push(chunk)) {
          const type = this.#handleLine(line, handler);
          sendsBookmarks ||= type === 'BOOKMARK';
        }
        if (sendsBookmarks) {
          clearTimeout(silence);
          silence = setTimeout(
            () => answer.body.destroy(new SilenceError()),
            this.timings.bookmarkSilenceMs,
          );
        }
      }
    } catch (error) {
      throw error instanceof WatchFailure ? error : this.#cut(error, true);
    } finally {
      ended();
      clearTimeout(silence);
    }
  }

  /** `undefined` when a page had expired. */
  async #listPages(
    signal: AbortSignal,
    handler: ListHandler,
  ): Promise<string | undefined> {
    let next: string | undefined;
    for (;;) {
      const page = await this.#listPage(next, signal);
      if (page === 'expired') {
        return undefined;
      }
      for (const item of page.items) {
        const object = this.#trim(item);
        if (object) handler.onObject(object);
      }
      next = page.continue;
      if (!next) {
        return page.resourceVersion;
      }
    }
  }

  async #listPage(
    next: string | undefined,
    signal: AbortSignal,
  ): Promise<ListPage | 'expired'> {
    const answer = await this.#request('list', signal, {
      query: { limit: PAGE_SIZE, continue: next },
      deadlineMs: PAGE_DEADLINE_MS,
      expiredIsAnswer: next !== undefined,
    });
    if (answer.statusCode === 410) {
      await answer.body.dump();
      return 'expired';
    }
    try {
      return parseListPage(await answer.body.json(), this.options.resource);
    } catch (error) {
      throw this.#cut(error);
    }
  }

  async #request(
    verb: 'list' | 'watch',
    signal: AbortSignal,
    options: {
      query: Record<string, string | number | boolean | undefined>;
      idleTimeoutMs?: number;
      deadlineMs?: number;
      expiredIsAnswer?: boolean;
    },
  ): Promise<Dispatcher.ResponseData> {
    const { connection, resource, namespace } = this.options;
    let answer: Dispatcher.ResponseData;
    try {
      answer = await connection.request({
        method: 'GET',
        path: resourcePath(resource, { namespace }),
        query: options.query,
        idleTimeoutMs: options.idleTimeoutMs,
        deadlineMs: options.deadlineMs,
        signal,
      });
    } catch (error) {
      throw this.#cut(error);
    }
    if (
      answer.statusCode === 200 ||
      (answer.statusCode === 410 && options.expiredIsAnswer)
    ) {
      return answer;
    }
    throw await this.#refusal(verb, answer);
  }

  async #refusal(
    verb: 'list' | 'watch',
    answer: Dispatcher.ResponseData,
  ): Promise<WatchFailure> {
    const { connection, resource, namespace } = this.options;
    const status = answer.statusCode;
    const body = await readStatus(answer.body);
    const cluster = connection.cluster;
    switch (status) {
      case 401:
        return new WatchFailure(
          'refused',
          `Cluster ${cluster}: ${statusReason(status)}`,
        );
      case 403:
        return new WatchFailure(
          'refused',
          forbiddenReason({ cluster, verb, resource, namespace, status, body }),
          { forbidden: true },
        );
      case 404:
        return new WatchFailure(
          'not-installed',
          `Cluster ${cluster} does not know ${resourceKey(resource)}`,
        );
      case 410:
        return expired();
      default:
        return new WatchFailure(
          'broken',
          `Cluster ${cluster}: ${statusReason(status)}`,
          {
            relist: status !== 429,
            retryAfterMs: retryAfterMs(answer.headers['retry-after']),
          },
        );
    }
  }

  #handleLine(line: string, handler: WatchHandler): WatchLine['type'] {
    const event = parseWatchLine(line, this.options.resource);
    switch (event.type) {
      case 'BOOKMARK':
        handler.onResourceVersion(event.resourceVersion);
        return event.type;
      case 'ERROR':
        if (event.code === 410) {
          throw expired();
        }
        throw new WatchFailure(
          'broken',
          `Cluster ${this.options.connection.cluster} ended the watch with an error (${event.code})`,
          { relist: true },
        );
      default: {
        const object = this.#trim(event.object);
        if (object) {
          handler.onEvent({ type: event.type, object });
        }
        handler.onResourceVersion(event.resourceVersion);
        return event.type;
      }
    }
  }

  /** One object that cannot be read must not stop the others. */
  #trim(raw: Record<string, unknown>): RawObject | undefined {
    try {
      return trimMetadata(raw);
    } catch (error) {
      this.options.logger.warn(
        `Ignored an object of ${resourceKey(this.options.resource)} in ${
          this.options.connection.cluster
        } that could not be read`,
        error instanceof Error ? error : undefined,
      );
      return undefined;
    }
  }

  #cut(error: unknown, ordinary: boolean = false): WatchFailure {
    const { cluster } = this.options.connection;
    const lastHeard =
      error instanceof SilenceError ? error.lastHeard : undefined;
    return error instanceof ServiceUnavailableError ||
      error instanceof SyntaxError
      ? new WatchFailure(
          'broken',
          `Cluster ${cluster} answers something that is not the Kubernetes API`,
          { relist: true },
        )
      : new WatchFailure(
          'broken',
          `Cluster ${cluster} cannot be reached: ${transportReason(error)}`,
          {
            // A cluster that was asked and does not answer is reported at once.
            ordinary: ordinary && !lastHeard,
            silent: isSilence(error),
            lastHeard,
          },
        );
  }
}

function expired(): WatchFailure {
  return new WatchFailure('broken', 'The history was compacted', {
    relist: true,
    ordinary: true,
  });
}

function retryAfterMs(header: string | string[] | undefined): number {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0
    ? Math.min(seconds, 120) * 1000
    : 0;
}
