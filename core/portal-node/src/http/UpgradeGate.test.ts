import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo, connect, Socket } from 'node:net';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { UpgradeGate } from './UpgradeGate';

const SIGNALS = '/api/signals';
const ORIGIN = 'http://portal.test';
const VERA = mockCredentials.user.token('user:default/vera');
const SERVICE = mockCredentials.service.token();

interface Portal {
  /** Sends a request and resolves with all that comes before the socket is closed, or with the first 101. */
  send(
    lines: Record<string, string>,
    path?: string,
    method?: string,
  ): Promise<Sent>;
  /** What the listener of signals was given. */
  upgraded: string[];
}
interface Sent {
  text: string;
  socket: Socket;
}

describe('UpgradeGate', () => {
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  afterEach(() => {
    sockets.splice(0).forEach(socket => socket.destroy());
    servers.splice(0).forEach(server => server.close());
  });

  async function start(auth = mockServices.auth()): Promise<Portal> {
    const upgraded: string[] = [];
    const gate = new UpgradeGate();
    const server = createServer();
    // As plugin-signals does: it listens from its first upgrade request on, and takes whoever comes.
    const listener = (request: IncomingMessage, socket: Socket) => {
      if (!'/api/signals'.endsWith(request.url || '-')) return;
      upgraded.push(request.url ?? '');
      socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
      socket.on('data', () => {});
      socket.on('end', () => socket.end());
    };
    const app = (
      request: IncomingMessage,
      response: { end(text: string): void },
    ) => {
      if (request.headers.upgrade === 'websocket') {
        server.on('upgrade', listener);
        request.url = '/'; // As Express leaves it.
      } else {
        response.end(`plain ${request.url}`);
      }
    };
    server.on('request', app);
    gate.guard({
      server,
      app,
      origins: new Set([ORIGIN]),
      logger: mockServices.logger.mock(),
    });
    gate.checkTokensWith(auth);
    servers.push(server);
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
    const { port } = server.address() as AddressInfo;
    return {
      upgraded,
      send: (headers, path = '/api/signals', method = 'GET') =>
        new Promise((resolve, reject) => {
          const socket = connect(port, '127.0.0.1');
          sockets.push(socket);
          let text = '';
          socket.on('error', reject);
          socket.on('data', chunk => {
            text += chunk;
            if (text.includes(' 101 ')) resolve({ text, socket });
          });
          socket.on('close', () => resolve({ text, socket }));
          const lines = Object.entries({
            Host: 'portal.test',
            Connection: 'Upgrade',
            Upgrade: 'websocket',
            ...headers,
          }).map(([name, value]) => `${name}: ${value}`);
          socket.write(
            `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`,
          );
        }),
    };
  }

  const user = { 'Sec-WebSocket-Protocol': VERA };

  it.each([
    ['of a program', user],
    ['of the portal’s page', { ...user, Origin: ORIGIN }],
  ])('passes on the websocket of a user, %s', async (_, headers) => {
    const { send, upgraded } = await start();
    expect((await send(headers)).text).toMatch(/^HTTP\/1.1 101 /);
    // The first one starts the listener, the second finds it.
    expect((await send(headers)).text).toMatch(/^HTTP\/1.1 101 /);
    expect(upgraded).toEqual(['/api/signals', '/api/signals']);
  });

  it.each<[string, number, Record<string, string>, string]>([
    ['without a token', 401, {}, SIGNALS],
    ['with a token of nobody', 401, { 'Sec-WebSocket-Protocol': 'x' }, SIGNALS],
    ['of a service', 403, { 'Sec-WebSocket-Protocol': SERVICE }, SIGNALS],
    [
      'of a foreign page',
      403,
      { ...user, Origin: 'http://evil.test' },
      SIGNALS,
    ],
    ['of a page without origin', 403, { ...user, Origin: 'null' }, SIGNALS],
    ['of another port', 403, { ...user, Origin: `${ORIGIN}:8080` }, SIGNALS],
    ['at another address', 404, user, '/api/catalog/entities'],
    ['at the end of the address', 404, user, '/signals'],
    ['at the address with a query', 404, user, '/api/signals?x=1'],
  ])('refuses one %s', async (_, status, headers, path) => {
    const { send, upgraded } = await start();
    await send(user); // The listener is there.
    const { text } = await send(headers, path);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text).toContain('"message"');
    expect(text).not.toContain('evil');
    expect(upgraded).toHaveLength(1);
  });

  it('refuses while tokens cannot be checked', async () => {
    const server = createServer();
    servers.push(server);
    new UpgradeGate().guard({
      server,
      app: () => {},
      origins: new Set([ORIGIN]),
      logger: mockServices.logger.mock(),
    });
    const answer = await new Promise<string>(resolve => {
      server.listen(0, '127.0.0.1', () => {
        const socket = connect((server.address() as AddressInfo).port);
        sockets.push(socket);
        socket.once('data', chunk => resolve(String(chunk)));
        socket.write(
          `GET /api/signals HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: ${VERA}\r\n\r\n`,
        );
      });
    });
    expect(answer).toMatch(/^HTTP\/1.1 503 /);
  });

  it('answers a request that offers HTTP/2 as if it had not', async () => {
    const { send } = await start();
    await send(user);
    const { text } = await send({ Upgrade: 'h2c' }, '/api/x');
    expect(text).toMatch(/^HTTP\/1.1 200 /);
    expect(text).toContain('plain /api/x');
    const post = await send({ Upgrade: 'h2c' }, '/api/x', 'POST');
    expect(post.text).toMatch(/^HTTP\/1.1 400 /);
  });

  it('gives a user twenty connections, and a new one when one ends', async () => {
    const { send } = await start();
    const open: Socket[] = [];
    for (let i = 0; i < 20; i += 1) open.push((await send(user)).socket);
    expect((await send(user)).text).toMatch(/^HTTP\/1.1 429 /);
    const other = mockCredentials.user.token('user:default/olga');
    expect((await send({ 'Sec-WebSocket-Protocol': other })).text).toMatch(
      / 101 /,
    );
    open[0].destroy();
    let again = await send(user);
    while (again.text.includes(' 429 ')) again = await send(user);
    expect(again.text).toMatch(/ 101 /);
  });

  it('closes a connection that sends more than signals need', async () => {
    const { send } = await start();
    const { socket } = await send(user);
    const closed = new Promise(resolve => {
      socket.on('close', () => resolve('closed'));
      socket.on('error', () => {});
    });
    socket.write(Buffer.alloc(1024 * 1024 + 1));
    expect(await closed).toBe('closed');
  });

  it('closes a connection when its token expires', async () => {
    const auth = mockServices.auth();
    const { send } = await start({
      ...auth,
      isPrincipal: auth.isPrincipal.bind(auth),
      authenticate: async () => ({
        ...mockCredentials.user('user:default/vera'),
        expiresAt: new Date(Date.now() + 300),
      }),
    } as typeof auth);
    const { socket } = await send(user);
    const closed = new Promise(resolve => {
      socket.on('close', () => resolve('closed'));
    });
    expect(await closed).toBe('closed');
  });
});
