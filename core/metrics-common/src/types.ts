/** What a golden-metrics query speaks of. At least one of `deployment` and `podTemplateHash` is set. */
export interface MetricsTarget {
  cluster: string;
  namespace: string;
  /** Value of the `deployment` label: the workload's name. */
  deployment?: string;
  /** Value of `rollouts_pod_template_hash`: one revision of a Rollout. */
  podTemplateHash?: string;
}

/** The golden metrics that Slipway knows. */
export type GoldenMetric =
  | 'successRate'
  | 'requestRate'
  | 'latencyP50'
  | 'latencyP95'
  | 'latencyP99';

export type MetricUnit = 'ratio' | 'req/s' | 'ms';

/**
 * One measured figure, or the honest absence of one. `no-traffic`: the source
 * answered and there were no requests, so a ratio or a percentile has no
 * meaning. `unknown`: the source did not answer or has no such series.
 * `at`: ISO time; `over`: the time before it that was looked at, as `1m`.
 */
export type Measurement =
  | { state: 'measured'; value: number; at: string; over: string }
  | { state: 'no-traffic'; at: string; over: string }
  | { state: 'unknown'; reason: string };

export type GoldenMetrics = Record<GoldenMetric, Measurement>;

/** A range of one metric: `[unix seconds, value or null]`, oldest first. Null: no traffic at that time. */
export interface MetricSeries {
  metric: GoldenMetric;
  unit: MetricUnit;
  stepSeconds: number;
  /** The time before each point that it looks at, as `1m`; absent where the source does not say. */
  over?: string;
  points: Array<[number, number | null]>;
}

/** A workload that calls another, by the traffic. */
export interface LiveCaller {
  namespace: string;
  /** Name of the workload. */
  deployment: string;
  /** Requests per second; 0 where it called before and does not now. */
  requestRate: number;
  /** Time that was looked at, as `1m`. */
  over: string;
}

/** One entry of the table of queries. `build` is pure and escapes every value it is given. */
export interface QueryDefinition {
  metric: GoldenMetric;
  unit: MetricUnit;
  title: string;
  build(target: MetricsTarget, window: string): string;
}
