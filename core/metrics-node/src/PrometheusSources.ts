import { NotFoundError } from '@backstage/errors';
import { PrometheusSettings } from './config';
import { PrometheusClient } from './PrometheusClient';
import {
  PrometheusService,
  PrometheusVector,
  PrometheusMatrix,
  RuleAlert,
} from './prometheusTypes';

interface Source {
  client: PrometheusClient;
  window: string;
}

/** One Prometheus for each cluster that has one configured. */
export class PrometheusSources implements PrometheusService {
  readonly #sources: ReadonlyMap<string, Source>;

  static create(
    settings: ReadonlyMap<string, PrometheusSettings>,
  ): PrometheusSources {
    return new PrometheusSources(settings);
  }

  private constructor(settings: ReadonlyMap<string, PrometheusSettings>) {
    this.#sources = new Map(
      [...settings].map(([cluster, prometheus]) => [
        cluster,
        {
          client: new PrometheusClient(cluster, prometheus),
          window: prometheus.window,
        },
      ]),
    );
  }

  has(cluster: string): boolean {
    return this.#sources.has(cluster);
  }

  windowOf(cluster: string): string {
    return this.#of(cluster).window;
  }

  /** The client itself. @throws NotFoundError */
  clientOf(cluster: string): PrometheusClient {
    return this.#of(cluster).client;
  }

  async vector(cluster: string, query: string): Promise<PrometheusVector> {
    return this.#of(cluster).client.vector(query);
  }

  async matrix(
    cluster: string,
    query: string,
    range: { start: Date; end: Date; stepSeconds: number },
  ): Promise<PrometheusMatrix> {
    return this.#of(cluster).client.matrix(query, range);
  }

  async alerts(cluster: string): Promise<RuleAlert[]> {
    return this.#of(cluster).client.alerts();
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#sources.values()].map(({ client }) => client.close()),
    );
  }

  #of(cluster: string): Source {
    const source = this.#sources.get(cluster);
    if (!source) throw new NotFoundError(notConfigured(cluster));
    return source;
  }
}

/** What is said of a cluster without Prometheus. */
export function notConfigured(cluster: string): string {
  return `No Prometheus is configured for cluster ${cluster}`;
}
