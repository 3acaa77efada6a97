import { IncomingMessage, ServerResponse } from 'node:http';
import {
  isServiceName,
  ServiceName,
  serviceProfile,
} from '@slipway/platform-model';
import { eurekaAnswer, healthAnswer, Instance } from '../modules/eureka';
import {
  createLoopbackServer,
  isFromBrowser,
  LoopbackServer,
  readText,
} from '../platform/loopbackServer';
import { Met } from './meet';
import { Answer, answerOf, Asked, springError } from './resources';

/** A cluster as requests from outside reach it. */
export interface ServedCluster {
  name: string;
  /** What a request to a service meets now; counts it as traffic. Undefined when the namespace has no such service. */
  arrive(namespace: string, service: ServiceName): Met | undefined;
  /** What is registered with the Eureka server of a namespace. */
  registered?(namespace: string): readonly Instance[];
}

const LONGEST_BODY = 64 * 1024;
/** More requests that wait for their answers at once are refused. */
const MOST_WAITING = 2_000;

/** The JSON object that was sent; undefined when there is none, or when it is too long. */
async function bodyOf(request: IncomingMessage): Promise<object | undefined> {
  const text = await readText(request, LONGEST_BODY);
  if (!text) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function send(
  response: ServerResponse,
  { status, body }: Answer,
  pod?: string,
): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(pod ? { 'x-answered-by': pod } : {}),
  });
  response.end(JSON.stringify(body));
}

/** A health group of a service; undefined for other paths and for a group that there is not. */
function healthOf(service: ServiceName, path: string, met: Met) {
  const base = `${serviceProfile(service)?.context ?? ''}/actuator/health`;
  if (path !== base && !path.startsWith(`${base}/`)) return undefined;
  return healthAnswer(path.slice(base.length + 1), met.failureShare ?? 0);
}

/**
 * The services of all clusters over real HTTP, for load tests with a real
 * Locust: `http://127.0.0.1:<port>/<cluster>/<namespace>/<service>` and then the
 * path of the service. Waits, failures and lost answers are those that the
 * traffic model has for the service at that moment. Not for browsers.
 */
export function createServicesServer(
  clusters: readonly ServedCluster[],
): LoopbackServer {
  const byName = new Map(clusters.map(cluster => [cluster.name, cluster]));
  let waiting = 0;

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, cluster, namespace, service, ...rest] = url.pathname.split('/');
    const asked: Asked = {
      method: request.method ?? 'GET',
      path: `/${rest.join('/')}`,
      body: await bodyOf(request),
    };
    if (isFromBrowser(request)) {
      send(response, { status: 403, body: { error: 'Not for browsers.' } });
      return;
    }
    const met =
      isServiceName(service ?? '') && waiting < MOST_WAITING
        ? byName
            .get(cluster ?? '')
            ?.arrive(namespace ?? '', service as ServiceName)
        : undefined;
    if (!met) {
      const full = waiting >= MOST_WAITING;
      send(response, {
        status: full ? 503 : 404,
        body: {
          error: full
            ? `${MOST_WAITING} requests wait for an answer already.`
            : 'The address is /<cluster>/<namespace>/<service>/<path>.',
        },
      });
      return;
    }
    waiting += 1;
    await new Promise(resolve => setTimeout(resolve, met.milliseconds));
    waiting -= 1;
    const health = healthOf(service as ServiceName, asked.path, met);
    const eureka =
      service === 'service-discovery'
        ? eurekaAnswer(
            byName.get(cluster)?.registered?.(namespace) ?? [],
            asked.path,
            request.headers.accept,
          )
        : undefined;
    if (met.outcome === 'lost') request.socket.destroy();
    // Management endpoints are not what a release breaks.
    else if (health) send(response, health, met.pod);
    else if (eureka && met.outcome === 'answered') {
      response.writeHead(eureka.status, { 'content-type': eureka.contentType });
      response.end(eureka.text);
    } else if (met.outcome === 'failed')
      send(response, springError(500, asked), met.pod);
    else send(response, answerOf(service as ServiceName, asked), met.pod);
  };

  return createLoopbackServer(serve, 60_000);
}
