export type { Controller } from './types';
export { ClusterControllers } from './ClusterControllers';
export type { ClusterControllersOptions } from './ClusterControllers';
export type { InstantQuery } from './analysis/query';
