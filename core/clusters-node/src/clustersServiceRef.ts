import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readClustersSettings } from './config/schema';
import { DefaultClusters } from './DefaultClusters';
import { checkKubeconfig } from './kubeconfig';
import { ClustersService } from './supply';

/** The one Kubernetes client of all Slipway plugins; one instance per process. */
export const clustersServiceRef = createServiceRef<ClustersService>({
  id: 'slipway.clusters',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.rootLogger,
        lifecycle: coreServices.rootLifecycle,
      },
      async factory({ config, logger, lifecycle }) {
        const settings = readClustersSettings(config);
        if (settings.kubeconfig) {
          await checkKubeconfig(settings.kubeconfig);
        }
        return DefaultClusters.create({
          settings,
          logger: logger.child({ service: 'slipway.clusters' }),
          lifecycle,
        });
      },
    }),
});
