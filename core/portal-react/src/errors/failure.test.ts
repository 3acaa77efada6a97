import { ResponseError } from '@backstage/errors';
import { fetchJson } from './fetchJson';
import { failureMessage, failureOf, NoAnswerError } from './failure';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };

const apiError = (status: number, name: string, message: string) =>
  new Response(
    JSON.stringify({
      error: { name, message },
      response: { statusCode: status },
    }),
    { status, statusText: 'Status Text', headers: JSON_TYPE },
  );

const NO_PROMETHEUS = 'No Prometheus is configured for cluster bench';

describe('failureOf an answer with an error status', () => {
  it.each([
    [404, 'NotFoundError', NO_PROMETHEUS, false],
    [403, 'NotAllowedError', 'It takes the permission rollouts.read.', false],
    [400, 'InputError', 'start must be before end', false],
    [401, 'AuthenticationError', 'Missing credentials', false],
    [409, 'ConflictError', 'The rollout has changed.', false],
    [501, 'NotImplementedError', 'Not here.', false],
    [429, 'Error', 'Too many requests.', true],
    [503, 'ServiceUnavailableError', 'Cluster bench cannot be reached.', true],
    [500, 'Error', 'An unexpected error', true],
  ])('%d %s: its own sentence', async (status, name, message, retryable) => {
    const error = await ResponseError.fromResponse(
      apiError(status, name, message),
    );
    expect(failureOf(error)).toEqual({ message, name, status, retryable });
  });

  it.each<[string, Response, string, boolean]>([
    [
      'HTML of a proxy',
      new Response('<html><h1>Bad Gateway</h1></html>', {
        status: 502,
        statusText: 'Bad Gateway',
        headers: HTML_TYPE,
      }),
      "The answer was 502 Bad Gateway (text/html), which is not an answer of the portal's API. It may come from a proxy or load balancer in front of the portal.",
      true,
    ],
    [
      'HTTP/2, which has no status text',
      new Response('<html>', { status: 504, headers: HTML_TYPE }),
      "The answer was 504 (text/html), which is not an answer of the portal's API. It may come from a proxy or load balancer in front of the portal.",
      true,
    ],
    [
      'no body',
      new Response(null, { status: 404, statusText: 'Not Found' }),
      'The answer was 404 Not Found, without a reason.',
      false,
    ],
    [
      'JSON of something else',
      new Response('{"message":"no route"}', {
        status: 404,
        statusText: 'Not Found',
        headers: JSON_TYPE,
      }),
      'The answer was 404 Not Found, without a reason.',
      false,
    ],
    [
      'an empty message',
      apiError(500, 'Error', ''),
      'The answer was 500 Status Text, without a reason.',
      true,
    ],
  ])('%s: what is known', async (_, response, message, retryable) => {
    const error = await ResponseError.fromResponse(response);
    expect(failureOf(error)).toMatchObject({ message, retryable });
    expect(message).not.toContain('<');
  });
});

describe('failureOf anything else', () => {
  it.each<[string, unknown, string, boolean]>([
    [
      'Chromium without a network',
      new TypeError('Failed to fetch'),
      'The portal cannot be reached: the request got no answer. Check the network connection.',
      true,
    ],
    [
      'Firefox',
      new TypeError('NetworkError when attempting to fetch resource.'),
      'The portal cannot be reached: the request got no answer. Check the network connection.',
      true,
    ],
    [
      'Safari',
      new TypeError('Load failed'),
      'The portal cannot be reached: the request got no answer. Check the network connection.',
      true,
    ],
    [
      'a timeout',
      Object.assign(new Error('signal timed out'), { name: 'TimeoutError' }),
      'The portal did not answer in time.',
      true,
    ],
    [
      'a live topic',
      { name: 'NotFoundError', message: 'No cluster x is configured.' },
      'No cluster x is configured.',
      false,
    ],
    [
      'a live topic that may come back',
      { name: 'ServiceUnavailableError', message: 'Cluster x is away.' },
      'Cluster x is away.',
      true,
    ],
    ['nothing', undefined, 'The portal gave no reason.', true],
    [
      'an error without words',
      new Error(''),
      'The portal gave no reason.',
      true,
    ],
    ['a text', 'it broke', 'it broke', true],
  ])('%s', (_, error, message, retryable) => {
    expect(failureOf(error)).toMatchObject({ message, retryable });
  });
});

describe('fetchJson', () => {
  const send = (
    fetch: (init?: RequestInit) => Promise<Response>,
    init?: RequestInit,
    withinMs = 40,
  ) =>
    fetchJson(
      { fetch: (_url, given) => fetch(given) },
      'http://portal/api/x',
      init,
      { withinMs },
    );
  const failed = (asked: Promise<unknown>) =>
    asked.then(
      () => 'answered',
      error => failureMessage(error),
    );

  it('reads JSON', async () => {
    const json = async () =>
      new Response('{"a":1}', { status: 200, headers: JSON_TYPE });
    await expect(send(json)).resolves.toEqual({ a: 1 });
  });

  it('keeps a text of the answer from turning the words beside it', async () => {
    const json = async () =>
      Response.json({ image: 'shop\u202e:1', reason: 'שלום 5' });
    await expect(send(json)).resolves.toEqual({
      image: 'shop[U+202E]:1',
      reason: '\u2068שלום 5\u2069',
    });
  });

  it('sends a text back as it was', async () => {
    const bodies: unknown[] = [];
    await fetchJson(
      {
        fetch: async (_url, given) => {
          bodies.push(given?.body);
          return Response.json({});
        },
      },
      'http://portal/api/x',
      { method: 'POST', body: JSON.stringify({ reason: '\u2068שלום\u2069' }) },
    );
    expect(bodies).toEqual(['{"reason":"שלום"}']);
  });

  it('hands over the API’s own error', async () => {
    const refuse = async () => apiError(404, 'NotFoundError', NO_PROMETHEUS);
    expect(await failed(send(refuse))).toBe(NO_PROMETHEUS);
  });

  it('has a deadline, for the head and for the body, and ends the request', async () => {
    let signal: AbortSignal | null | undefined;
    const never = (init?: RequestInit) => {
      signal = init?.signal;
      return new Promise<Response>(() => {});
    };
    expect(await failed(send(never))).toBe(
      'The portal did not answer within 0.04 s.',
    );
    expect(signal?.aborted).toBe(true);
    const drip = async () =>
      new Response(new ReadableStream({ start() {} }), { status: 200 });
    expect(await failed(send(drip))).toBe(
      'The portal did not answer within 0.04 s.',
    );
  });

  it('says of a write that it may have been done', async () => {
    const cut = async () => {
      throw new TypeError('Failed to fetch');
    };
    const message = await failed(send(cut, { method: 'POST' }));
    expect(message).toBe(
      'The portal cannot be reached: the request got no answer. Check the network connection. It is not known whether it was done: check before you send it again.',
    );
    await expect(send(cut)).rejects.toThrow(NoAnswerError);
  });

  it('names an answer that is not one of the API', async () => {
    const signIn = async () =>
      new Response('<html>Sign in</html>', { status: 200, headers: HTML_TYPE });
    expect(await failed(send(signIn))).toBe(
      "The answer (text/html) is not one of the portal's API. A sign-in page or a proxy may stand in front of the portal.",
    );
  });
});
