/**
 * The one door to Kubernetes for Slipway's backend plugins.
 *
 * @packageDocumentation
 */
export { clustersServiceRef } from './clustersServiceRef';
export type { ClustersService, ClusterSupply } from './supply';
export * from './types';
