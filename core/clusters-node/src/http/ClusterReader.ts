import {
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import { Agent, request } from 'undici';
import { isLookedUp } from './addressGuard';
import { createAgent, Endpoint } from './ClusterConnection';
import { Credential } from './credentials';
import { endpointOf } from './endpoints';
import { codeOf, transportReason } from './transport';

/** One GET. */
export interface ReadRequest {
  path: string;
  query?: Record<string, string | undefined>;
  /** For the whole answer, from the look-up of the host to its last byte. */
  withinMs: number;
}

/** An answer, whatever it says. `body` is that of a 2xx. */
export interface ClusterReading {
  status: number;
  body?: unknown;
}

/** The cluster did not answer; the message is a sentence with its name and the reason. */
export class NoAnswerError extends Error {
  readonly name = 'NoAnswerError';

  constructor(readonly cluster: string, readonly reason: string) {
    super(`Cluster ${cluster} cannot be reached: ${reason}`);
  }
}

/** More than any portal has clusters times credentials; the oldest goes. */
const MAX_AGENTS = 64;

/**
 * Reads clusters as plugin-kubernetes describes them, with a credential that
 * it gives. Each request has one deadline for all of it, after which its
 * socket is closed. Redirects are not followed.
 */
export class ClusterReader {
  readonly #agents = new Map<string, Agent>();

  /**
   * Sends one GET.
   *
   * @throws NoAnswerError
   */
  async get(
    details: ClusterDetails,
    credential: KubernetesCredential,
    { path, query, withinMs }: ReadRequest,
  ): Promise<ClusterReading> {
    let host = '';
    let heard = false;
    let agent: Agent | undefined;
    try {
      const endpoint = await endpointOf(details);
      host = endpoint.server.hostname;
      const url = new URL(endpoint.server);
      url.pathname = url.pathname.replace(/\/$/, '') + path;
      for (const [key, value] of Object.entries(query ?? {})) {
        if (value !== undefined) url.searchParams.set(key, value);
      }
      const own = credentialOf(credential);
      agent = this.#agent(details, endpoint, own, withinMs);
      const answer = await request(url, {
        dispatcher: agent,
        headers: {
          accept: 'application/json',
          'user-agent': 'slipway',
          ...(own.authorization && { authorization: own.authorization }),
        },
        signal: AbortSignal.timeout(withinMs),
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      heard = true;
      if (answer.statusCode < 200 || answer.statusCode > 299) {
        await answer.body.dump();
        return { status: answer.statusCode };
      }
      return { status: answer.statusCode, body: await answer.body.json() };
    } catch (error) {
      if (agent) this.#retire(agent);
      throw new NoAnswerError(
        details.name,
        isLate(error)
          ? lateReason(withinMs, heard, isLookedUp(host))
          : transportReason(error),
      );
    }
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    const agents = [...this.#agents.values()];
    this.#agents.clear();
    await Promise.all(agents.map(agent => agent.destroy()));
  }

  /** undici opens a new connection for each that it cut; with its agent they end as soon as nobody uses them. */
  #retire(agent: Agent) {
    for (const [key, known] of this.#agents) {
      if (known !== agent) continue;
      this.#agents.delete(key);
      agent.close().catch(() => {});
    }
  }

  #agent(
    details: ClusterDetails,
    endpoint: Endpoint,
    credential: Credential,
    connectTimeoutMs: number,
  ): Agent {
    const key = JSON.stringify([
      details.name,
      endpoint.server.href,
      endpoint.ca?.toString(),
      endpoint.skipTLSVerify,
      credential.cert?.toString(),
      credential.key?.toString(),
    ]);
    const known = this.#agents.get(key);
    if (known) return known;
    if (this.#agents.size >= MAX_AGENTS) {
      const [[oldest, agent]] = this.#agents;
      this.#agents.delete(oldest);
      agent.close().catch(() => {});
    }
    const agent = createAgent(endpoint, credential, { connectTimeoutMs });
    this.#agents.set(key, agent);
    return agent;
  }
}

function credentialOf(credential: KubernetesCredential): Credential {
  switch (credential.type) {
    case 'bearer token':
      return { authorization: `Bearer ${credential.token.trim()}` };
    case 'x509 client certificate':
      return { cert: credential.cert, key: credential.key };
    default:
      return {};
  }
}

function isLate(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ETIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT';
}

function lateReason(withinMs: number, heard: boolean, lookedUp: boolean) {
  const within = `within ${withinMs / 1000} s`;
  if (heard) return `its answer did not end ${within}`;
  return lookedUp
    ? `its host name could not be looked up ${within}`
    : `it did not answer ${within}`;
}
