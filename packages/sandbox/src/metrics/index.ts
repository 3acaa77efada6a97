export * from './types';
export { MetricsStore } from './MetricsStore';
export type { MetricsStoreOptions } from './MetricsStore';
export { ALERT_RULES } from './alertRules';
