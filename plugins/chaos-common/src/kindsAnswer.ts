import { JsonObject } from '@backstage/types';
import {
  Freshness,
  ResolvedEnvironment,
} from '@slipway/plugin-clusters-common';
import { LaunchKind } from './kinds';

/** One kind in one cluster. */
export interface ClusterKind {
  kind: LaunchKind;
  /** Whether the cluster has it, and why not: one sentence. */
  state: 'installed' | 'not-installed' | 'unknown';
  reason?: string;
  /** The OpenAPI schema of `spec` as the CRD of this cluster has it. Only with `?schema=true`, and when installed. */
  schema?: JsonObject;
}

/** What can be launched in one cluster. */
export interface ClusterKinds {
  cluster: string;
  title?: string;
  environment: ResolvedEnvironment;
  /** False when this cluster is read-only by configuration. */
  allowActions: boolean;
  freshness: Freshness['state'];
  kinds: ClusterKind[];
  /** Namespaces that the cluster has, sorted; absent when they cannot be read. */
  namespaces?: string[];
}
