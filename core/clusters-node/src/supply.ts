import {
  AuthenticationStrategy,
  ClusterDetails,
} from '@backstage/plugin-kubernetes-node';
import { Clusters } from './types';

/** What plugin-kubernetes hands over, in two pieces because its extension points give them separately. */
export type ClusterSupply =
  | { list(): Promise<ClusterDetails[]> }
  | { authStrategy: Pick<AuthenticationStrategy, 'getCredential'> };

/** The service as it is registered: what plugins read and write, and the one call of the kubernetes module. */
export interface ClustersService extends Clusters {
  /** Takes over plugin-kubernetes' cluster supplier or its auth strategy. A later call replaces the earlier one. */
  connect(supply: ClusterSupply): void;
}
