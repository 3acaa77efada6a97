import { createHash, timingSafeEqual } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import {
  StartedRelease,
  QUALITIES,
  ReleaseRefused,
  ReleaseRequest,
  DemoView,
} from '../demo';
import {
  createLoopbackServer,
  isFromBrowser,
  LoopbackServer,
  readText,
} from '../platform/loopbackServer';

/** What the panel can do with the sandbox. */
export interface PanelActions {
  demo(): DemoView;
  /** @throws ReleaseRefused */
  release(request: ReleaseRequest): StartedRelease;
  /** Sandbox time and its speed. */
  time(): { now: string; speed: number };
  /** Sandbox seconds per second. */
  setSpeed(speed: number): void;
}

/** Bounds of the speed: faster, and controllers would not keep up. */
export const SPEED = { lowest: 0.1, highest: 10 };

const LONGEST_BODY = 16 * 1024;

/** A refusal that the caller can fix. */
class Refusal extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

const digest = (secret: string) => createHash('sha256').update(secret).digest();

/** Body of a request as a JSON object. */
async function readBody(
  request: IncomingMessage,
): Promise<Record<string, unknown>> {
  const sent = await readText(request, LONGEST_BODY);
  if (sent === undefined) {
    throw new Refusal(413, `A body is at most ${LONGEST_BODY} bytes long.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(sent);
  } catch {
    throw new Refusal(400, 'The body is no JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(400, 'The body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}

function text(body: Record<string, unknown>, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value === '') {
    throw new Refusal(400, `${field} must be a text that is not empty.`);
  }
  return value;
}

function readReleaseRequest(body: Record<string, unknown>): ReleaseRequest {
  const asked = text(body, 'quality');
  const quality = QUALITIES.find(one => one === asked);
  if (!quality) {
    throw new Refusal(400, `quality must be one of ${QUALITIES.join(', ')}.`);
  }
  return {
    cluster: text(body, 'cluster'),
    namespace: text(body, 'namespace'),
    service: text(body, 'service'),
    quality,
  };
}

function readSpeed(body: Record<string, unknown>): number {
  const { speed } = body;
  if (
    typeof speed !== 'number' ||
    !(speed >= SPEED.lowest && speed <= SPEED.highest)
  ) {
    throw new Refusal(
      400,
      `speed must be a number from ${SPEED.lowest} to ${SPEED.highest}.`,
    );
  }
  return speed;
}

/**
 * The control API of the sandbox, on loopback, for callers with the token:
 *
 * - `GET /demo`: services, what was started, when the demo scenario next considers one, time and speed
 * - `POST /releases` `{cluster, namespace, service, quality}`: 201 with what was started, 404, or 409 while one is under way
 * - `POST /speed` `{speed}`: sandbox seconds per second
 *
 * Failures are `{error: {message}}` with the fitting status.
 */
export function createPanelServer(
  actions: PanelActions,
  token: string,
): LoopbackServer {
  const wanted = digest(`Bearer ${token}`);

  const answer = async (
    request: IncomingMessage,
  ): Promise<{ status: number; body: unknown }> => {
    // A page in a browser has no business here: the portal's backend asks.
    if (isFromBrowser(request)) {
      throw new Refusal(403, 'Not for browsers.');
    }
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), wanted)) {
      throw new Refusal(401, 'The token is missing or wrong.');
    }
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    switch (`${request.method} ${pathname}`) {
      case 'GET /demo':
        return { status: 200, body: { ...actions.time(), ...actions.demo() } };
      case 'POST /releases':
        return {
          status: 201,
          body: actions.release(readReleaseRequest(await readBody(request))),
        };
      case 'POST /speed':
        actions.setSpeed(readSpeed(await readBody(request)));
        return { status: 200, body: actions.time() };
      default:
        throw new Refusal(404, `There is no ${request.method} ${pathname}.`);
    }
  };

  const send = (response: ServerResponse, status: number, body: unknown) => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(status === 413 ? { connection: 'close' } : {}),
    });
    response.end(JSON.stringify(body));
  };

  const statusOf = (error: unknown): number => {
    if (error instanceof Refusal) return error.status;
    if (error instanceof ReleaseRefused) {
      return error.reason === 'not-found' ? 404 : 409;
    }
    return 500;
  };

  return createLoopbackServer(
    (request, response) =>
      answer(request).then(
        ({ status, body }) => send(response, status, body),
        (error: unknown) =>
          send(response, statusOf(error), {
            error: {
              message: error instanceof Error ? error.message : String(error),
            },
          }),
      ),
    10_000,
  );
}
