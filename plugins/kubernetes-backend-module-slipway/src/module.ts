import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  kubernetesClusterSupplierExtensionPoint,
  kubernetesFetcherExtensionPoint,
  kubernetesObjectsProviderExtensionPoint,
  kubernetesRouterExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { closedProxy } from './closedProxy';
import { safeFetcher } from './safeFetcher';

/**
 * Hands plugin-kubernetes' cluster supplier and auth strategy to
 * `slipway.clusters`, so that both see the same clusters. Its own supplier and
 * objects provider stay in place; what the latter reads is masked, and the
 * proxy is closed.
 */
export const kubernetesModuleSlipway = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'slipway',
  register(env) {
    env.registerInit({
      deps: {
        suppliers: kubernetesClusterSupplierExtensionPoint,
        fetchers: kubernetesFetcherExtensionPoint,
        objectsProviders: kubernetesObjectsProviderExtensionPoint,
        routers: kubernetesRouterExtensionPoint,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        clusters: clustersServiceRef,
      },
      async init({
        suppliers,
        fetchers,
        objectsProviders,
        routers,
        auditor,
        auth,
        clusters,
      }) {
        suppliers.addClusterSupplier(async ({ getDefault }) => {
          const supplier = await getDefault();
          clusters.connect({
            list: async () =>
              supplier.getClusters({
                credentials: await auth.getOwnServiceCredentials(),
              }),
          });
          return supplier;
        });
        objectsProviders.addObjectsProvider(
          async ({ getDefault, authStrategy }) => {
            clusters.connect({ authStrategy });
            return getDefault();
          },
        );
        fetchers.addFetcher(async ({ getDefault }) =>
          safeFetcher(await getDefault()),
        );
        routers.addRouter(({ getDefault }) =>
          closedProxy(getDefault(), auditor),
        );
      },
    });
  },
});
