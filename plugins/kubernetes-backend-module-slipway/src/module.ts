import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  kubernetesClusterSupplierExtensionPoint,
  kubernetesObjectsProviderExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { withoutSecrets } from './withoutSecrets';

/**
 * Hands plugin-kubernetes' cluster supplier and auth strategy to
 * `slipway.clusters`, so that both see the same clusters. Its own supplier and
 * objects provider stay in place; the latter is no longer asked for Secrets.
 */
export const kubernetesModuleSlipway = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'slipway',
  register(env) {
    env.registerInit({
      deps: {
        suppliers: kubernetesClusterSupplierExtensionPoint,
        objectsProviders: kubernetesObjectsProviderExtensionPoint,
        auth: coreServices.auth,
        clusters: clustersServiceRef,
      },
      async init({ suppliers, objectsProviders, auth, clusters }) {
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
            return withoutSecrets(await getDefault());
          },
        );
      },
    });
  },
});
