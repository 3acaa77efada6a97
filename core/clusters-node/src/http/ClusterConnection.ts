import { LookupFunction } from 'node:net';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Agent, Dispatcher, request } from 'undici';
import { AbsentKinds } from '../watch/AbsentKinds';
import { guardedLookup } from './addressGuard';
import { Credential, CredentialCache } from './credentials';
import { notingSent } from './notingSent';
import { Pulse, PULSE_TIMINGS, PulseTimings } from './Pulse';

/** Where an API server is and how its certificate is judged. */
export interface Endpoint {
  server: URL;
  /** PEM certificates to trust instead of the system's. */
  ca?: string | Buffer;
  skipTLSVerify?: boolean;
  /** Name to expect in the certificate, if not the host. */
  serverName?: string;
}

export interface KubeRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string | string[]>;
  body?: string;
  signal?: AbortSignal;
  /** Longest silence within the answer before it counts as broken. */
  idleTimeoutMs?: number;
  /** Longest time for the whole answer, so that one that drips ends too. Absent for a watch. */
  deadlineMs?: number;
  /** Called when the request goes onto an open connection: from then on the server may act on it. */
  onSent?: () => void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;
const ENDPOINT_LIFETIME_MS = 60_000;
/** A peer that vanished is noticed after this and ten probes, one each second (libuv's constants). */
const TCP_KEEPALIVE_AFTER_MS = 15_000;

/**
 * Connection to one API server: its own pool of HTTP/1.1 connections (a watch
 * keeps one, so there is no upper limit), its own trust and credentials.
 * Redirects are not followed.
 */
export class ClusterConnection {
  /** Whose turn it is among kinds that the cluster does not have. */
  readonly absent = new AbsentKinds();
  #agent: { key: string; agent: Agent } | undefined;
  #failing = false;
  readonly #recoveryListeners = new Set<() => void>();
  readonly #pulse: Pulse;
  #endpoint: { value: Promise<Endpoint>; until: number } | undefined;

