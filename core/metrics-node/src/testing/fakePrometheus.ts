import {
  createServiceFactory,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { prometheusServiceRef } from '../goldenMetricsServiceRef';
import {
  PrometheusMatrix,
  PrometheusService,
  PrometheusVector,
  RuleAlert,
} from '../prometheusTypes';

/** An in-memory `PrometheusService` for tests: answers by what a query holds. */
export class FakePrometheus implements PrometheusService {
  /** Every query asked, oldest first. */
  readonly asked: Array<{ cluster: string; query: string }> = [];
  /** Register this in `startTestBackend`. */
  readonly factory: ServiceFactory = createServiceFactory({
    service: prometheusServiceRef,
    deps: {},
    factory: () => this,
  });

  readonly #vectors: Array<[string, PrometheusVector]> = [];
  readonly #matrices: Array<[string, PrometheusMatrix]> = [];
  readonly #alerts = new Map<string, RuleAlert[]>();
  readonly #down = new Map<string, string>();

  constructor(private readonly clusters: readonly string[]) {}

  /** The answer to queries that hold this text; the last one that fits counts. */
  setVector(part: string, vector: PrometheusVector): void {
    this.#vectors.unshift([part, vector]);
  }

  /** The answer to ranges of queries that hold this text. */
  setMatrix(part: string, matrix: PrometheusMatrix): void {
    this.#matrices.unshift([part, matrix]);
  }

  setAlerts(cluster: string, alerts: RuleAlert[]): void {
    this.#alerts.set(cluster, alerts);
  }

  /** Makes a cluster's Prometheus unavailable for this reason, or available again. */
  setDown(cluster: string, reason: string | undefined): void {
    if (reason === undefined) this.#down.delete(cluster);
    else this.#down.set(cluster, reason);
  }

  has(cluster: string): boolean {
    return this.clusters.includes(cluster);
  }

  windowOf(cluster: string): string {
    this.#assert(cluster);
    return '1m';
  }

  async vector(cluster: string, query: string): Promise<PrometheusVector> {
    this.#ask(cluster, query);
    return this.#vectors.find(([part]) => query.includes(part))?.[1] ?? [];
  }

  async matrix(cluster: string, query: string): Promise<PrometheusMatrix> {
    this.#ask(cluster, query);
    return this.#matrices.find(([part]) => query.includes(part))?.[1] ?? [];
  }

  async alerts(cluster: string): Promise<RuleAlert[]> {
    this.#ask(cluster, 'alerts');
    return this.#alerts.get(cluster) ?? [];
  }

  #ask(cluster: string, query: string): void {
    this.asked.push({ cluster, query });
    this.#assert(cluster);
    const down = this.#down.get(cluster);
    if (down !== undefined) throw new ServiceUnavailableError(down);
  }

  #assert(cluster: string): void {
    if (!this.has(cluster)) {
      throw new NotFoundError(
        `No Prometheus is configured for cluster ${cluster}`,
      );
    }
  }
}

/** An in-memory `PrometheusService` with a Prometheus in each of these clusters. */
export function fakePrometheus(clusters: readonly string[]): FakePrometheus {
  return new FakePrometheus(clusters);
}
