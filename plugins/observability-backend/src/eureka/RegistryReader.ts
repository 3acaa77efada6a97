import { ServiceUnavailableError, toError } from '@backstage/errors';
import { GuardedHttp } from '@slipway/plugin-clusters-node';
import {
  EurekaInstance,
  parseEurekaApps,
} from '@slipway/plugin-observability-common';
import { EurekaSource } from '../sources';

/** The server itself answers from a cache of 30 s: to ask more often tells nothing new. */
const FRESH_MS = 10_000;

/** Reads registries, each once for all who ask within ten seconds. */
export class RegistryReader {
  readonly #read = new Map<
    string,
    { at: number; answer: Promise<EurekaInstance[]> }
  >();

  constructor(
    private readonly http: Pick<GuardedHttp, 'send'>,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Everything that a server has registered.
   *
   * @throws ServiceUnavailableError that says why it cannot be read
   */
  instances(cluster: string, source: EurekaSource): Promise<EurekaInstance[]> {
    const key = JSON.stringify([cluster, source.url]);
    const known = this.#read.get(key);
    if (known && this.now() - known.at < FRESH_MS) return known.answer;
    const answer = this.#ask(cluster, source);
    this.#read.set(key, { at: this.now(), answer });
    return answer;
  }

  async #ask(cluster: string, source: EurekaSource): Promise<EurekaInstance[]> {
    const name = `Eureka of cluster ${cluster}`;
    const { status, text } = await this.http.send(name, source.url, {
      path: '/eureka/apps',
      headers: { accept: 'application/json', ...source.headers },
      deadlineMs: source.deadlineMs,
    });
    if (status !== 200) {
      throw new ServiceUnavailableError(
        `${name} cannot be read: it answered ${status}`,
      );
    }
    try {
      return parseEurekaApps(text);
    } catch (error) {
      throw new ServiceUnavailableError(
        `${name} cannot be read: ${toError(error).message}`,
      );
    }
  }
}
