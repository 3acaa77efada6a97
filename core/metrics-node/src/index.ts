/**
 * The one way to Prometheus for Slipway's backend plugins.
 *
 * @packageDocumentation
 */
export {
  goldenMetricsServiceRef,
  prometheusServiceRef,
} from './goldenMetricsServiceRef';
export * from './prometheusTypes';
export { prometheusFreshness } from './prometheusFreshness';
export * from './types';
