import { ResponseError } from '@backstage/errors';
import { FetchApi } from '@backstage/frontend-plugin-api';
import { parseForeign, withoutIsolates } from '@slipway/plugin-clusters-common';
import { mediaType, NoAnswerError, StrangeAnswerError } from './failure';

/** Longest wait for an answer of the portal, in ms. Above every deadline of the backend, so that its own reason arrives first. */
export const ANSWER_WITHIN_MS = 60_000;

/**
 * Sends one request to the portal's own API and reads its JSON. Has a deadline
 * for the whole answer. Every text of the answer is isolated: a page may show it anywhere.
 *
 * @throws ResponseError for an error status; NoAnswerError when nothing came
 * in time or the network failed; StrangeAnswerError when the answer is no JSON
 * of the API. `failureOf` turns each of them into what a page shows.
 */
export async function fetchJson<T>(
  fetchApi: FetchApi,
  url: string,
  init: RequestInit = {},
  options: { withinMs?: number } = {},
): Promise<T> {
  const withinMs = options.withinMs ?? ANSWER_WITHIN_MS;
  // A read can be sent again; of a write nobody knows whether it was done.
  const doubt =
    (init.method ?? 'GET') === 'GET'
      ? ''
      : ' It is not known whether it was done: check before you send it again.';
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new NoAnswerError(
          `The portal did not answer within ${withinMs / 1000} s.${doubt}`,
        ),
      );
      abort.abort();
    }, withinMs);
  });
  const whole = answerOf<T>(
    () => fetchApi.fetch(url, { ...withPlainBody(init), signal: abort.signal }),
    doubt,
  );
  try {
    return await Promise.race([whole, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a page took from an answer goes back as it was written. */
function withPlainBody(init: RequestInit): RequestInit {
  return typeof init.body === 'string'
    ? { ...init, body: withoutIsolates(init.body) }
    : init;
}

async function answerOf<T>(
  send: () => Promise<Response>,
  doubt: string,
): Promise<T> {
  let response: Response;
  try {
    response = await send();
  } catch {
    throw new NoAnswerError(
      `The portal cannot be reached: the request got no answer. Check the network connection.${doubt}`,
    );
  }
  if (!response.ok) throw await ResponseError.fromResponse(response);
  let text: string;
  try {
    text = await response.text();
  } catch {
    throw new NoAnswerError(
      `The connection to the portal was cut before its answer was complete.${doubt}`,
    );
  }
  try {
    // T is the caller's word for what its own backend sends.
    return parseForeign(text) as T;
  } catch {
    const type = mediaType(response.headers) ?? 'of no stated type';
    throw new StrangeAnswerError(
      `The answer (${type}) is not one of the portal's API. A sign-in page or a proxy may stand in front of the portal.${doubt}`,
    );
  }
}
