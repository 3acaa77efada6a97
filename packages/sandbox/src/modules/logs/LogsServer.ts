import { IncomingMessage, ServerResponse } from 'node:http';
import {
  createLoopbackServer,
  isFromBrowser,
  LoopbackServer,
  readText,
} from '../../platform/loopbackServer';
import { LoggedCluster } from './documents';
import { SearchError } from './query';
import { search } from './search';

const LONGEST_BODY = 256 * 1024;

/** The answer to a search in no index. */
const NOTHING = {
  took: 0,
  timed_out: false,
  _shards: { total: 0, successful: 0, skipped: 0, failed: 0 },
  hits: { max_score: 0, hits: [] },
};

/** An error as Elasticsearch writes it. */
function errorBody(type: string, reason: string, status: number) {
  const cause = { type, reason };
  return { error: { root_cause: [cause], ...cause }, status };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-elastic-product': 'Elasticsearch',
  });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request, LONGEST_BODY);
  if (text === undefined) {
    throw new SearchError('parsing_exception', 'request body is too long');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new SearchError('parsing_exception', 'request body is no JSON');
  }
}

/**
 * The logs of all clusters as an Elasticsearch with Filebeat's index has them:
 * `http://127.0.0.1:<port>/<cluster>/filebeat-*\/_search`. Lines are made of
 * what the traffic model counted. Not for browsers.
 *
 * @param now - ms since 1970, by the clock of the sandbox
 */
export function createLogsServer(
  clusters: readonly LoggedCluster[],
  now: () => number,
): LoopbackServer {
  const byName = new Map(clusters.map(cluster => [cluster.name, cluster]));

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, name, index, verb, ...rest] = pathname.split('/');
    if (isFromBrowser(request)) {
      send(
        response,
        403,
        errorBody('security_exception', 'Not for browsers.', 403),
      );
      return;
    }
    const cluster = byName.get(name ?? '');
    if (
      !cluster ||
      verb !== '_search' ||
      rest.length ||
      request.method !== 'POST'
    ) {
      send(
        response,
        400,
        errorBody(
          'illegal_argument_exception',
          `the sandbox serves [POST /<cluster>/filebeat-*/_search] and not [${request.method} ${pathname}]`,
          400,
        ),
      );
      return;
    }
    const pattern = decodeURIComponent(index ?? '');
    if (!/^filebeat-/.test(pattern) && pattern.includes('*')) {
      // A pattern that no index has the name of finds nothing: `allow_no_indices`.
      send(response, 200, NOTHING);
      return;
    }
    if (!/^filebeat-/.test(pattern)) {
      send(
        response,
        404,
        errorBody(
          'index_not_found_exception',
          `no such index [${pattern}]`,
          404,
        ),
      );
      return;
    }
    try {
      send(response, 200, search(cluster, await bodyOf(request), now()));
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      send(response, 400, errorBody(error.type, error.message, 400));
    }
  };

  return createLoopbackServer(serve, 60_000);
}
