import { IncomingMessage, ServerResponse } from 'node:http';
import { isRecord, valueAt } from '../store/json';
import {
  badRequest,
  methodNotAllowed,
  notFound,
  notImplemented,
} from '../store/status';
import { ApiError, KubeObject, ObjectStore } from '../store/types';
import { readBody } from './body';
import { ResourceRequest } from './request';
import { ServiceBackend } from './types';

/** What a client names: a service, perhaps with scheme and port. */
interface ServicePort {
  name: string;
  port: string;
}

/**
 * Reads `name`, `name:port` and `scheme:name:port`.
 *
 * @throws ApiError 400
 * @see SplitSchemeNamePort in apimachinery/pkg/util/net/port_split.go of Kubernetes
 */
function servicePort(id: string): ServicePort {
  const parts = id.split(':');
  const [scheme, name, port] =
    parts.length === 3
      ? parts
      : ['', parts[0], parts.length === 2 ? parts[1] : ''];
  if (parts.length > 3 || !name || !['', 'http', 'https'].includes(scheme)) {
    throw badRequest(`invalid service request ${JSON.stringify(id)}`);
  }
  if (scheme === 'https') throw notImplemented('services behind https');
  return { name, port };
}

/**
 * Number of the port that is meant; the only one of a service needs no name.
 *
 * @see ResourceLocation in pkg/registry/core/service/storage/storage.go of Kubernetes
 */
function portOf(
  service: Readonly<KubeObject>,
  wanted: string,
): number | undefined {
  const list = valueAt(service, ['spec', 'ports']);
  const ports = Array.isArray(list) ? list.filter(isRecord) : [];
  const found =
    wanted === '' && ports.length === 1
      ? ports[0]
      : ports.find(
          ({ name, port }) => name === wanted || String(port) === wanted,
        );
  return typeof found?.port === 'number' ? found.port : undefined;
}

/** The pods behind a service that are ready. */
function readyPods(
  store: ObjectStore,
  service: Readonly<KubeObject>,
): Array<Readonly<KubeObject>> {
  const selector = valueAt(service, ['spec', 'selector']);
  const type = store.typeOf('', 'pods');
  if (!type || !isRecord(selector)) return [];
  return store
    .list(type, { namespace: service.metadata.namespace })
    .filter(({ metadata, ...pod }) => {
      const conditions = valueAt(pod, ['status', 'conditions']);
      return (
        !metadata.deletionTimestamp &&
        Object.entries(selector).every(
          ([key, value]) => metadata.labels?.[key] === value,
        ) &&
        Array.isArray(conditions) &&
        conditions
          .filter(isRecord)
          .some(
            ({ type: name, status }) => name === 'Ready' && status === 'True',
          )
      );
    });
}

const unavailable = (message: string) =>
  new ApiError(503, 'ServiceUnavailable', message);

/**
 * The path behind a service that a request asks for, as it was sent; undefined
 * for a request that is not for `services/proxy`.
 */
export function proxiedPath(
  asked: Pick<ResourceRequest, 'group' | 'version' | 'plural' | 'subresource'>,
  pathname: string,
): string | undefined {
  const { group, version, plural, subresource = '' } = asked;
  if (group !== '' || version !== 'v1' || plural !== 'services') {
    return undefined;
  }
  if (subresource.split('/')[0] !== 'proxy') return undefined;
  // What is decoded has lost the slash at the end and the difference between `/` and `%2F`.
  return /\/services\/[^/]+\/proxy(.*)$/.exec(pathname)?.[1] || '/';
}

/** One request through the API server to a service. */
export interface ProxiedRequest {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  namespace: string;
  /** As the path has it: `http:shop-web:8080`. */
  id: string;
  /** Starts with a slash. */
  path: string;
}

/**
 * Answers `services/proxy`: what the pods behind a service answer is answered
 * as it is; a service without ready pods, and one where nothing listens, is 503.
 *
 * @throws ApiError
 * @see apimachinery/pkg/util/proxy/transport.go of Kubernetes
 */
export async function proxyToService(
  proxied: ProxiedRequest,
  access: {
    store: ObjectStore;
    backend: ServiceBackend | undefined;
    bodyBytes: number;
  },
): Promise<void> {
  const { request, response, query, namespace, id, path } = proxied;
  const { store, backend, bodyBytes } = access;
  const method = request.method ?? 'GET';
  if (method !== 'GET' && method !== 'POST') throw methodNotAllowed();
  const { name, port: wanted } = servicePort(id);
  const type = store.typeOf('', 'services');
  const service = type && store.get(type, namespace, name);
  if (!type || !service) {
    throw type ? notFound(type, name) : notImplemented('services');
  }
  const port = portOf(service, wanted);
  const pods = readyPods(store, service);
  if (port === undefined || pods.length === 0) {
    throw unavailable(
      `no endpoints available for service ${JSON.stringify(id)}`,
    );
  }
  const body = (await readBody(request, bodyBytes)).toString('utf8');
  const answer = backend?.answer({
    service,
    pods,
    port,
    method,
    path,
    query,
    headers: request.headers,
    body,
  });
  if (!answer) {
    throw unavailable(
      'error trying to reach service: dial tcp: connect: connection refused',
    );
  }
  const { status, contentType, text } = answer;
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
