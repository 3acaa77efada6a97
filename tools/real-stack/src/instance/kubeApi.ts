import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often a server may ask to come back later. */
const MOST_LATERS = 60;

/** An answer of the API server outside 200–299. */
export class KubeApiError extends Error {
  override name = 'KubeApiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * A small client of one instance's API server: JSON over one set of kept-alive
 * connections, with a client certificate of the instance.
 */
export class KubeApi {
  readonly #agent: Agent;
  readonly #port: number;

  private constructor(agent: Agent, port: number) {
    this.#agent = agent;
    this.#port = port;
  }

  /** @param user - name of a client certificate in the `pki` folder */
  static create(pki: string, port: number, user = 'admin'): KubeApi {
    return new KubeApi(
      new Agent({
        keepAlive: true,
        maxSockets: 8,
        ca: readFileSync(join(pki, 'ca.crt')),
        cert: readFileSync(join(pki, `${user}.crt`)),
        key: readFileSync(join(pki, `${user}.key`)),
      }),
      port,
    );
  }

  /** Opens a request and resolves with the answer as soon as its head is there. */
  open(
    method: string,
    path: string,
    body?: { type: string; text: string },
    signal?: AbortSignal,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port: this.#port,
          method,
          path,
          agent: this.#agent,
          signal,
          headers: body
            ? {
                'content-type': body.type,
                'content-length': Buffer.byteLength(body.text),
              }
            : {},
        },
        resolve,
      );
      outgoing.once('error', reject);
      outgoing.end(body?.text);
    });
  }

  /**
   * Sends a request and returns the parsed answer. A server that asks to come
   * back later (429: it reads a new kind for the first time, or has too much to
   * do) is asked again when it says, as by every client of Kubernetes.
   *
   * @throws KubeApiError for an answer outside 200–299
   */
  async send<T>(
    method: string,
    path: string,
    body?: unknown,
    type = 'application/json',
  ): Promise<T> {
    for (let later = 0; ; later++) {
      const response = await this.open(
        method,
        path,
        body === undefined ? undefined : { type, text: JSON.stringify(body) },
      );
      const text = await readAll(response);
      const status = response.statusCode ?? 0;
      if (status === 429 && later < MOST_LATERS) {
        await sleep(1_000 * (Number(response.headers['retry-after']) || 1));
        continue;
      }
      if (status < 200 || status > 299) {
        throw new KubeApiError(status, `${method} ${path}: ${status} ${text}`);
      }
      return JSON.parse(text) as T;
    }
  }

  /** True when the API server says that it is ready. */
  async isReady(): Promise<boolean> {
    try {
      const response = await this.open(
        'GET',
        '/readyz',
        undefined,
        AbortSignal.timeout(2_000),
      );
      response.resume();
      return response.statusCode === 200;
    } catch {
      return false;
    }
  }

  /** Makes a bound token for a ServiceAccount that is valid for the given seconds. */
  async serviceAccountToken(
    namespace: string,
    name: string,
    expirationSeconds: number,
  ): Promise<string> {
    const answer = await this.send<{ status: { token: string } }>(
      'POST',
      `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
      {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds },
      },
    );
    return answer.status.token;
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The whole body of an answer as text. */
export async function readAll(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) {
    text += chunk;
  }
  return text;
}
