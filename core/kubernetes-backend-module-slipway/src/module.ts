import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  kubernetesClusterSupplierExtensionPoint,
  kubernetesFetcherExtensionPoint,
  kubernetesObjectsProviderExtensionPoint,
  kubernetesRouterExtensionPoint,
  kubernetesServiceLocatorExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import {
  ClusterReader,
  clustersServiceRef,
  readClustersSettings,
} from '@slipway/plugin-clusters-node';
import { boundedFetcher } from './boundedFetcher';
import { closedProxy } from './closedProxy';
import { EntityClusters } from './entityClusters';
import { perClusterProvider } from './perClusterProvider';
import { Reachability } from './Reachability';
import { safeFetcher } from './safeFetcher';

/** How long a request waits for a cluster that the configuration says nothing of. */
const WITHIN_SECONDS = 5;

/**
 * Hands plugin-kubernetes' cluster supplier and auth strategy to
 * `slipway.clusters`, so that both see the same clusters. What plugin-kubernetes
 * reads is read with deadlines, cluster by cluster, in the clusters that the
 * entity names, and masked; the proxy is closed.
 */
export const kubernetesModuleSlipway = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'slipway',
  register(env) {
    env.registerInit({
      deps: {
        suppliers: kubernetesClusterSupplierExtensionPoint,
        fetchers: kubernetesFetcherExtensionPoint,
        locators: kubernetesServiceLocatorExtensionPoint,
        objectsProviders: kubernetesObjectsProviderExtensionPoint,
        routers: kubernetesRouterExtensionPoint,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        clusters: clustersServiceRef,
      },
      async init({
        suppliers,
        fetchers,
        locators,
        objectsProviders,
        routers,
        auditor,
        auth,
        config,
        lifecycle,
        logger,
        clusters,
      }) {
        const settings = readClustersSettings(config).clusters;
        const withinMs = (cluster: string) =>
          (settings.get(cluster)?.answerWithinSeconds ?? WITHIN_SECONDS) * 1000;
        const reader = new ClusterReader();
        lifecycle.addShutdownHook(() => reader.close());
        let entityClusters: EntityClusters | undefined;

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
        locators.addServiceLocator(async ({ getDefault }) => {
          entityClusters = new EntityClusters(await getDefault());
          return entityClusters;
        });
        objectsProviders.addObjectsProvider(
          async ({
            getDefault,
            authStrategy,
            serviceLocator,
            objectTypesToFetch = [],
            customResources,
          }) => {
            clusters.connect({ authStrategy });
            return perClusterProvider({
              provider: await getDefault(),
              clusters: entityClusters ?? new EntityClusters(serviceLocator),
              objectTypesToFetch,
              customResources,
              withinMs,
              logger,
            });
          },
        );
        fetchers.addFetcher(async () =>
          safeFetcher(
            boundedFetcher({
              reader,
              reachability: new Reachability({ clusters, logger }),
              withinMs,
            }),
          ),
        );
        routers.addRouter(({ getDefault }) =>
          closedProxy(getDefault(), auditor),
        );
      },
    });
  },
});
