import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import {
  forbidden,
  methodNotAllowed,
  noSuchResource,
  notImplemented,
} from '../store/status';
import { ApiError } from '../store/types';
import { send, sendFailure, sendPlain } from './answers';
import { authenticate, impersonate } from './authentication';
import { parseObject, readBody } from './body';
import {
  AGGREGATED,
  aggregatedDiscovery,
  openApiDocument,
  openApiIndex,
  plainDiscovery,
  sendOpenApiV2,
  wantsAggregated,
} from './discovery';
import { Authorizer, refusalOf } from './rbac';
import {
  PageNotFound,
  readResourceRequest,
  refuseUnknown,
  ResourceRequest,
} from './request';
import { proxiedPath, proxyToService } from './serviceProxy';
import { ResourceHandler } from './ResourceHandler';
import { isReview, review } from './reviews';
import { ApiServer, ApiServerOptions, Limits, User } from './types';
import { WatchHub } from './WatchHub';

const HOST = '127.0.0.1';
const LIMITS: Limits = {
  bodyBytes: 3 * 1024 * 1024,
  watchBytes: 4 * 1024 * 1024,
  bookmarkMs: 60_000,
};

const VERSION = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.4+slipway-sandbox',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'linux/amd64',
};

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  user: User;
}

/**
 * The Kubernetes API of one cluster over HTTP(S), as far as the portal and
 * its tools use it; anything else is answered with 501 and a `Status`.
 */
class HttpApiServer implements ApiServer {
  readonly #options: ApiServerOptions;
  readonly #limits: Limits;
  readonly #authorizer: Authorizer;
  readonly #hub: WatchHub;
  readonly #handler: ResourceHandler;
  readonly #server: ReturnType<typeof createServer>;

