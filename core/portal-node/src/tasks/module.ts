import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { taskCancelPermission } from '@backstage/plugin-scaffolder-common/alpha';
import { scaffolderServiceRef } from '@backstage/plugin-scaffolder-node';
import { retryOwnTasks } from './retryOwnTasks';

/** Lets those retry a template task who may cancel it (ADR 0084). */
export default createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'own-tasks',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        permissions: coreServices.permissions,
        scaffolder: scaffolderServiceRef,
      },
      async init({ httpRouter, ...services }) {
        // Modules come before their plugin, and so do their routes.
        httpRouter.use(
          retryOwnTasks({ ...services, permission: taskCancelPermission }),
        );
      },
    });
  },
});
