import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { environmentEntitiesServiceRef } from './environmentEntities';
import { EnvironmentEntityProvider } from './EnvironmentEntityProvider';

/** Shows environments in the catalog. */
export default createBackendModule({
  pluginId: 'catalog',
  moduleId: 'environments',
  register(env) {
    env.registerInit({
      deps: {
        entities: environmentEntitiesServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
      },
      async init({ entities, lifecycle, logger, processing }) {
        const provider = new EnvironmentEntityProvider({
          entities,
          onError: error =>
            logger.warn(
              `Environments are not in the catalog: ${stringifyError(error)}`,
            ),
        });
        lifecycle.addShutdownHook(() => provider.stop());
        processing.addEntityProvider(provider);
      },
    });
  },
});
