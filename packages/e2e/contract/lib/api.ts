import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { PatchWrite, ResourceId } from '@slipway/plugin-clusters-common';
import { isRecord, Json } from './json';
import type { Target } from './target';

/** An answer of the API server that is no success. */
export class ApiError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = 'ApiError';
  }
}

/** How long an answer, or the next line of a watch, may take, ms: a bound, no verdict on speed. */
const PATIENCE = 60_000;

interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  contentType?: string;
  headers?: Record<string, string | string[]>;
  /** Without the target's credentials. */
  bare?: boolean;
}

/** An answer as it came. */
export interface Answer {
  status: number;
  json: Json;
  text: string;
}

const NAMESPACES: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
};

/** The requests to the API server that the scenarios need. Nothing is cached. */
export class Api {
  readonly #target: Pick<Target, 'apiUrl' | 'credentials'>;
  readonly #agent: Agent;
  readonly #bare: Agent;

  constructor(target: Pick<Target, 'apiUrl' | 'credentials'>) {
    this.#target = target;
    const { ca, cert, key } = target.credentials;
    this.#agent = new Agent({ keepAlive: true, ca, cert, key });
    this.#bare = new Agent({ keepAlive: true, ca });
  }

  #path(resource: ResourceId, namespace?: string, name?: string): string {
    const base = resource.group
      ? `/apis/${resource.group}/${resource.version}`
      : `/api/${resource.version}`;
    return [
      base,
      ...(namespace ? ['namespaces', namespace] : []),
      resource.plural,
      ...(name ? [name] : []),
    ].join('/');
  }

  /**
   * Sends a request and gives the answer as it comes, whether a success or
   * not. A text is sent as it is. A server that asks to come back later (429:
   * it reads a new kind for the first time) is asked again when it says.
   */
  async raw(call: Call): Promise<Answer> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const { retryAfter, ...answer } = await this.#once(call);
      if (answer.status !== 429 || Date.now() > end) return answer;
      await sleep(1_000 * (Number(retryAfter) || 1));
    }
  }

  #once({
    method,
    path,
    body,
    contentType,
    headers,
    bare,
  }: Call): Promise<Answer & { retryAfter?: string }> {
    let payload: string | undefined;
    if (typeof body === 'string') payload = body;
    else if (body !== undefined) payload = JSON.stringify(body);
    const { token } = this.#target.credentials;
    return new Promise((resolve, reject) => {
      const outgoing = request(
        new URL(path, this.#target.apiUrl),
        {
          method,
          agent: bare ? this.#bare : this.#agent,
          timeout: PATIENCE,
          headers: {
            accept: 'application/json',
            ...(payload
              ? {
                  'content-type': contentType ?? 'application/json',
                  'content-length': Buffer.byteLength(payload),
                }
              : {}),
            ...(token && !bare ? { authorization: `Bearer ${token}` } : {}),
            ...headers,
          },
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            let json: Json = {};
            try {
              const answer: unknown = JSON.parse(text);
              if (isRecord(answer)) json = answer;
            } catch {
              // No JSON, or one document per line: the text is there.
            }
            resolve({
              status: response.statusCode ?? 0,
              json,
              text,
              retryAfter: response.headers['retry-after'],
            });
          });
        },
      );
      outgoing.on('timeout', () =>
        outgoing.destroy(
          new Error(`${method} ${path}: no answer in ${PATIENCE / 1000} s`),
        ),
      );
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  }

  /**
   * Opens a watch and resolves once its head is there. Each call of `next`
   * gives one line, `undefined` at the end.
   *
   * @throws Error when the head is no success
   */
  lines(
    path: string,
    headers: Record<string, string> = { accept: 'application/json' },
  ): Promise<{ next(): Promise<string | undefined>; close(): void }> {
    const { token } = this.#target.credentials;
    return new Promise((resolve, reject) => {
      const outgoing = request(
        new URL(path, this.#target.apiUrl),
        {
          agent: this.#agent,
          timeout: PATIENCE,
          headers: {
            ...headers,
            ...(token ? { authorization: `Bearer ${token}` } : {}),
          },
        },
        response => {
          if (response.statusCode !== 200) {
            outgoing.destroy();
            reject(new Error(`GET ${path}: ${response.statusCode}`));
            return;
          }
          // Closed by us, or silent for too long: the lines end.
          response.on('error', () => {});
          const lines = createInterface({ input: response })[
            Symbol.asyncIterator
          ]();
          resolve({
            next: async () => (await lines.next()).value,
            close: () => outgoing.destroy(),
          });
        },
      );
      outgoing.on('timeout', () => outgoing.destroy());
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  async #send(call: Call): Promise<Json> {
    const { status, json, text } = await this.raw(call);
    if (status >= 200 && status < 300) return json;
    throw new ApiError(
      status,
      `${call.method} ${call.path}: ${status} ${String(json.message ?? text)}`,
    );
  }

  get(resource: ResourceId, namespace: string, name: string): Promise<Json> {
    return this.#send({
      method: 'GET',
      path: this.#path(resource, namespace, name),
    });
  }

  async list(resource: ResourceId, namespace: string): Promise<Json[]> {
    const answer = await this.#send({
      method: 'GET',
      path: this.#path(resource, namespace),
    });
    const items = Array.isArray(answer.items) ? answer.items : [];
    return items.filter(isRecord);
  }

  create(resource: ResourceId, namespace: string, body: Json): Promise<Json> {
    return this.#send({
      method: 'POST',
      path: this.#path(resource, namespace),
      body,
    });
  }

  /** @param policy - what becomes of what belongs to the object; each kind has its default */
  delete(
    resource: ResourceId,
    namespace: string,
    name: string,
    policy?: 'Background',
  ): Promise<Json> {
    return this.#send({
      method: 'DELETE',
      path: this.#path(resource, namespace, name),
      ...(policy
        ? {
            body: {
              apiVersion: 'v1',
              kind: 'DeleteOptions',
              propagationPolicy: policy,
            },
          }
        : {}),
    });
  }

  /** Creates an object that belongs to no namespace. */
  createOfCluster(resource: ResourceId, body: Json): Promise<Json> {
    return this.#send({ method: 'POST', path: this.#path(resource), body });
  }

  /** Objects that belong to no namespace. */
  async listOfCluster(resource: ResourceId): Promise<Json[]> {
    const { items } = await this.#send({
      method: 'GET',
      path: this.#path(resource),
    });
    return Array.isArray(items) ? items.filter(isRecord) : [];
  }

  /** Deletes an object that belongs to no namespace. */
  deleteOfCluster(resource: ResourceId, name: string): Promise<Json> {
    return this.#send({
      method: 'DELETE',
      path: this.#path(resource, undefined, name),
    });
  }

  createNamespace(name: string): Promise<Json> {
    return this.#send({
      method: 'POST',
      path: this.#path(NAMESPACES),
      body: { metadata: { name } },
    });
  }

  deleteNamespace(name: string): Promise<Json> {
    return this.#send({
      method: 'DELETE',
      path: this.#path(NAMESPACES, undefined, name),
    });
  }

  /** A merge patch, for what a scenario changes as a user of kubectl would. */
  merge(
    resource: ResourceId,
    namespace: string,
    name: string,
    body: Json,
    subresource?: 'status',
  ): Promise<Json> {
    const path = this.#path(resource, namespace, name);
    return this.#send({
      method: 'PATCH',
      path: subresource ? `${path}/${subresource}` : path,
      body,
      contentType: 'application/merge-patch+json',
    });
  }

  /**
   * A planned JSON Patch, sent as the portal sends it: the main resource only
   * where there is no such subresource. With `dryRun` it is tried only.
   */
  async patch(
    planned: PatchWrite,
    options: { dryRun?: boolean } = {},
  ): Promise<Json> {
    const { resource, namespace, name, subresource, operations } = planned;
    const main = this.#path(resource, namespace, name);
    const call = (path: string) =>
      this.#send({
        method: 'PATCH',
        path: options.dryRun ? `${path}?dryRun=All` : path,
        body: operations,
        contentType: 'application/json-patch+json',
      });
    if (!subresource) return call(main);
    try {
      return await call(`${main}/${subresource}`);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return call(main);
      throw error;
    }
  }

  close(): void {
    this.#agent.destroy();
    this.#bare.destroy();
  }
}