  constructor(
    readonly cluster: string,
    private readonly endpoint: () => Promise<Endpoint>,
    private readonly credentials: CredentialCache,
    private readonly logger: LoggerService,
    timings: PulseTimings = PULSE_TIMINGS,
  ) {
    this.#pulse = new Pulse({
      timings,
      ask: answerMs => this.#answers(answerMs),
    });
  }

  /** Bytes of a watch came in. */
  heard(): void {
    this.#pulse.heard();
  }

  /** To be called while a watch is open; see {@link Pulse.watch}. */
  watched(onSilent: (lastHeard: Date) => void): () => void {
    return this.#pulse.watch(onSilent);
  }

  /**
   * Sends one request. A 401 is tried once more with a new credential.
   *
   * @throws what undici or the credential provider throws; see `transportReason`
   */
  async request(options: KubeRequest): Promise<Dispatcher.ResponseData> {
    const answer = await this.#sendAndNote(options);
    if (answer.statusCode !== 401) {
      return answer;
    }
    await answer.body.dump();
    this.credentials.invalidate();
    return this.#sendAndNote(options);
  }

  /**
   * Calls back when a request succeeds after one had failed, so that whoever
   * waits for the cluster need not wait longer. Returns the function that ends it.
   */
  onRecovered(listener: () => void): () => void {
    this.#recoveryListeners.add(listener);
    return () => {
      this.#recoveryListeners.delete(listener);
    };
  }

  /** Cuts every connection, watches included. */
  async destroy(): Promise<void> {
    await this.#agent?.agent.destroy();
  }

  async #sendAndNote(options: KubeRequest): Promise<Dispatcher.ResponseData> {
    try {
      const answer = await this.#send(options);
      this.#note(answer.statusCode >= 500 || answer.statusCode === 429);
      return answer;
    } catch (error) {
      // A request that was called off says nothing of the cluster.
      if (!options.signal?.aborted) {
        this.#note(true);
      }
      throw error;
    }
  }

  /** Whether the API server answers at all, whatever it says. `undefined` when the portal's own side failed. */
  async #answers(answerMs: number): Promise<boolean | undefined> {
    try {
      await this.#prepare();
    } catch {
      return undefined;
    }
    try {
      const answer = await this.#sendAndNote({
        method: 'GET',
        path: '/version',
        signal: AbortSignal.timeout(answerMs),
      });
      await answer.body.dump();
      return true;
    } catch {
      return false;
    }
  }

  #prepare(): Promise<[Endpoint, Credential]> {
    return Promise.all([this.#currentEndpoint(), this.credentials.get()]);
  }

  #note(failed: boolean) {
    const recovered = this.#failing && !failed;
    this.#failing = failed;
    if (recovered) {
      [...this.#recoveryListeners].forEach(listener => listener());
    }
  }

  async #send(options: KubeRequest): Promise<Dispatcher.ResponseData> {
    const [endpoint, credential] = await this.#prepare();
    const url = new URL(endpoint.server);
    url.pathname = url.pathname.replace(/\/$/, '') + options.path;
    for (const [key, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined) {
        url.searchParams.set(key, String(value));
      }
    }
    const answer = await request(url, {
      method: options.method,
      dispatcher: notingSent(
        this.#dispatcher(endpoint, credential),
        options.onSent,
      ),
      headers: {
        accept: 'application/json',
        'user-agent': 'slipway',
        ...(credential.authorization && {
          authorization: credential.authorization,
        }),
        ...options.headers,
      },
      body: options.body,
      signal: signalOf(options),
      headersTimeout: ANSWER_TIMEOUT_MS,
      bodyTimeout: options.idleTimeoutMs ?? ANSWER_TIMEOUT_MS,
    });
    this.#pulse.heard();
    this.logger.debug(
      `${this.cluster}: ${options.method} ${options.path} ${answer.statusCode}`,
    );
    return answer;
  }

  /** Asked again now and then, because a CA file may be renewed. */
  #currentEndpoint(): Promise<Endpoint> {
    if (!this.#endpoint || Date.now() >= this.#endpoint.until) {
      const value = this.endpoint();
      this.#endpoint = { value, until: Date.now() + ENDPOINT_LIFETIME_MS };
      value.catch(() => {
        this.#endpoint = undefined;
      });
    }
    return this.#endpoint.value;
  }

  #dispatcher(endpoint: Endpoint, credential: Credential): Agent {
    const key = JSON.stringify([
      endpoint.server.href,
      endpoint.ca?.toString(),
      endpoint.skipTLSVerify,
      endpoint.serverName,
      credential.cert?.toString(),
      credential.key?.toString(),
    ]);
    if (this.#agent?.key !== key) {
      // The old agent's requests, watches included, end by themselves.
      this.#agent?.agent.close().catch(() => {});
      this.#agent = { key, agent: createAgent(endpoint, credential) };
    }
    return this.#agent.agent;
  }
}

function signalOf({
  signal,
  deadlineMs,
}: KubeRequest): AbortSignal | undefined {
  if (deadlineMs === undefined) return signal;
  const deadline = AbortSignal.timeout(deadlineMs);
  return signal ? AbortSignal.any([signal, deadline]) : deadline;
}

/** A pool of connections to one API server. */
export function createAgent(
  endpoint: Endpoint,
  credential: Credential,
  options: { connectTimeoutMs?: number; lookup?: LookupFunction } = {},
): Agent {
  return new Agent({
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 30_000,
    connect: {
      ca: endpoint.ca,
      cert: credential.cert,
      key: credential.key,
      rejectUnauthorized: !endpoint.skipTLSVerify,
      ...(endpoint.serverName && { servername: endpoint.serverName }),
      timeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelay: TCP_KEEPALIVE_AFTER_MS,
      lookup: options.lookup ?? guardedLookup,
    },
  });
}
