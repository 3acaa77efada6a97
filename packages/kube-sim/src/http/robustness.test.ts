import { Agent, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TestServer, until } from './__testUtils__/server';

const MAPS = '/api/v1/namespaces/shop/configmaps';
const map = (name: string, size = 1) => ({
  metadata: { name, namespace: 'shop' },
  data: { text: 'x'.repeat(size) },
});

describe('trouble', () => {
  let api: TestServer;
  beforeEach(async () => {
    api = await TestServer.start({ limits: { watchBytes: 256 * 1024 } });
  });
  afterEach(async () => {
    await api.close();
  });

  const alive = async () => (await api.send('/version')).status;

  it.each([
    ['cut off', '{"metadata":', 400],
    ['a list', '[]', 400],
    ['null', 'null', 400],
    ['a number', '7', 400],
    ['metadata of the wrong type', '{"metadata":[]}', 400],
    [
      'labels of the wrong type',
      '{"metadata":{"name":"a","labels":{"a":1}}}',
      400,
    ],
    ['no name', '{"metadata":{}}', 422],
    ['a name of a prototype', '{"metadata":{"name":"__proto__"}}', 422],
    [
      'deep nesting',
      `{"metadata":{"name":"a"},"data":${'{"a":'.repeat(5000)}1${'}'.repeat(
        5000,
      )}}`,
      400,
    ],
  ])('%s is reported as a Status', async (_what, body, code) => {
    const { status, json } = await api.send(MAPS, { method: 'POST', body });
    expect([status, json.kind]).toEqual([code, 'Status']);
    expect(await alive()).toBe(200);
  });

  it('refuses what is nested too deep, wherever it is', async () => {
    const depth = 400_000;
    const path = '/apis/example.com/v1alpha1/namespaces/shop/widgets';
    const nested = (levels: number) =>
      `{"apiVersion":"example.com/v1alpha1","kind":"Widget","metadata":{"name":"a"},"spec":{"template":{"x":${'['.repeat(
        levels,
      )}${']'.repeat(
        levels,
      )},"metadata":{"annotations":{"text":"[[[{{\\"["}}}}}`;
    const send = (body: string) => api.send(path, { method: 'POST', body });
    expect((await send(nested(depth))).status).toBe(400);
    expect((await send(nested(900))).status).toBe(201);
    expect((await api.send(`${path}/a`)).json.spec).toMatchObject({
      template: { metadata: { annotations: { text: '[[[{{"[' } } },
    });
    expect(await alive()).toBe(200);
  });

  it('refuses huge bodies, announced or not', async () => {
    const announced = await api.send(MAPS, {
      method: 'POST',
      body: 'x'.repeat(4 * 1024 * 1024),
    });
    expect([announced.status, announced.json.reason]).toEqual([
      413,
      'RequestEntityTooLarge',
    ]);
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', data => {
      answer += data;
    });
    socket.on('error', () => {});
    socket.write(
      `POST ${MAPS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = 'x'.repeat(64 * 1024);
    for (let sent = 0; sent < 60; sent += 1)
      socket.write(`10000\r\n${chunk}\r\n`);
    await until(() => answer.includes('413'));
    socket.destroy();
    expect(await alive()).toBe(200);
  });

  it('survives bytes that are no HTTP, and clients that go in the middle', async () => {
    const port = Number(new URL(api.url).port);
    for (const text of [
      'nonsense\r\n\r\n',
      `POST ${MAPS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\nContent-Length: 100\r\n\r\n{"a"`,
      'GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET //[ HTTP/1.1\r\nHost: x\r\n\r\n',
    ]) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      await new Promise<void>(resolve => {
        socket.write(text, () => resolve());
      });
      socket.destroy();
    }
    expect(await alive()).toBe(200);
  });

  it('ends the watch of a reader that is too slow, and only that', async () => {
    const slow = await api.watch(`${MAPS}?watch=1`);
    slow.pause();
    const quick = await api.watch(`${MAPS}?watch=1`);
    let lines = 0;
    quick.on('data', (data: Buffer) => {
      lines += data.toString().split('\n').length - 1;
    });
    let ended = false;
    slow.on('close', () => {
      ended = true;
    });
    slow.on('error', () => {});
    await until(() => api.server.watches === 2);
    let made = 0;
    const quickHasAll = () => lines === made;
    while (api.server.watches === 2 && made < 2000) {
      api.put('configmaps', map(`m${made}`, 50_000));
      made += 1;
      await until(quickHasAll);
    }
    expect(api.server.watches).toBe(1);
    slow.resume();
    await until(() => ended);
    quick.destroy();
    await until(() => api.server.watches === 0);
  });

  it('serves a thousand watches, and keeps nothing of them when they vanish', async () => {
    const agent = new Agent({ maxSockets: Infinity });
    let reported = 0;
    const open = async (name: string) => {
      const watch = await api.watch(
        `${MAPS}?watch=1&fieldSelector=metadata.name%3D${name}`,
        agent,
      );
      watch.on('data', () => {
        reported += 1;
      });
      watch.on('error', () => {});
      return watch;
    };
    const round = async () => {
      reported = 0;
      const watches: IncomingMessage[] = [];
      for (let pair = 0; pair < 500; pair += 1) {
        watches.push(await open('odd'), await open('even'));
      }
      expect(api.server.watches).toBe(1000);
      api.put('configmaps', map('odd'));
      await until(() => reported === 500);
      watches.forEach(watch => watch.destroy());
      await until(() => api.server.watches === 0);
      api.store.delete(api.type('configmaps'), 'shop', 'odd');
    };
    await round();
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    collect();
    const before = process.memoryUsage().heapUsed;
    await round();
    await round();
    collect();
    const grown = process.memoryUsage().heapUsed - before;
    expect(grown).toBeLessThan(16 * 1024 * 1024);
    expect(await alive()).toBe(200);
  }, 180_000);
});
