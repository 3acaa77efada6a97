import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo, Socket } from 'node:net';

type Raw = Record<string, unknown> & {
  metadata: { name: string; namespace?: string; [field: string]: unknown };
};

interface Watcher {
  response: ServerResponse;
  collection: string;
  namespace?: string;
}

/** What an override answers; anything not given is not sent. */
export interface CannedAnswer {
  status: number;
  body?: unknown;
  /** Instead of `body`: as it is. */
  text?: string;
  headers?: Record<string, string>;
  delayMs?: number;
}

/**
 * The smallest API server that a watch needs: LIST in pages, WATCH from a
 * resourceVersion, bookmarks, and every way to fail. Collections are named by
 * path: `/apis/argoproj.io/v1alpha1/rollouts`.
 */
export class FakeApiServer {
  /** Each request as `METHOD /path?query`. */
  readonly requests: Array<{
    method: string;
    url: URL;
    headers: IncomingMessage['headers'];
    body: string;
  }> = [];
  /** Largest page that a LIST gives, whatever `limit` says. */
  pageSize = 500;

  readonly #collections = new Map<string, Map<string, Raw>>();
  readonly #watchers = new Set<Watcher>();
  readonly #overrides: Array<{
    matches: (url: URL, method: string) => boolean;
    answer: CannedAnswer;
    left: number;
  }> = [];
  readonly #sockets = new Set<Socket>();
  #history: Array<{ version: number; collection: string; line: Raw }> = [];
  #version = 100;
  #compactedTo = 0;
  #server: Server | undefined;
  #port = 0;
  #frozen: { until: Promise<void>; end: () => void } | undefined;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) =>
      this.#handle(request, response),
    );
    server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>(resolve => {
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Ends like a killed process: every connection is reset. The port is kept for a later start. */
  async stop(): Promise<void> {
    this.#sockets.forEach(socket => socket.destroy());
    this.#watchers.clear();
    await new Promise(resolve => {
      this.#server?.close(resolve);
    });
  }

  install(collection: string): void {
    this.#collections.set(collection, new Map());
  }

  uninstall(collection: string): void {
    this.#collections.delete(collection);
    this.endWatches();
  }

  put(collection: string, object: Raw): void {
    const objects = this.#collections.get(collection)!;
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    const type = objects.has(key) ? 'MODIFIED' : 'ADDED';
    this.#version += 1;
    const kept = {
      ...object,
      metadata: {
        uid: `uid-${object.metadata.name}`,
        ...object.metadata,
        resourceVersion: String(this.#version),
      },
    };
    objects.set(key, kept);
    this.#tell(collection, { type, object: kept } as unknown as Raw);
  }

  remove(collection: string, namespace: string, name: string): void {
    const objects = this.#collections.get(collection)!;
    const kept = objects.get(`${namespace}/${name}`)!;
    objects.delete(`${namespace}/${name}`);
    this.#version += 1;
    const object = {
      ...kept,
      metadata: { ...kept.metadata, resourceVersion: String(this.#version) },
    };
    this.#tell(collection, { type: 'DELETED', object } as unknown as Raw);
  }

  /** Forgets all history: a watch from an earlier version gets 410. */
  compact(): void {
    this.#compactedTo = this.#version;
    this.#history = [];
  }

  /** Raises the version without a change, and reports it to every open watch. */
  bookmark(): void {
    this.#version += 1;
    for (const watcher of this.#watchers) {
      this.#write(watcher, {
        type: 'BOOKMARK',
        object: { metadata: { resourceVersion: String(this.#version) } },
      });
    }
  }

  /** Sends raw bytes to every open watch. */
  sendRaw(bytes: Buffer): void {
    this.#watchers.forEach(({ response }) => response.write(bytes));
  }

  /** Ends every watch in good order. */
  endWatches(): void {
    this.#watchers.forEach(({ response }) => response.end());
    this.#watchers.clear();
  }

  /** Cuts every connection in the middle. */
  cutConnections(): void {
    this.#sockets.forEach(socket => socket.resetAndDestroy());
    this.#watchers.clear();
  }

  /** Keeps its connections and answers nothing more, like a stopped process. */
  freeze(): void {
    let end = () => {};
    const until = new Promise<void>(resolve => {
      end = resolve;
    });
    this.#frozen = { until, end };
  }

  /** Continues, with what was asked meanwhile first. */
  thaw(): void {
    this.#frozen?.end();
    this.#frozen = undefined;
  }

  /** Answers the next `times` matching requests with this instead. */
  override(
    matches: (url: URL, method: string) => boolean,
    answer: CannedAnswer,
    times: number = Infinity,
  ): void {
    this.#overrides.unshift({ matches, answer, left: times });
  }

  clearOverrides(): void {
    this.#overrides.length = 0;
  }

  get openWatches(): number {
    return this.#watchers.size;
  }

  async #handle(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://fake');
    const method = request.method ?? 'GET';
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks).toString('utf8');
    this.requests.push({ method, url, headers: request.headers, body });
    await this.#frozen?.until;
    const override = this.#overrides.find(
      ({ matches, left }) => left > 0 && matches(url, method),
    );
    if (override) {
      override.left -= 1;
      await sendAnswer(response, override.answer);
      return;
    }
    const { collection, namespace, name } = parsePath(url.pathname);
    const objects = this.#collections.get(collection);
    if (!objects) {
      await sendAnswer(response, { status: 404, body: { kind: 'Status' } });
    } else if (name !== undefined) {
      const object = objects.get(`${namespace}/${name}`);
      await sendAnswer(response, { status: object ? 200 : 404, body: object });
    } else if (url.searchParams.get('watch')) {
      this.#watch(url, response, { response, collection, namespace });
    } else {
      this.#list(url, response, inNamespace(objects, namespace));
    }
  }

  #list(url: URL, response: ServerResponse, objects: Raw[]) {
    const start = Number(url.searchParams.get('continue') ?? 0);
    const limit = Math.min(
      this.pageSize,
      Number(url.searchParams.get('limit') ?? this.pageSize),
    );
    const more = start + limit < objects.length;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        kind: 'List',
        metadata: {
          resourceVersion: String(this.#version),
          ...(more && { continue: String(start + limit) }),
        },
        items: objects.slice(start, start + limit),
      }),
    );
  }

  #watch(url: URL, response: ServerResponse, watcher: Watcher) {
    const from = Number(url.searchParams.get('resourceVersion'));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (from < this.#compactedTo) {
      const object = { kind: 'Status', code: 410, reason: 'Expired' };
      this.#write(watcher, { type: 'ERROR', object });
      response.end();
      return;
    }
    this.#watchers.add(watcher);
    response.on('close', () => this.#watchers.delete(watcher));
    this.#history
      .filter(
        ({ version, collection }) =>
          version > from && collection === watcher.collection,
      )
      .forEach(({ line }) => this.#write(watcher, line));
  }

  #tell(collection: string, line: Raw) {
    this.#history.push({ version: this.#version, collection, line });
    for (const watcher of this.#watchers) {
      if (watcher.collection === collection) {
        this.#write(watcher, line);
      }
    }
  }

  #write(watcher: Watcher, line: Record<string, unknown>) {
    const { metadata } = (line.object ?? {}) as Raw;
    if (!watcher.namespace || metadata?.namespace === watcher.namespace) {
      watcher.response.write(`${JSON.stringify(line)}\n`);
    }
  }
}

function inNamespace(objects: Map<string, Raw>, namespace?: string): Raw[] {
  return [...objects.values()].filter(
    ({ metadata }) => !namespace || metadata.namespace === namespace,
  );
}

function parsePath(path: string): {
  collection: string;
  namespace?: string;
  name?: string;
} {
  const parts = path.split('/').slice(1);
  const base = parts.splice(0, parts[0] === 'api' ? 2 : 3);
  const namespace =
    parts[0] === 'namespaces' && parts.length > 2
      ? parts.splice(0, 2)[1]
      : undefined;
  const [plural, name] = parts;
  return { collection: `/${[...base, plural].join('/')}`, namespace, name };
}

async function sendAnswer(response: ServerResponse, answer: CannedAnswer) {
  await new Promise(resolve =>
    setTimeout(resolve, answer.delayMs ?? 0).unref(),
  );
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    ...answer.headers,
  });
  response.end(
    answer.text ?? JSON.stringify(answer.body ?? { kind: 'Status' }),
  );
}
