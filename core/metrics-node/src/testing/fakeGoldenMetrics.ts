import {
  createServiceFactory,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  GoldenMetric,
  GoldenMetrics,
  LiveCaller,
  MetricSeries,
  MetricsTarget,
  unknownMetrics,
} from '@slipway/plugin-metrics-common';
import { goldenMetricsServiceRef } from '../goldenMetricsServiceRef';
import { GoldenMetricsService } from '../types';

export interface FakeGoldenMetricsOptions {
  /** Clusters that have a Prometheus. Default: all. */
  clusters?: string[];
}

/**
 * An in-memory `GoldenMetricsService` for tests. A target that nobody set is
 * `unknown`: "no such series".
 */
export class FakeGoldenMetrics implements GoldenMetricsService {
  /** Every question asked, oldest first. */
  readonly asked: Array<{
    method: 'callers' | 'now' | 'range';
    target: MetricsTarget;
  }> = [];
  /** Register this in `startTestBackend`. */
  readonly factory: ServiceFactory = createServiceFactory({
    service: goldenMetricsServiceRef,
    deps: {},
    factory: () => this,
  });

  readonly #now = new Map<string, GoldenMetrics>();
  readonly #callers = new Map<string, LiveCaller[]>();
  readonly #series = new Map<string, MetricSeries[]>();
  #down: string | undefined;

  constructor(private readonly options: FakeGoldenMetricsOptions = {}) {}

  /** Sets what a target measures now. */
  set(target: MetricsTarget, metrics: Partial<GoldenMetrics>): void {
    this.#now.set(targetKey(target), {
      ...unknownMetrics('no such series'),
      ...metrics,
    });
  }

  /** Sets the ranges of a target. */
  setSeries(target: MetricsTarget, series: MetricSeries[]): void {
    this.#series.set(targetKey(target), series);
  }

  /** Sets who calls a target. */
  setCallers(target: MetricsTarget, callers: LiveCaller[]): void {
    this.#callers.set(targetKey(target), callers);
  }

  /** Makes the source unavailable for this reason, or available again. */
  setDown(reason: string | undefined): void {
    this.#down = reason;
  }

  has(cluster: string): boolean {
    return this.options.clusters?.includes(cluster) ?? true;
  }

  async now(target: MetricsTarget): Promise<GoldenMetrics> {
    this.asked.push({ method: 'now', target });
    if (this.#down !== undefined) {
      return unknownMetrics(this.#down);
    }
    return this.#now.get(targetKey(target)) ?? unknownMetrics('no such series');
  }

  async callers(target: MetricsTarget): Promise<LiveCaller[]> {
    this.asked.push({ method: 'callers', target });
    if (this.#down !== undefined) {
      throw new ServiceUnavailableError(this.#down);
    }
    return this.#callers.get(targetKey(target)) ?? [];
  }

  async range(
    target: MetricsTarget,
    metrics: GoldenMetric[],
  ): Promise<MetricSeries[]> {
    this.asked.push({ method: 'range', target });
    if (this.#down !== undefined) {
      throw new ServiceUnavailableError(this.#down);
    }
    return (this.#series.get(targetKey(target)) ?? []).filter(({ metric }) =>
      metrics.includes(metric),
    );
  }
}

/** An in-memory `GoldenMetricsService` for tests. */
export function fakeGoldenMetrics(
  options?: FakeGoldenMetricsOptions,
): FakeGoldenMetrics {
  return new FakeGoldenMetrics(options);
}

function targetKey(target: MetricsTarget): string {
  return JSON.stringify([
    target.cluster,
    target.namespace,
    target.deployment ?? null,
    target.podTemplateHash ?? null,
  ]);
}
