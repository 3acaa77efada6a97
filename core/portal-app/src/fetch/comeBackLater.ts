/** How often a request is sent again. */
const TRIES = 3;
/** Longest time that the server is believed, in ms. */
const LONGEST_WAIT_MS = 30_000;
/** Requests that were refused together do not come back together. */
const SPREAD_MS = 500;

type Fetch = typeof fetch;

/**
 * Sends a request again when the portal has refused it because its user sends
 * too many, after the time that the answer names. Nothing has been done for a
 * request that is refused so. The live stream comes back by itself, because it
 * says meanwhile why the page is not live.
 */
export const comeBackLater = {
  apply(next: Fetch): Fetch {
    return async (input, init) => {
      let response = await next(input, init);
      for (let tried = 0; tried < TRIES; tried += 1) {
        const waitMs = await waitFor(response, input, init);
        if (waitMs === undefined) break;
        await response.body?.cancel();
        await pause(waitMs + Math.random() * SPREAD_MS, signalOf(input, init));
        response = await next(input, init);
      }
      return response;
    };
  },
};

/** How long to wait before the same request, in ms; undefined when it is not to be sent again. */
async function waitFor(
  response: Response,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): Promise<number | undefined> {
  if (response.status !== 429) return undefined;
  const seconds = Number(response.headers.get('retry-after'));
  if (!(seconds > 0) || !canBeSentAgain(input, init)) return undefined;
  const method = init?.method ?? (isRequest(input) ? input.method : 'GET');
  // Other refusals with this status may come after something has been done.
  if (!['GET', 'HEAD'].includes(method) && !(await isOfFairShare(response))) {
    return undefined;
  }
  return Math.min(seconds * 1000, LONGEST_WAIT_MS);
}

function canBeSentAgain(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): boolean {
  if (isRequest(input) && input.body) return false;
  const { body, headers } = init ?? {};
  const streams =
    new Headers(headers).get('accept') === 'text/event-stream' ||
    (typeof ReadableStream !== 'undefined' && body instanceof ReadableStream);
  return !streams;
}

async function isOfFairShare(response: Response): Promise<boolean> {
  try {
    const { error } = await response.clone().json();
    return error?.name === 'TooManyRequestsError';
  } catch {
    return false;
  }
}

function isRequest(input: RequestInfo | URL): input is Request {
  return typeof input === 'object' && 'method' in input;
}

function signalOf(input: RequestInfo | URL, init: RequestInit | undefined) {
  return init?.signal ?? (isRequest(input) ? input.signal : undefined);
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    const aborted = () => {
      clearTimeout(timer);
      reject(
        signal?.reason ??
          new DOMException('The request was given up', 'AbortError'),
      );
    };
    if (signal?.aborted) aborted();
    else signal?.addEventListener('abort', aborted, { once: true });
  });
}
