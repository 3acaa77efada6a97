import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { PromqlError } from '../engine/errors';
import { labelsKey } from '../engine/labels';
import { Labels, PromqlEngine, SeriesSource } from '../engine/types';
import {
  about,
  checkTimeout,
  rangeParameters,
  timeParameter,
} from './apiParameters';
import { queryData, seriesData } from './format';
import { AlertingRule, ruleGroups } from './rules';

const MOST_BODY_BYTES = 1024 * 1024;
/** Parts of Prometheus' API that the sandbox does not have. */
const LEFT_OUT =
  /^\/(?:api\/v1\/(?:query_exemplars|format_query|alerts|targets|metadata|alertmanagers|admin|write|read|status|scrape_pools)|federate|graph|metrics|consoles)(?:\/|$)/;

const STATUS_OF = { bad_data: 400, execution: 422, timeout: 503 } as const;

export interface PrometheusServerOptions {
  engine: PromqlEngine;
  store: SeriesSource;
  /** Time of queries that name none. */
  clock: { now(): Date };
  /** Alerting rules of `/api/v1/rules`; default none. */
  rules?: readonly AlertingRule[];
}

export interface PrometheusServer {
  /** Listens on 127.0.0.1. Port 0 takes a free one. */
  listen(port: number): Promise<{ port: number; url: string }>;
  close(): Promise<void>;
}

/** What is no path of the API, or no method of a path: reported in words, as Go's router does. */
class PlainError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

/** An answer that is no result of a query. */
class HttpError extends Error {
  constructor(readonly status: number, readonly type: string, message: string) {
    super(message);
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify(body));
}

function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, {
      ...headers,
      'content-type': 'text/plain; charset=utf-8',
    })
    .end(`${text}\n`);
}

async function readParameters(
  request: IncomingMessage,
  url: URL,
): Promise<URLSearchParams> {
  if (request.method === 'GET') {
    return url.searchParams;
  }
  if (request.method !== 'POST') {
    throw new PlainError(405, 'Method Not Allowed', {
      allow: 'GET, OPTIONS, POST',
    });
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > MOST_BODY_BYTES) {
      throw new HttpError(413, 'bad_data', 'the body is too large');
    }
    parts.push(part);
  }
  // As in Go, what the body says comes before what the address says.
  const parameters = new URLSearchParams(Buffer.concat(parts).toString());
  url.searchParams.forEach((value, name) => parameters.append(name, value));
  return parameters;
}

function addressOf(request: IncomingMessage): URL {
  try {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    url.pathname = decodeURI(url.pathname);
    return url;
  } catch {
    throw new HttpError(400, 'bad_data', 'the address cannot be read');
  }
}

/** The series that one of the selectors in `match[]` names, or all of them. */
function matching(
  { engine, store }: PrometheusServerOptions,
  parameters: URLSearchParams,
): Labels[] {
  const start = timeParameter(parameters, 'start', 0);
  const end = timeParameter(parameters, 'end', Number.MAX_SAFE_INTEGER);
  const selectors = parameters.getAll('match[]');
  const sets = selectors.length
    ? selectors.map(selector =>
        about('match[]', () => engine.matchers(selector)),
      )
    : [[]];
  const found = new Map<string, Labels>();
  for (const matchers of sets) {
    for (const { labels } of store.select(matchers, start, end)) {
      found.set(labelsKey(labels), labels);
    }
  }
  return [...found.values()];
}

function answer(
  options: PrometheusServerOptions,
  path: string,
  parameters: URLSearchParams,
): unknown {
  const { engine, clock } = options;
  const query = parameters.get('query') ?? '';
  switch (path) {
    case '/api/v1/query': {
      const at = timeParameter(parameters, 'time', clock.now().getTime());
      checkTimeout(parameters);
      return queryData(about('query', () => engine.evaluate(query, at)));
    }
    case '/api/v1/query_range': {
      const times = rangeParameters(parameters);
      checkTimeout(parameters);
      return queryData(engine.range(query, times));
    }
    case '/api/v1/series':
      if (!parameters.has('match[]')) {
        throw new PromqlError('bad_data', 'no match[] parameter provided');
      }
      return seriesData(matching(options, parameters));
    case '/api/v1/labels':
      return [
        ...new Set(matching(options, parameters).flatMap(Object.keys)),
      ].sort();
    case '/api/v1/rules':
      return ruleGroups(engine, options.rules ?? [], clock.now().getTime());
    case '/api/v1/status/buildinfo':
      return {
        version: '2.42.0',
        revision: 'slipway-sandbox',
        branch: '',
        buildUser: '',
        buildDate: '',
        goVersion: '',
      };
    default:
  }
  const label = /^\/api\/v1\/label\/([^/]+)\/values$/.exec(path)?.[1];
  if (label !== undefined) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(label)) {
      throw new PromqlError(
        'bad_data',
        `invalid label name: ${JSON.stringify(label)}`,
      );
    }
    const values = matching(options, parameters).map(labels => labels[label]);
    return [...new Set(values.filter(Boolean))].sort();
  }
  if (LEFT_OUT.test(path)) {
    throw new HttpError(
      501,
      'not_implemented',
      `${path} is not part of the sandbox`,
    );
  }
  throw new PlainError(404, '404 page not found');
}

function fail(response: ServerResponse, error: unknown): void {
  if (error instanceof PromqlError) {
    send(response, STATUS_OF[error.type], {
      status: 'error',
      errorType: error.type,
      error: error.message,
    });
  } else if (error instanceof PlainError) {
    sendText(response, error.status, error.message, error.headers);
  } else if (error instanceof HttpError) {
    send(response, error.status, {
      status: 'error',
      errorType: error.type,
      error: error.message,
    });
  } else {
    send(response, 500, {
      status: 'error',
      errorType: 'internal',
      error: error instanceof Error ? error.message : String(error),
    });
  }
}

/**
 * The part of Prometheus' HTTP API that the portal and Argo Rollouts use, over
 * one store: queries, series, labels and alerting rules. The rest of it answers 501, anything
 * else 404. Pages in a browser are refused.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 */
export function createPrometheusServer(
  options: PrometheusServerOptions,
): PrometheusServer {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.origin !== undefined) {
      throw new HttpError(403, 'forbidden', 'not for browsers');
    }
    const url = addressOf(request);
    const health = /^\/-\/(ready|healthy)$/.exec(url.pathname)?.[1];
    if (health !== undefined) {
      sendText(
        response,
        200,
        `Prometheus Server is ${health === 'ready' ? 'Ready' : 'Healthy'}.`,
      );
      return;
    }
    const parameters = await readParameters(request, url);
    send(response, 200, {
      status: 'success',
      data: answer(options, url.pathname, parameters),
    });
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(error => fail(response, error));
  });
  return {
    listen: port =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          const { port: taken } = server.address() as AddressInfo;
          resolve({ port: taken, url: `http://127.0.0.1:${taken}` });
        });
      }),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
