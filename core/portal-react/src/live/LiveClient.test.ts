import { LiveFrame, StreamRequest, topicId } from '@slipway/plugin-live-common';
import { LiveClient } from './LiveClient';

/** One stream that the client has opened, spoken for by the test. */
interface Opened {
  url: string;
  request: StreamRequest;
  send(...frames: LiveFrame[]): void;
  /** Bytes as they are, cut where the test cuts them. */
  sendBytes(bytes: Uint8Array): void;
  end(): void;
  fail(error: Error): void;
  aborted: boolean;
}

const encode = (text: string) => new TextEncoder().encode(text);
const asText = (frame: LiveFrame) => `data: ${JSON.stringify(frame)}\n\n`;
const hello: LiveFrame = {
  type: 'hello',
  epoch: 'e',
  serverTime: '2026-01-02T03:04:05.000Z',
};
const snapshot = (
  id: string,
  items: Record<string, unknown>,
  resume = 'e:1',
): LiveFrame => ({
  type: 'snapshot',
  id,
  resume,
  items: Object.entries(items).map(([key, value]) => ({ key, value })),
  freshness: [],
});
const upsert = (id: string, key: string, value: unknown): LiveFrame => ({
  type: 'upsert',
  id,
  resume: 'e:2',
  items: [{ key, value }],
});

function setUp() {
  const streams: Opened[] = [];
  const answers: Array<() => Response> = [];
  const visibility = Object.assign(new EventTarget(), { hidden: false });
  const fetchStream = async (
    input: unknown,
    init?: RequestInit,
  ): Promise<Response> => {
    const answer = answers.shift();
    if (answer) return answer();
    let wake: (() => void) | undefined;
    type Chunk = Uint8Array | { error: Error } | 'end';
    const chunks: Chunk[] = [];
    const pushed = () =>
      new Promise<void>(resolve => {
        wake = resolve;
      });
    const push = (chunk: Chunk) => {
      chunks.push(chunk);
      wake?.();
    };
    const opened: Opened = {
      url: String(input),
      request: JSON.parse(String(init?.body)) as StreamRequest,
      send: (...frames) => push(encode(frames.map(asText).join(''))),
      sendBytes: push,
      end: () => push('end'),
      fail: error => push({ error }),
      aborted: false,
    };
    init?.signal?.addEventListener('abort', () => {
      opened.aborted = true;
      push({ error: new Error('aborted') });
    });
    streams.push(opened);
    const reader = {
      async read() {
        if (chunks.length === 0) await pushed();
        const chunk = chunks.shift();
        if (chunk === undefined || chunk === 'end') {
          return { done: true, value: undefined };
        }
        if ('error' in chunk) throw chunk.error;
        return { done: false, value: chunk };
      },
    };
    return {
      ok: true,
      body: { getReader: () => reader },
    } as unknown as Response;
  };
  const client = new LiveClient({
    fetchApi: { fetch: fetchStream as typeof fetch },
    discoveryApi: { getBaseUrl: async id => `http://localhost/api/${id}` },
    visibility: visibility as unknown as Document,
    random: () => 0,
  });
  const hide = (hidden: boolean) => {
    visibility.hidden = hidden;
    visibility.dispatchEvent(new Event('visibilitychange'));
  };
  return { client, streams, answers, hide };
}

const LIST = { topic: 'rollouts:list' };
const ONE = { topic: 'rollouts:detail', params: { name: 'order-service' } };
const ONE_ID = 'rollouts:detail?name=order-service';
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const ids = (stream: Opened) => stream.request.topics.map(one => one.topic);

