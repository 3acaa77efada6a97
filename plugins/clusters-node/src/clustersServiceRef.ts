import { createServiceRef } from '@backstage/backend-plugin-api';
import { ClustersService } from './supply';

/** The one door to Kubernetes for all Slipway plugins. */
export const clustersServiceRef = createServiceRef<ClustersService>({
  id: 'slipway.clusters',
  scope: 'root',
});
