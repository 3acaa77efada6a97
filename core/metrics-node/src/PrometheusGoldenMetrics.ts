import { assertError, InputError, NotFoundError } from '@backstage/errors';
import {
  callersQuery,
  checkedWindow,
  GOLDEN_METRICS,
  GOLDEN_QUERIES,
  GoldenMetric,
  GoldenMetrics,
  LiveCaller,
  MetricSeries,
  MetricsTarget,
  unknownMetrics,
} from '@slipway/plugin-metrics-common';
import { PrometheusSettings } from './config';
import { interpret, Outcome, pointOf } from './interpret';
import { PrometheusClient } from './PrometheusClient';
import { GoldenMetricsService } from './types';

/** Longest range in points, ends included. */
export const MAX_POINTS = 1_000;

interface Source {
  client: PrometheusClient;
  window: string;
}

/** Golden metrics from one Prometheus for each cluster. */
export class PrometheusGoldenMetrics implements GoldenMetricsService {
  readonly #sources: ReadonlyMap<string, Source>;

  static create(
    settings: ReadonlyMap<string, PrometheusSettings>,
  ): PrometheusGoldenMetrics {
    return new PrometheusGoldenMetrics(settings);
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

  async now(
    target: MetricsTarget,
    options: { window?: string } = {},
  ): Promise<GoldenMetrics> {
    const source = this.#sources.get(target.cluster);
    if (!source) {
      return unknownMetrics(notConfigured(target.cluster));
    }
    const window = checkedWindow(options.window ?? source.window);
    const outcomes = await Promise.all(
      GOLDEN_METRICS.map(
        async (metric): Promise<[GoldenMetric, Outcome]> => [
          metric,
          await ask(
            source.client,
            GOLDEN_QUERIES[metric].build(target, window),
          ),
        ],
      ),
    );
    return interpret(
      Object.fromEntries(outcomes) as Record<GoldenMetric, Outcome>,
      window,
    );
  }

  async callers(target: {
    cluster: string;
    namespace: string;
    deployment: string;
  }): Promise<LiveCaller[]> {
    const source = this.#sources.get(target.cluster);
    if (!source) throw new NotFoundError(notConfigured(target.cluster));
    const { client, window } = source;
    const series = await client.vector(callersQuery(target, window));
    return series
      .flatMap(({ labels: { namespace, deployment }, sample: [, rate] }) =>
        namespace && deployment && Number.isFinite(rate)
          ? [{ namespace, deployment, requestRate: rate, over: window }]
          : [],
      )
      .sort((a, b) => b.requestRate - a.requestRate);
  }

  async range(
    target: MetricsTarget,
    metrics: GoldenMetric[],
    range: { start: Date; end: Date; stepSeconds: number; window?: string },
  ): Promise<MetricSeries[]> {
    const source = this.#sources.get(target.cluster);
    if (!source) {
      throw new NotFoundError(notConfigured(target.cluster));
    }
    assertRange(range);
    const window = checkedWindow(range.window ?? source.window);
    return Promise.all(
      metrics.map(async metric => {
        const { unit, build } = GOLDEN_QUERIES[metric];
        const samples = await source.client.range(build(target, window), range);
        return {
          metric,
          unit,
          stepSeconds: range.stepSeconds,
          over: window,
          points: samples.map(pointOf),
        };
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#sources.values()].map(({ client }) => client.close()),
    );
  }
}

/** @throws InputError naming the rule */
function assertRange(range: { start: Date; end: Date; stepSeconds: number }) {
  const seconds = (range.end.getTime() - range.start.getTime()) / 1000;
  if (!(seconds > 0)) {
    throw new InputError('end must be after start');
  }
  if (!Number.isInteger(range.stepSeconds) || range.stepSeconds < 1) {
    throw new InputError('step must be a whole number of seconds, at least 1');
  }
  if (Math.floor(seconds / range.stepSeconds) + 1 > MAX_POINTS) {
    throw new InputError(
      `The range has more than ${MAX_POINTS} points: make it shorter or the step longer`,
    );
  }
}

async function ask(client: PrometheusClient, query: string): Promise<Outcome> {
  try {
    return { sample: await client.instant(query) };
  } catch (error) {
    assertError(error);
    return { error };
  }
}

function notConfigured(cluster: string): string {
  return `No Prometheus is configured for cluster ${cluster}`;
}
