export * from './types';
export { MetricsStore } from './MetricsStore';
export type { MetricsStoreOptions } from './MetricsStore';
export { createPrometheusServer } from './prometheusServer';
export type {
  PrometheusServer,
  PrometheusServerOptions,
} from './prometheusServer';
