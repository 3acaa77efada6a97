import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { boundedSearchTerm } from './searchTerm';

/** Bounds what one search may cost (ADR 0080). */
export default createBackendModule({
  pluginId: 'search',
  moduleId: 'bounds',
  register(env) {
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        httpRouter.use(boundedSearchTerm);
      },
    });
  },
});
