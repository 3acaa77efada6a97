import { ServiceUnavailableError } from '@backstage/errors';
import { Agent, request } from 'undici';
import { checkedBaseUrl, guardedLookup } from './addressGuard';
import { transportReason } from './transport';

const CONNECT_TIMEOUT_MS = 3_000;
const DEADLINE_MS = 10_000;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** One request to a source that the configuration names. */
export interface GuardedRequest {
  /** Below the base address; starts with a slash, each part of it encoded. */
  path: string;
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: object;
  /** For the whole answer, ms; 10 s unless given. */
  deadlineMs?: number;
}

/** What a source answered, whatever it says. */
export interface GuardedAnswer {
  status: number;
  text: string;
}

/**
 * Requests to sources that the configuration names, such as Elasticsearch and
 * Eureka. Names are looked up once for each connection and the address that was
 * checked is the one that is connected to; link-local and metadata addresses
 * are blocked, redirects are not followed, answers have a deadline and a size.
 */
export class GuardedHttp {
  readonly #agent: Agent;

  constructor(options: { maxAnswerBytes?: number } = {}) {
    this.#agent = new Agent({
      connections: 8,
      maxResponseSize: options.maxAnswerBytes ?? MAX_ANSWER_BYTES,
      connect: { timeout: CONNECT_TIMEOUT_MS, lookup: guardedLookup },
    });
  }

  /**
   * @param name - of the source, for messages: `Elasticsearch of gke-prod`
   * @param base - checked here too, since it may be made of a template
   * @throws ServiceUnavailableError that says why there is no answer, and holds neither address nor header
   */
  async send(
    name: string,
    base: string,
    asked: GuardedRequest,
  ): Promise<GuardedAnswer> {
    const { path, method = 'GET', headers = {}, body } = asked;
    const deadline = AbortSignal.timeout(asked.deadlineMs ?? DEADLINE_MS);
    try {
      const url = checkedBaseUrl(`The address of ${name}`, base);
      url.pathname = url.pathname.replace(/\/$/, '') + path;
      const answer = await request(url, {
        dispatcher: this.#agent,
        method,
        headers: {
          accept: 'application/json',
          'user-agent': 'slipway',
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: deadline,
      });
      const status = answer.statusCode;
      const text = await answer.body.text();
      if (status >= 300 && status < 400) {
        throw unavailable(
          name,
          `it answered ${status}, and redirects are not followed`,
        );
      }
      return { status, text };
    } catch (error) {
      if (error instanceof ServiceUnavailableError) throw error;
      throw unavailable(name, transportReason(error));
    }
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

function unavailable(name: string, reason: string): ServiceUnavailableError {
  return new ServiceUnavailableError(`${name} cannot be asked: ${reason}`);
}
