/** `[unix seconds, value]`; the value is a number, `NaN`, `+Inf` or `-Inf`. */
export type Sample = [number, number];

/** All series of a query at one time, with their labels. */
export type PrometheusVector = Array<{
  labels: Record<string, string>;
  sample: Sample;
}>;

/** All series of a query over a range, oldest sample first. Times without a series are left out. */
export type PrometheusMatrix = Array<{
  labels: Record<string, string>;
  samples: Sample[];
}>;

/** An alert of an alerting rule, as `/api/v1/rules` has it. */
export interface RuleAlert {
  /** Name of the rule. */
  name: string;
  /** PromQL of the rule. */
  query: string;
  state: 'firing' | 'pending';
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** ISO time since which its condition holds. */
  activeAt?: string;
}

/** The Prometheus of each cluster, for queries that the product's tables build (root service `slipway.prometheus`). */
export interface PrometheusService {
  /** True when a Prometheus is configured for this cluster. */
  has(cluster: string): boolean;
  /**
   * Window of rates, as `1m`.
   *
   * @throws NotFoundError when no Prometheus is configured
   */
  windowOf(cluster: string): string;
  /**
   * @throws NotFoundError when no Prometheus is configured
   * @throws ServiceUnavailableError when it does not answer
   */
  vector(cluster: string, query: string): Promise<PrometheusVector>;
  /** Over a range. Throws as {@link PrometheusService.vector} does. */
  matrix(
    cluster: string,
    query: string,
    range: { start: Date; end: Date; stepSeconds: number },
  ): Promise<PrometheusMatrix>;
  /**
   * Alerts that fire or wait to. Prometheus' own `match[]` looks at the labels
   * of a rule and not of its alerts, so all are read; choose by the labels of
   * each. Throws as {@link PrometheusService.vector} does.
   *
   * @see https://prometheus.io/docs/prometheus/latest/querying/api/#rules
   */
  alerts(cluster: string): Promise<RuleAlert[]>;
}
