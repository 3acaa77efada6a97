/**
 * Golden metrics: their words, their queries and how they are written.
 *
 * @packageDocumentation
 */
export * from './format';
export * from './goldenMetrics';
export * from './promql';
export * from './queries';
export * from './schemas';
export * from './types';
export * from './series';
export * from './band';
export * from './recovery';
export * from './permissions';
export * from './golden';
export { whyUnbounded } from './boundedPattern';
