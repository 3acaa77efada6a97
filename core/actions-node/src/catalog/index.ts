import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { apiDocumentsServiceRef } from '../openapi/ApiDocuments';
import { ApiEntityProvider } from './ApiEntityProvider';
import { PortalApis } from './PortalApis';

/** Shows the OpenAPI document of each plugin with actions as an API entity that the portal provides. */
export default createBackendModule({
  pluginId: 'catalog',
  moduleId: 'portal-apis',
  register(env) {
    env.registerInit({
      deps: {
        documents: apiDocumentsServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
      },
      async init({ documents, lifecycle, logger, processing }) {
        const provider = new ApiEntityProvider({
          documents,
          owner: 'group:default/platform',
          onError: error =>
            logger.warn(
              `The APIs of the portal are not in the catalog: ${stringifyError(
                error,
              )}`,
            ),
        });
        lifecycle.addShutdownHook(() => provider.stop());
        processing.addEntityProvider(provider);
        processing.addProcessor(new PortalApis());
      },
    });
  },
});
