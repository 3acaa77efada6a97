/**
 * One seeded model of the ecommerce platform's traffic: pure, no I/O.
 *
 * @packageDocumentation
 */
export * from './types.ts';
export {
  SERVICES,
  isServiceName,
  serviceProfile,
  trafficShare,
} from './services.ts';
export type { ServiceCall, ServiceProfile } from './services.ts';
export { releaseBehaviour } from './release.ts';
export type { ReleaseBehaviour } from './release.ts';
export {
  LATENCY_BOUNDS_MS,
  bucketShares,
  drawLatency,
  latencyCdf,
  latencyMean,
} from './latency.ts';
export type { LatencyShape } from './latency.ts';
export { namespaceFlow } from './flow.ts';
export type { CallFlow, NamespaceFlow, PodFlow, ServiceFlow } from './flow.ts';
export { ownerKey, ownerOf } from './owner.ts';
export { advance, initialState } from './model.ts';
export { metFromOutside } from './network.ts';
export { podSeries, podValues, renderMetrics } from './exposition.ts';
export type { PodSeries } from './exposition.ts';
export { seededBetween, seededUnit } from './random.ts';
