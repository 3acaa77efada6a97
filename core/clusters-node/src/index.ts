/**
 * The Kubernetes client of Slipway's backend plugins.
 *
 * @packageDocumentation
 */
export { metadataOnly } from './cache/metadataOnly';
export { clustersServiceRef } from './clustersServiceRef';
export { checkedBaseUrl, guardedLookup } from './http/addressGuard';
export { GuardedHttp } from './http/GuardedHttp';
export type { GuardedAnswer, GuardedRequest } from './http/GuardedHttp';
export { resourcePath } from './http/resourcePath';
export { transportReason } from './http/transport';
export { ClusterReader, NoAnswerError } from './http/ClusterReader';
export type { ClusterReading, ReadRequest } from './http/ClusterReader';
export { podUsage } from './podUsage';
export type { ClustersService, ClusterSupply } from './supply';
export * from './types';
export { applyWrites, tryWrites } from './writes/applyWrites';
export { kubeconfigServer } from './kubeconfig';
export { readClustersSettings } from './config/schema';
export type {
  ClusterSettings,
  ClustersSettings,
  KubeconfigSettings,
} from './config/schema';
export { DefaultClusters } from './DefaultClusters';
export type { DefaultClustersOptions } from './DefaultClusters';
