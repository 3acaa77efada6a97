import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import {
  coreServices,
  createServiceFactory,
  HttpRouterService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { LiveFrame, readFrames } from '@slipway/plugin-live-common';
import { PluginHarness, startPluginHarness } from '@slipway/test-utils';
import Router from 'express-promise-router';
import { IncomingMessage, request as httpRequest } from 'node:http';
import { handWrittenTopic } from './__testUtils__/streams';
import livePlugin from './index';

/** The backend with the compression of production, which the test backend has not. */
function compressing() {
  const { compression } = MiddlewareFactory.create({
    config: mockServices.rootConfig(),
    logger: mockServices.rootLogger(),
  });
  return createServiceFactory({
    service: coreServices.httpRouter,
    deps: {
      plugin: coreServices.pluginMetadata,
      root: coreServices.rootHttpRouter,
    },
    factory({ plugin, root }): HttpRouterService {
      return {
        use: handler =>
          root.use(
            `/api/${plugin.getId()}`,
            Router().use(compression(), handler),
          ),
        addAuthPolicy: () => {},
      };
    },
  });
}

/** Real HTTP: what the fake sink of the other tests cannot show. */
describe('live plugin', () => {
  let harness: PluginHarness;
  let url: string;
  let topic: ReturnType<typeof handWrittenTopic>;

  beforeEach(async () => {
    topic = handWrittenTopic();
    harness = await startPluginHarness(livePlugin, {
      features: [compressing()],
      config: {
        slipway: { live: { maxStreamsPerUser: 3, maxStreams: 5 } },
      },
    });
    harness.live.register(topic.provider);
    url = `http://127.0.0.1:${harness.server.port()}/api/live/stream`;
  });
  afterEach(async () => {
    await harness.stop();
  });

  const post = (
    body: unknown,
    headers: Record<string, string> = {
      authorization: mockCredentials.user.header(),
    },
    signal?: AbortSignal,
  ) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal,
    });

  async function open(headers?: Record<string, string>) {
    const abort = new AbortController();
    const response = await post(
      { topics: [{ topic: 'test:thing' }] },
      headers,
      abort.signal,
    );
    const frames = readFrames(
      response.body as unknown as AsyncIterable<Uint8Array>,
    );
    return {
      response,
      async next(): Promise<LiveFrame | undefined> {
        const { value } = await frames.next();
        return value;
      },
      close: () => abort.abort(),
    };
  }

  it('streams to a user and to a service', async () => {
    for (const authorization of [
      mockCredentials.user.header(),
      mockCredentials.service.header(),
    ]) {
      const stream = await open({ authorization });
      expect(stream.response.status).toBe(200);
      expect(stream.response.headers.get('content-type')).toBe(
        'text/event-stream; charset=utf-8',
      );
      expect(await stream.next()).toMatchObject({ type: 'hello' });
      stream.close();
    }
  });

  it.each([
    ['gzip, deflate, br', 'deflate'],
    ['gzip', null],
    ['identity', null],
  ])(
    'gives a client that accepts %s its bytes at once',
    async (accepts, as) => {
      const stream = await open({
        authorization: mockCredentials.user.header(),
        'accept-encoding': accepts,
      });
      expect(stream.response.headers.get('content-encoding')).toBe(as);
      expect(stream.response.headers.get('cache-control')).toBe(
        'no-cache, no-transform',
      );
      expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
      expect(await stream.next()).toMatchObject({ type: 'hello' });
      await topic.isOpened;
      const long = 'Paused at a step. '.repeat(10_000);
      topic.sink().replace([['a', long]]);
      expect(await stream.next()).toMatchObject({
        type: 'snapshot',
        items: [{ key: 'a', value: long }],
      });
      topic.sink().upsert('a', 2);
      expect(await stream.next()).toMatchObject({
        type: 'upsert',
        items: [{ key: 'a', value: 2 }],
      });
      stream.close();
    },
  );

  const asUser = (name: string) => ({
    authorization: mockCredentials.user.header(`user:default/${name}`),
  });

  it('refuses a user, and then everybody, who has too many streams, and says when to come back', async () => {
    const olga = await Promise.all([1, 2, 3].map(() => open(asUser('olga'))));
    const fourth = await open(asUser('olga'));
    expect(fourth.response.status).toBe(429);
    expect(fourth.response.headers.get('retry-after')).toBe('15');
    expect(await fourth.response.json()).toMatchObject({
      error: {
        name: 'TooManyStreamsError',
        message: expect.stringContaining('You have 3 live pages open'),
      },
    });

    // A service is no user; it counts among all.
    const service = { authorization: mockCredentials.service.header() };
    const others = [await open(service), await open(asUser('omar'))];
    expect(others.map(({ response }) => response.status)).toEqual([200, 200]);
    const sixth = await open(asUser('omar'));
    expect(sixth.response.status).toBe(429);
    expect(await sixth.response.json()).toMatchObject({
      error: { message: expect.stringContaining('slipway.live.maxStreams)') },
    });

    olga[0].close();
    // The server hears of it by the socket: asked until it has.
    let again = await open(asUser('olga'));
    while (again.response.status === 429) {
      await again.response.text();
      again = await open(asUser('olga'));
    }
    expect(again.response.status).toBe(200);
    [...olga, ...others, again].forEach(stream => stream.close());
  });

  it('refuses those who are not signed in', async () => {
    const response = await post(
      { topics: [{ topic: 'test:thing' }] },
      { authorization: mockCredentials.none.header() },
    );
    expect(response.status).toBe(401);
  });

  it.each<[string, unknown, string]>([
    ['no topics', { topics: [] }, 'topics'],
    [
      'too many topics',
      {
        topics: Array.from({ length: 51 }, (_, n) => ({
          topic: 'test:thing',
          params: { n: String(n) },
        })),
      },
      'topics',
    ],
    ['a name that is none', { topics: [{ topic: 'x' }] }, 'topics.0.topic'],
    [
      'a long value',
      { topics: [{ topic: 'test:thing', params: { a: 'x'.repeat(8_001) } }] },
      'topics.0.params.a',
    ],
    [
      'a value that is no text',
      { topics: [{ topic: 'test:thing', params: { a: 1 } }] },
      'topics.0.params.a',
    ],
    [
      'many parameters',
      {
        topics: [
          {
            topic: 'test:thing',
            params: Object.fromEntries(
              Array.from({ length: 11 }, (_, n) => [`p${n}`, 'x']),
            ),
          },
        ],
      },
      'topics.0.params',
    ],
    ['a field that is not known', { topics: [], extra: 1 }, 'topics'],
  ])('refuses %s and names the field', async (_name, body, field) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    const answer = await response.json();
    expect(answer.error.name).toBe('InputError');
    expect(answer.error.message).toContain(`${field}:`);
  });

  it('ends streams at shutdown, so that the server stops', async () => {
    const stream = await open();
    expect(await stream.next()).toMatchObject({ type: 'hello' });
    const stopped = harness.stop();
    expect(await stream.next()).toEqual({ type: 'end', reason: 'shutdown' });
    expect(await stream.next()).toBeUndefined();
    // An open stream would hold the server for ever: the test's own time limit is the verdict.
    await stopped;
  });

  it('sends a slow reader only the newest values once it reads again', async () => {
    const body = JSON.stringify({ topics: [{ topic: 'test:thing' }] });
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const req = httpRequest(
        url,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: mockCredentials.user.header(),
          },
        },
        resolve,
      );
      req.on('error', reject);
      req.end(body);
    });
    // Nothing is read from here on: socket and kernel buffers fill up.
    await topic.isOpened;
    const large = 'x'.repeat(1_000_000);
    topic.sink().replace([['a', { n: 0, large }]]);
    const rounds = 60;
    for (let n = 1; n <= rounds; n++) {
      topic.sink().upsert('a', { n, large });
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await new Promise(resolve => setTimeout(resolve, 150));

    const seen: number[] = [];
    for await (const frame of readFrames(response)) {
      if (frame.type !== 'upsert' && frame.type !== 'snapshot') continue;
      const [{ value }] = frame.items as Array<{ value: { n: number } }>;
      seen.push(value.n);
      if (value.n === rounds) break;
    }
    expect(seen.at(-1)).toBe(rounds);
    expect(seen.length).toBeLessThan(rounds / 2);
    response.destroy();
  });
});
