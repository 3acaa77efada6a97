import {
  IncomingMessage,
  RequestListener,
  Server,
  ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { AuthService, LoggerService } from '@backstage/backend-plugin-api';

/** The one address of the portal that speaks anything but plain HTTP. */
const SIGNALS = '/api/signals';
/** All that a client of signals ever sends are short subscriptions and pongs. */
const MOST_BYTES_RECEIVED = 1024 * 1024;
const MOST_CONNECTIONS_OF_A_USER = 20;
/** How long plugin-signals may take to start listening, in ms. */
const LISTENS_WITHIN_MS = 5_000;

/** Why an upgrade is refused. */
class Refusal extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** What the gate needs of the server that it stands before. */
export interface GuardedServer {
  server: Server;
  /** Answers plain requests. */
  app: RequestListener;
  /** Origins whose pages may open a websocket. */
  origins: ReadonlySet<string>;
  logger: LoggerService;
}

/**
 * Stands before every `Upgrade` request of the HTTP server. Express never sees
 * these: no middleware, credentials barrier or CORS rule applies to them, and
 * plugin-signals takes whoever comes, as a guest, from any page.
 *
 * Passed on are websockets of signed-in users from the portal's own pages, until
 * their token expires. Every other request is answered and its socket closed.
 */
export class UpgradeGate {
  #auth: AuthService | undefined;
  readonly #connections = new Map<string, number>();

  /** From now on tokens can be checked; before, every websocket is refused. */
  checkTokensWith(auth: AuthService): void {
    this.#auth = auth;
  }

  /** Takes all upgrade requests of a server, also those for listeners that plugins add later. */
  guard({ server, app, origins, logger }: GuardedServer): void {
    const gate = async (
      request: IncomingMessage,
      socket: Socket,
      head: Buffer,
    ) => {
      const url = request.url ?? '';
      // Listeners compare it with their own address: none finds it before the gate has decided.
      request.url = '';
      // Clients go away whenever they like.
      socket.on('error', () => socket.destroy());
      try {
        if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
          request.url = url;
          answerPlainly(app, request, socket);
          return;
        }
        const { user, expiresAt } = await this.#admit(url, request, origins);
        this.#hold(user, socket, expiresAt);
        request.url = url;
        const others = () =>
          server.listeners('upgrade').filter(listener => listener !== gate);
        if (others().length === 0) {
          await startListening(server, () =>
            app(request, new ServerResponse(request)),
          );
          // Express has cut it down to what is left below a plugin.
          request.url = url;
        }
        for (const listener of others()) {
          listener.call(server, request, socket, head);
        }
      } catch (error) {
        const refusal = asRefusal(error);
        logger.info(
          `Upgrade of ${url.split('?')[0].slice(0, 200)} refused: ${
            refusal.status
          } ${refusal.message}`,
        );
        refuse(socket, refusal);
      }
    };

    server.on('upgrade', gate);
  }

  async #admit(
    url: string,
    { headers }: IncomingMessage,
    origins: ReadonlySet<string>,
  ): Promise<{ user: string; expiresAt?: Date }> {
    if (url !== SIGNALS) {
      throw new Refusal(404, 'There is no websocket at this address');
    }
    // Programs send none; their token says who they are.
    if (headers.origin !== undefined && !origins.has(headers.origin)) {
      throw new Refusal(403, 'Pages of other origins get no signals');
    }
    const token = headers['sec-websocket-protocol'];
    if (!token) throw new Refusal(401, 'Signals need the token of a user');
    if (!this.#auth) throw new Refusal(503, 'Signals are not ready yet');
    const credentials = await this.#auth.authenticate(token).catch(() => {
      throw new Refusal(401, 'The token is not valid');
    });
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      throw new Refusal(403, 'Signals are for users');
    }
    return {
      user: credentials.principal.userEntityRef,
      expiresAt: credentials.expiresAt,
    };
  }

  /** Bounds what a connection may last and send, and how many a user has. */
  #hold(user: string, socket: Socket, expiresAt: Date | undefined): void {
    const open = this.#connections.get(user) ?? 0;
    if (open >= MOST_CONNECTIONS_OF_A_USER) {
      throw new Refusal(429, 'You have too many connections for signals');
    }
    this.#connections.set(user, open + 1);
    const timer =
      expiresAt &&
      setTimeout(() => socket.destroy(), expiresAt.getTime() - Date.now());
    timer?.unref();
    closeAfter(MOST_BYTES_RECEIVED, socket);
    socket.once('close', () => {
      clearTimeout(timer);
      const left = (this.#connections.get(user) ?? 1) - 1;
      if (left > 0) this.#connections.set(user, left);
      else this.#connections.delete(user);
    });
  }
}

/** Closes a socket that has received so many bytes, counted from when somebody reads it. */
function closeAfter(bytes: number, socket: Socket): void {
  let received = 0;
  const count = (chunk: Buffer) => {
    received += chunk.length;
    if (received > bytes) socket.destroy();
  };
  // To read it first would take the first message from whoever it is for.
  const whenRead = (event: string | symbol) => {
    if (event !== 'data') return;
    socket.off('newListener', whenRead);
    socket.on('data', count);
  };
  socket.on('newListener', whenRead);
}

/**
 * plugin-signals listens from its first upgrade request on, which it expects as
 * a plain one: sends it that, and resolves when it listens.
 */
async function startListening(server: Server, send: () => void): Promise<void> {
  let added: (event: string | symbol) => void = () => {};
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      added = event => {
        if (event === 'upgrade') resolve();
      };
      server.on('newListener', added);
      timer = setTimeout(
        () => reject(new Refusal(503, 'Signals are not ready yet')),
        LISTENS_WITHIN_MS,
      );
      send();
    });
  } finally {
    clearTimeout(timer);
    server.off('newListener', added);
  }
}

/** Answers as if no other protocol had been offered, as clients that offer HTTP/2 expect. */
function answerPlainly(
  app: RequestListener,
  request: IncomingMessage,
  socket: Socket,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new Refusal(
      400,
      'This server does not change its protocol: send the request without Upgrade',
    );
  }
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => {
    response.detachSocket(socket);
    socket.destroySoon();
  });
  app(request, response);
}

function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal
    ? error
    : new Refusal(500, 'The connection could not be upgraded');
}

function refuse(socket: Duplex, { status, message }: Refusal): void {
  const name = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({
    error: { name, message },
    response: { statusCode: status },
  });
  socket.end(
    [
      `HTTP/1.1 ${status} ${name}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
    () => socket.destroy(),
  );
}
