/**
 * The one way to Prometheus for Slipway's backend plugins.
 *
 * @packageDocumentation
 */
export { goldenMetricsServiceRef } from './goldenMetricsServiceRef';
export { prometheusFreshness } from './prometheusFreshness';
export * from './types';
