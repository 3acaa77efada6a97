/**
 * How plugins say what they run, and start it as a part of a joint run.
 *
 * @packageDocumentation
 */
export { askProvider } from './askProvider';
export { lackingClusters } from './lackingClusters';
export { WorkRegistry } from './WorkRegistry';
export { workServiceRef } from './workServiceRef';
export * from './types';