  constructor(options: ApiServerOptions) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    const { store, clock, logs, tls } = options;
    this.#authorizer = new Authorizer(store, options.rbac ?? true);
    this.#hub = new WatchHub(store, this.#limits);
    this.#handler = new ResourceHandler({
      store,
      clock,
      logs,
      watches: this.#hub,
      bodyBytes: this.#limits.bodyBytes,
    });
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      this.#answer(request, response).catch(error => {
        if (error instanceof PageNotFound) {
          sendPlain(response, 404, '404 page not found\n');
          return;
        }
        if (!(error instanceof ApiError)) this.#options.onError?.(error);
        sendFailure(response, error);
      });
    };
    const settings = { keepAlive: true, keepAliveInitialDelay: 30_000 };
    this.#server = tls
      ? createSecureServer({ ...tls, ...settings }, listener)
      : createServer(settings, listener);
    // Watches last: only what sends too slowly is cut.
    this.#server.requestTimeout = 60_000;
    this.#server.keepAliveTimeout = 90_000;
    this.#server.on('clientError', (_error, socket) => socket.destroy());
  }

  get watches(): number {
    return this.#hub.size;
  }

  listen(port: number): Promise<{ url: string; port: number }> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, HOST, () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        const bound =
          typeof address === 'object' && address ? address.port : port;
        const scheme = this.#options.tls ? 'https' : 'http';
        resolve({ url: `${scheme}://${HOST}:${bound}`, port: bound });
      });
    });
  }

  close(): Promise<void> {
    this.#hub.close();
    return new Promise((resolve, reject) => {
      this.#server.close(error => {
        if (error) reject(error);
        else resolve();
      });
      this.#server.closeAllConnections();
    });
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const url = urlOf(request);
    const user = impersonate(
      request,
      authenticate(request, this.#options.tokens),
      this.#authorizer,
    );
    const exchange: Exchange = { request, response, url, user };
    const asked = readResourceRequest(
      this.#options.store,
      request.method ?? 'GET',
      url.pathname,
      url.searchParams,
    );
    if (asked) await this.#resource(exchange, asked);
    else this.#path(exchange);
  }

  async #resource(
    { request, response, url, user }: Exchange,
    asked: ResourceRequest,
  ): Promise<void> {
    const { verb, group, plural, subresource, namespace, name, type } = asked;
    const proxied = proxiedPath(asked, url.pathname);
    const attributes = {
      verb,
      group,
      resource:
        proxied === undefined
          ? [plural, subresource].filter(Boolean).join('/')
          : 'services/proxy',
      namespace,
      name,
    };
    if (!this.#authorizer.allows(user, attributes)) {
      throw forbidden({ group, plural }, name, refusalOf(user, attributes));
    }
    if (isReview(group, plural) && asked.version === 'v1') {
      if (verb !== 'create') {
        throw methodNotAllowed();
      }
      const body = parseObject(
        request,
        await readBody(request, this.#limits.bodyBytes),
      );
      send(response, 201, review(this.#authorizer, user, group, plural, body));
      return;
    }
    if (proxied !== undefined && namespace && name) {
      const { store, services: backend } = this.#options;
      await proxyToService(
        {
          request,
          response,
          query: url.searchParams,
          namespace,
          id: name,
          path: proxied,
        },
        { store, backend, bodyBytes: this.#limits.bodyBytes },
      );
      return;
    }
    if (!type) refuseUnknown(this.#options.store, asked);
    await this.#handler.handle({
      request,
      response,
      query: url.searchParams,
      asked,
      type,
    });
  }

  #path({ request, response, url, user }: Exchange): void {
    const path = url.pathname.replace(/(.)\/$/, '$1');
    const method = (request.method ?? 'GET').toLowerCase();
    if (!this.#authorizer.allowsPath(user, method, path)) {
      throw new ApiError(
        403,
        'Forbidden',
        `forbidden: User ${JSON.stringify(
          user.name,
        )} cannot ${method} path ${JSON.stringify(url.pathname)}`,
        {},
      );
    }
    const types = this.#options.store.types();
    if (['/healthz', '/livez', '/readyz'].includes(path)) {
      sendPlain(response, 200, 'ok');
    } else if (
      method !== 'get' &&
      /^\/(version$|apis?(\/|$)|openapi\/v[23](\/|$))/.test(path)
    ) {
      throw methodNotAllowed();
    } else if (path === '/version') {
      send(response, 200, VERSION);
    } else if (
      (path === '/api' || path === '/apis') &&
      wantsAggregated(request.headers.accept ?? '')
    ) {
      const { body, etag } = aggregatedDiscovery(types, path === '/api');
      send(response, 200, body, {
        'content-type': AGGREGATED,
        'cache-control': 'public',
        vary: 'Accept',
        etag,
      });
    } else if (path === '/openapi/v2') {
      sendOpenApiV2(response, request.headers.accept ?? '');
    } else if (path === '/openapi/v3') {
      send(response, 200, openApiIndex(types));
    } else if (path.startsWith('/openapi/v3/')) {
      const document = path.slice('/openapi/v3/'.length);
      send(response, 200, openApiDocument(types, document));
    } else if (/^\/apis?(\/|$)/.test(path)) {
      const address = request.headers.host ?? '';
      send(response, 200, plainDiscovery(types, path, address));
    } else if (path === '/') {
      send(response, 200, {
        paths: [
          '/api',
          '/apis',
          '/healthz',
          '/livez',
          '/openapi/v2',
          '/openapi/v3',
          '/readyz',
          '/version',
        ],
      });
    } else if (
      /^\/(openapi|metrics|logs|debug|\.well-known)(\/|$)/.test(path)
    ) {
      throw notImplemented(`the path ${path}`);
    } else {
      throw new PageNotFound();
    }
  }
}

function urlOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '/', `http://${HOST}`);
  } catch {
    throw noSuchResource();
  }
}

/** The Kubernetes API of one cluster; see {@link ApiServer}. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  return new HttpApiServer(options);
}
