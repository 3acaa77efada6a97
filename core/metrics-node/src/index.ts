/**
 * The one way to Prometheus for Slipway's backend plugins.
 *
 * @packageDocumentation
 */
export { goldenMetricsServiceRef } from './goldenMetricsServiceRef';
export * from './types';
