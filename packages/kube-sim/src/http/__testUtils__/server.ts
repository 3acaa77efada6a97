import { Agent, get, IncomingMessage } from 'node:http';
import { TYPES } from '../../__testUtils__/widgets';
import { createStore, MemoryStore } from '../../store';
import { KubeObject, ResourceType } from '../../store/types';
import { createApiServer } from '../ApiServer';
import { ApiServer, ApiServerOptions } from '../types';

export const clock = {
  now: () => new Date('2026-01-01T00:00:00.000Z'),
  after: () => () => {},
  every: () => () => {},
};

export interface Answer {
  status: number;
  json: { [key: string]: unknown };
  text: string;
  headers: Headers;
}

/** A server on a free port with the namespace `shop`, and requests to it. */
export class TestServer {
  private constructor(
    readonly store: MemoryStore,
    readonly server: ApiServer,
    readonly url: string,
    readonly failures: unknown[],
  ) {}

  static async start(
    options: Partial<ApiServerOptions> = {},
  ): Promise<TestServer> {
    const store = options.store ?? createStore(TYPES, clock);
    const failures: unknown[] = [];
    const server = createApiServer({
      store,
      clock,
      clusterName: 'test',
      tokens: {
        admin: { username: 'admin', groups: ['system:masters'] },
        jane: { username: 'jane', groups: ['devs'] },
        portal: { username: 'system:serviceaccount:shop:portal' },
      },
      onError: error => failures.push(error),
      ...options,
    });
    const { url } = await server.listen(0);
    const started = new TestServer(store, server, url, failures);
    started.put('namespaces', { metadata: { name: 'shop' } });
    return started;
  }

  /** Ends the server. @throws the first failure that was the server's own */
  async close(): Promise<void> {
    await this.server.close();
    if (this.failures.length > 0) throw this.failures[0];
  }

  type(plural: string): ResourceType {
    const type = this.store.types().find(one => one.plural === plural);
    if (!type) throw new Error(`The store has no ${plural}.`);
    return type;
  }

  /** Creates an object without the API. */
  put(plural: string, object: object): Readonly<KubeObject> {
    return this.store.create(
      this.type(plural),
      object as Parameters<MemoryStore['create']>[1],
    );
  }

  async send(
    path: string,
    {
      token = 'admin',
      method = 'GET',
      body,
      headers = {},
      type = 'application/json',
    }: {
      token?: string;
      method?: string;
      body?: unknown;
      headers?: Record<string, string>;
      type?: string;
    } = {},
  ): Promise<Answer> {
    const payload =
      typeof body === 'string' || body === undefined
        ? body
        : JSON.stringify(body);
    const response = await fetch(`${this.url}${path}`, {
      method,
      body: payload,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(payload === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
    });
    const text = await response.text();
    return {
      status: response.status,
      json: text.startsWith('{') ? JSON.parse(text.split('\n')[0]) : {},
      text,
      headers: response.headers,
    };
  }

  /** Opens a watch and gives the response once its head is there. */
  watch(path: string, agent?: Agent): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      get(
        `${this.url}${path}`,
        { agent, headers: { authorization: 'Bearer admin' } },
        resolve,
      ).on('error', reject);
    });
  }
}

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('It has not come about in 60 s.');
    await new Promise(resolve => {
      setTimeout(resolve, 5);
    });
  }
}
