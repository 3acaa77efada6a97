/**
 * A PromQL engine and Prometheus' HTTP API over samples in memory.
 *
 * @packageDocumentation
 */
export * from './engine';
export { labelsKey, METRIC_NAME } from './engine/labels';
export { labelsTest } from './engine/matchers';
export { isStale } from './engine/staleness';
export { createPrometheusServer } from './http/prometheusServer';
export type {
  PrometheusServer,
  PrometheusServerOptions,
} from './http/prometheusServer';
export type { AlertingRule } from './http/rules';
export { openMetrics } from './samples/openMetrics';
export { SampleStore } from './samples/SampleStore';
export type { StoredSeries } from './samples/SampleStore';
