import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { jobPoolServiceRef } from '../scaffolder/jobPoolService';
import { boundedYaml } from './boundedYaml';
import { boundedCatalogQueries } from './catalogQueries';

/** Bounds what one request to the catalog may cost (ADR 0080). */
export default createBackendModule({
  pluginId: 'catalog',
  moduleId: 'bounds',
  register(env) {
    env.registerInit({
      deps: {
        httpRouter: coreServices.httpRouter,
        pool: jobPoolServiceRef,
      },
      // Modules come before their plugin, and so do their routes.
      async init({ httpRouter, pool }) {
        httpRouter.use(boundedCatalogQueries());
        httpRouter.use(
          boundedYaml({
            pool,
            action: 'catalog:validate-entity',
            field: 'entity',
          }),
        );
      },
    });
  },
});
