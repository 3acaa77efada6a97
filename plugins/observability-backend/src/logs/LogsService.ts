import {
  NotFoundError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';
import { GuardedAnswer, GuardedHttp } from '@slipway/plugin-clusters-node';
import {
  FOLLOW_RANGE_MS,
  FOLLOWED_LINES,
  LogCursor,
  LogFilter,
  LogPage,
  LogRange,
  logSearch,
  LogsAnswer,
  LogSubject,
  ObservedPlace,
  parsePage,
} from '@slipway/plugin-observability-common';
import { ClusterSources, LogsSource } from '../sources';

/** Clocks of nodes may be ahead by this, ms. */
const AHEAD_MS = 60_000;

const nameOf = (cluster: string) => `The log store of cluster ${cluster}`;

/** Log lines of workloads, from Elasticsearch or OpenSearch. */
export class LogsService {
  readonly #http = new GuardedHttp();

  constructor(
    private readonly sources: ReadonlyMap<string, ClusterSources>,
    private readonly now: () => number = Date.now,
  ) {}

  has(cluster: string): boolean {
    return this.sources.get(cluster)?.logs !== undefined;
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  /**
   * A page of lines, newest first.
   *
   * @throws NotFoundError when no logs are configured for the cluster
   * @throws ServiceUnavailableError that says why there is no answer
   */
  async read(
    place: ObservedPlace,
    filter: LogFilter,
    page: { range: LogRange; size: number; after?: LogCursor },
  ): Promise<LogsAnswer> {
    const source = this.sources.get(place.cluster)?.logs;
    if (!source) {
      throw new NotFoundError(
        `No logs are configured for cluster ${place.cluster} (slipway.clusters.${place.cluster}.logs).`,
      );
    }
    const name = nameOf(place.cluster);
    const subject: LogSubject = {
      namespace: place.namespace,
      workload: place.workload,
      stableHash: place.stable,
      canaryHash: place.canary,
    };
    const answer = await this.#http.send(name, source.url, {
      path: `/${encodeURIComponent(source.index)}/_search`,
      method: 'POST',
      headers: source.headers,
      deadlineMs: source.deadlineMs,
      body: logSearch(subject, filter, {
        ...page,
        fixed: source.fixed,
        timeoutMs: Math.round(source.deadlineMs * 0.8),
      }),
    });
    return {
      ...readAnswer(name, answer, subject, page.size, filter, source),
      source: name,
    };
  }

  /** The newest lines of the last quarter of an hour. Throws as {@link LogsService.read}. */
  newest(place: ObservedPlace, filter: LogFilter): Promise<LogsAnswer> {
    const now = this.now();
    return this.read(place, filter, {
      range: { from: now - FOLLOW_RANGE_MS, to: now + AHEAD_MS },
      size: FOLLOWED_LINES,
    });
  }
}

function readAnswer(
  name: string,
  { status, text }: GuardedAnswer,
  subject: LogSubject,
  size: number,
  filter: LogFilter,
  source: LogsSource,
): LogPage {
  if (status !== 200) {
    throw new ServiceUnavailableError(
      `${name} cannot be asked: ${refusal(status, text)}`,
    );
  }
  try {
    return parsePage(JSON.parse(text), subject, {
      size,
      level: filter.level,
      mask: { emails: source.maskEmails },
    });
  } catch (error) {
    throw new ServiceUnavailableError(
      `${name} cannot be read: ${
        error instanceof SyntaxError
          ? 'the answer is not JSON'
          : toError(error).message
      }`,
    );
  }
}

/** Elasticsearch's reasons may quote documents and settings: only the type is repeated. */
function refusal(status: number, text: string): string {
  switch (status) {
    case 401:
    case 403:
      return `it does not let the portal search (${status})`;
    case 404:
      return 'it has no index of that name';
    case 429:
      return 'it has too much to do';
    default: {
      const type = /"type"\s*:\s*"([a-z_]{1,60})"/.exec(text)?.[1];
      return `it answered ${status}${type ? ` (${type})` : ''}`;
    }
  }
}
