/**
 * How plugins say what happened to services.
 *
 * @packageDocumentation
 */
export { touches } from './keepNewest';
export { keptRunsProvider } from './keptRuns';
export type { KeptRunsOptions } from './keptRuns';
export { TimelineRegistry } from './TimelineRegistry';
export { timelineServiceRef } from './timelineServiceRef';
export * from './types';