describe('LiveClient', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-01-02T03:04:00Z') });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('opens one stream for all that is asked for together', async () => {
    const { client, streams } = setUp();
    client.subscribe(LIST, () => {});
    client.subscribe(ONE, () => {});
    client.subscribe(LIST, () => {});
    await pass(30);
    expect(streams).toHaveLength(1);
    expect(streams[0].url).toBe('http://localhost/api/live/stream');
    expect(streams[0].request).toEqual({ topics: [LIST, ONE] });
  });

  it('reads frames wherever they are cut', async () => {
    const { client, streams } = setUp();
    client.subscribe(LIST, () => {});
    await pass(30);
    const bytes = encode(
      `: hi\r\n\r\n${asText(hello)}${asText(
        snapshot('rollouts:list', { a: '80 % → größer 🚀' }),
      )}`,
    );
    for (const byte of bytes) streams[0].sendBytes(Uint8Array.of(byte));
    await pass(0);
    const topic = client.getTopic('rollouts:list');
    expect(topic.status).toBe('ready');
    expect(topic.items.get('a')).toBe('80 % → größer 🚀');
  });

  it('keeps a text of a cluster from turning the words beside it', async () => {
    const { client, streams } = setUp();
    client.subscribe(LIST, () => {});
    await pass(30);
    streams[0].send(
      hello,
      snapshot('rollouts:list', {
        a: { message: 'ok \u202edetroba', to: 'שלום' },
      }),
    );
    await pass(0);
    expect(client.getTopic('rollouts:list').items.get('a')).toEqual({
      message: 'ok [U+202E]detroba',
      to: '\u2068שלום\u2069',
    });
  });

  it('knows the clock of the server', async () => {
    const { client, streams } = setUp();
    const heard = jest.fn();
    client.subscribeConnection(heard);
    client.subscribe(LIST, () => {});
    expect(client.getConnection().status).toBe('connecting');
    await pass(30);
    streams[0].send(hello);
    await pass(0);
    expect(client.getConnection()).toMatchObject({
      status: 'open',
      clockSkewMs: 4970,
    });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('calls only the listeners of the topic that changed, once for one piece', async () => {
    const { client, streams } = setUp();
    const list = jest.fn();
    const one = jest.fn();
    client.subscribe(LIST, list);
    client.subscribe(ONE, one);
    await pass(30);
    streams[0].send(hello, snapshot('rollouts:list', {}), snapshot(ONE_ID, {}));
    await pass(0);
    const before = client.getTopic(ONE_ID);
    list.mockClear();
    one.mockClear();
    streams[0].send(
      upsert('rollouts:list', 'a', 1),
      upsert('rollouts:list', 'b', 2),
    );
    await pass(0);
    expect(list).toHaveBeenCalledTimes(1);
    expect(one).not.toHaveBeenCalled();
    expect(client.getTopic(ONE_ID)).toBe(before);
  });

  it('opens the stream again with its tokens when the set of topics changes', async () => {
    const { client, streams } = setUp();
    client.subscribe(LIST, () => {});
    await pass(30);
    streams[0].send(hello, snapshot('rollouts:list', { a: 1 }, 'e:7'));
    await pass(0);
    const leave = client.subscribe(ONE, () => {});
    await pass(30);
    expect(streams[0].aborted).toBe(true);
    expect(streams[1].request.topics).toEqual([
      { ...LIST, resume: 'e:7' },
      ONE,
    ]);
    expect(client.getTopic('rollouts:list').items.get('a')).toBe(1);
    expect(client.getConnection().status).toBe('open');

    leave();
    await pass(30);
    expect(ids(streams[2])).toEqual(['rollouts:list']);
    expect(client.getTopic(ONE_ID).status).toBe('loading');
  });

  it('does not open it again for a topic that is left and asked for again at once', async () => {
    const { client, streams } = setUp();
    const leave = client.subscribe(LIST, () => {});
    await pass(30);
    leave();
    leave();
    client.subscribe(LIST, () => {});
    await pass(100);
    expect(streams).toHaveLength(1);
    expect(streams[0].aborted).toBe(false);
  });

  it('closes the stream when nobody asks for anything', async () => {
    const { client, streams } = setUp();
    const leave = client.subscribe(LIST, () => {});
    await pass(30);
    leave();
    await pass(30);
    expect(streams[0].aborted).toBe(true);
    expect(streams).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('comes back after a break, later each time, and keeps what it had', async () => {
    const { client, streams, answers } = setUp();
    client.subscribe(LIST, () => {});
    await pass(30);
    streams[0].send(hello, snapshot('rollouts:list', { a: 1 }, 'e:3'));
    await pass(10_000);
    answers.push(
      () => {
        throw new TypeError('Failed to fetch');
      },
      () => {
        throw new TypeError('Failed to fetch');
      },
    );
    streams[0].fail(new TypeError('network error'));
    await pass(0);
    expect(client.getConnection()).toMatchObject({
      status: 'reconnecting',
      reason: 'network error',
    });
    expect(client.getTopic('rollouts:list').items.get('a')).toBe(1);
    await pass(499);
    expect(answers).toHaveLength(2);
    await pass(1);
    expect(answers).toHaveLength(1);
    await pass(500);
    expect(answers).toHaveLength(0);
    await pass(500);
    expect(streams[1].request.topics).toEqual([{ ...LIST, resume: 'e:3' }]);
    streams[1].send(hello);
    await pass(0);
    expect(client.getConnection().status).toBe('open');
  });

  it('says why the server did not open the stream', async () => {
    const { client, answers } = setUp();
    answers.push(
      () =>
        ({
          ok: false,
          status: 503,
          statusText: 'Service Unavailable',
          headers: new Headers(),
          text: async () => 'starting',
        } as unknown as Response),
    );
    client.subscribe(LIST, () => {});
    await pass(30);
    expect(client.getConnection()).toMatchObject({
      status: 'reconnecting',
      reason: expect.stringContaining('503'),
    });
  });

  it('shows a refusal where there is nothing else, and waits as long as the server asks', async () => {
    const { client, streams, answers } = setUp();
    const message = 'You have 20 live pages open, which is the limit.';
    const tooMany = () =>
      ({
        ok: false,
        status: 429,
        statusText: 'Too Many Requests',
        headers: new Headers({
          'content-type': 'application/json',
          'retry-after': '15',
        }),
        text: async () =>
          JSON.stringify({
            error: { name: 'TooManyStreamsError', message },
            response: { statusCode: 429 },
          }),
      } as unknown as Response);
    const drawn = jest.fn();
    answers.push(tooMany, tooMany);
    client.subscribe(LIST, drawn);
    await pass(30);
    expect(client.getConnection()).toMatchObject({
      status: 'reconnecting',
      reason: message,
    });
    expect(client.getTopic('rollouts:list')).toMatchObject({
      status: 'failed',
      error: { name: 'TooManyStreamsError', message },
    });
    expect(drawn).toHaveBeenCalled();
    await pass(15_499);
    expect(answers).toHaveLength(1);
    await pass(1);
    expect(answers).toHaveLength(0);

    await pass(15_500);
    expect(streams).toHaveLength(1);
    streams[0].send(hello, snapshot('rollouts:list', { a: 1 }));
    await pass(10_000);
    expect(client.getTopic('rollouts:list').status).toBe('ready');

    // What a page shows already it keeps.
    answers.push(tooMany);
    streams[0].fail(new TypeError('network error'));
    await pass(500);
    expect(client.getConnection().reason).toBe(message);
    expect(client.getTopic('rollouts:list').status).toBe('ready');
  });

  it('comes back at once when the token has expired, with jitter when the server stops', async () => {
    const { client, streams } = setUp();
    client.subscribe(LIST, () => {});
    await pass(30);
    streams[0].send(hello);
    await pass(60_000 - 25_000);
    streams[0].send({ type: 'end', reason: 'expired' });
    streams[0].end();
    await pass(0);
    await pass(0);
    expect(streams).toHaveLength(2);
    expect(client.getConnection().status).not.toBe('reconnecting');

    streams[1].send(hello, { type: 'end', reason: 'shutdown' });
    streams[1].end();
    await pass(499);
    expect(streams).toHaveLength(2);
    expect(client.getConnection().status).toBe('reconnecting');
    await pass(1);
    expect(streams).toHaveLength(3);
  });

  it('does not come back at once again and again', async () => {
    const { client, streams } = setUp();
    client.subscribe(LIST, () => {});
    await pass(30);
    streams[0].send(hello, { type: 'end', reason: 'expired' });
    streams[0].end();
    await pass(400);
    expect(streams).toHaveLength(1);
  });

  it('takes a stream without heartbeats for dead', async () => {
    const { client, streams } = setUp();
    client.subscribe(LIST, () => {});
    await pass(30);
    streams[0].send(hello);
    for (let n = 0; n < 4; n++) {
      await pass(15_000);
      streams[0].sendBytes(encode(': heartbeat\n\n'));
    }
    expect(client.getConnection().status).toBe('open');
    await pass(40_000);
    expect(streams[0].aborted).toBe(true);
    expect(client.getConnection()).toMatchObject({
      status: 'reconnecting',
      reason: 'the server fell silent',
    });
  });

  it('gives the stream up 10 s after the tab was hidden, and comes back when it is seen', async () => {
    const { client, streams, hide } = setUp();
    client.subscribe(LIST, () => {});
    await pass(30);
    streams[0].send(hello, snapshot('rollouts:list', { a: 1 }, 'e:4'));
    await pass(0);
    hide(true);
    await pass(9_000);
    hide(false);
    await pass(5_000);
    expect(streams[0].aborted).toBe(false);

    hide(true);
    await pass(10_000);
    expect(streams[0].aborted).toBe(true);
    expect(client.getConnection().status).toBe('paused');
    client.subscribe(ONE, () => {});
    await pass(60_000);
    expect(streams).toHaveLength(1);

    hide(false);
    await pass(0);
    expect(streams[1].request.topics).toEqual([
      { ...LIST, resume: 'e:4' },
      ONE,
    ]);
    expect(client.getTopic('rollouts:list').items.get('a')).toBe(1);
  });

  it('asks again for a topic that failed for the moment, not for one that is refused', async () => {
    const { client, streams } = setUp();
    client.subscribe(LIST, () => {});
    await pass(30);
    const failed = (name: string): LiveFrame => ({
      type: 'failed',
      id: 'rollouts:list',
      error: { name, message: 'no' },
    });
    streams[0].send(hello, failed('NotAllowedError'));
    await pass(30_000);
    expect(streams).toHaveLength(1);
    expect(client.getTopic('rollouts:list').status).toBe('failed');

    streams[0].send(failed('ServiceUnavailableError'));
    await pass(10_001);
    expect(streams).toHaveLength(2);

    client.retry();
    await pass(0);
    expect(streams).toHaveLength(3);
    expect(streams[1].aborted).toBe(true);
  });

  it('says what is too long to be asked for, and follows the others', async () => {
    const { client, streams } = setUp();
    const long = {
      topic: 'rollouts:page',
      params: { query: 'x'.repeat(8_001) },
    };
    client.subscribe(LIST, () => {});
    client.subscribe(long, () => {});
    await pass(30);
    expect(ids(streams[0])).toEqual(['rollouts:list']);
    streams[0].send(hello, snapshot('rollouts:list', { a: 1 }));
    await pass(30_000);
    expect(client.getTopic('rollouts:list').status).toBe('ready');
    expect(client.getTopic(topicId(long))).toMatchObject({
      status: 'failed',
      error: {
        name: 'InputError',
        message:
          'query has 8001 characters, and at most 8000 can be asked for. Remove some of the filters.',
      },
    });
    expect(streams).toHaveLength(1);
  });

  it('leaves nothing behind when it is closed', async () => {
    const { client, streams, hide } = setUp();
    client.subscribe(LIST, () => {});
    await pass(30);
    client.close();
    hide(true);
    hide(false);
    await pass(60_000);
    expect(streams).toHaveLength(1);
    expect(streams[0].aborted).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });
});
