import { assertError, InputError } from '@backstage/errors';
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
  workloadOf,
} from '@slipway/plugin-metrics-common';
import { PrometheusSettings } from './config';
import { interpret, Outcome, pointOf } from './interpret';
import { PrometheusClient } from './PrometheusClient';
import { notConfigured, PrometheusSources } from './PrometheusSources';
import { GoldenMetricsService } from './types';

/** Longest range in points, ends included. */
export const MAX_POINTS = 1_000;

/** Golden metrics from one Prometheus for each cluster. */
export class PrometheusGoldenMetrics implements GoldenMetricsService {
  static create(
    settings: ReadonlyMap<string, PrometheusSettings>,
  ): PrometheusGoldenMetrics {
    return PrometheusGoldenMetrics.over(PrometheusSources.create(settings));
  }

  /** Over clients that others use too. */
  static over(sources: PrometheusSources): PrometheusGoldenMetrics {
    return new PrometheusGoldenMetrics(sources);
  }

  private constructor(private readonly sources: PrometheusSources) {}

  has(cluster: string): boolean {
    return this.sources.has(cluster);
  }

  async now(
    target: MetricsTarget,
    options: { window?: string } = {},
  ): Promise<GoldenMetrics> {
    const { cluster } = target;
    if (!this.has(cluster)) return unknownMetrics(notConfigured(cluster));
    const client = this.sources.clientOf(cluster);
    const window = checkedWindow(
      options.window ?? this.sources.windowOf(cluster),
    );
    const outcomes = await Promise.all(
      GOLDEN_METRICS.map(
        async (metric): Promise<[GoldenMetric, Outcome]> => [
          metric,
          await ask(client, GOLDEN_QUERIES[metric].build(target, window)),
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
    const window = this.sources.windowOf(target.cluster);
    const series = await this.sources.vector(
      target.cluster,
      callersQuery(target, window),
    );
    const callers = new Map<string, LiveCaller>();
    for (const { labels, sample } of series) {
      const { namespace } = labels;
      const caller = workloadOf(labels);
      if (!namespace || !caller || !Number.isFinite(sample[1])) continue;
      const key = `${namespace}/${caller}`;
      callers.set(key, {
        namespace,
        deployment: caller,
        // The revisions of a Rollout are one caller.
        requestRate: sample[1] + (callers.get(key)?.requestRate ?? 0),
        over: window,
      });
    }
    return [...callers.values()].sort((a, b) => b.requestRate - a.requestRate);
  }

  async range(
    target: MetricsTarget,
    metrics: GoldenMetric[],
    range: { start: Date; end: Date; stepSeconds: number; window?: string },
  ): Promise<MetricSeries[]> {
    const client = this.sources.clientOf(target.cluster);
    assertRange(range);
    const window = checkedWindow(
      range.window ?? this.sources.windowOf(target.cluster),
    );
    return Promise.all(
      metrics.map(async metric => {
        const { unit, build } = GOLDEN_QUERIES[metric];
        const samples = await client.range(build(target, window), range);
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
    await this.sources.close();
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
