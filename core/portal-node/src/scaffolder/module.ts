import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  actionExecutePermission,
  taskCreatePermission,
  templateDryRunPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import { scaffolderServiceRef } from '@backstage/plugin-scaffolder-node';
import { boundedYaml } from '../bounds/boundedYaml';
import { dryRunErrors } from './dryRunErrors';
import { createGuardRouter } from './guardRouter';
import { isolateRunners } from './Isolation';
import { jobPoolServiceRef } from './jobPoolService';
import { ValueCheck } from './ValueCheck';

/** Lets templates render in processes of their own, with limits (ADR 0080). */
export default createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'isolation',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        permissions: coreServices.permissions,
        pool: jobPoolServiceRef,
        reader: coreServices.urlReader,
        scaffolder: scaffolderServiceRef,
      },
      // Before the plugin: its routes come after the guard, its runners after their isolation.
      async init({ httpRouter, lifecycle, pool, reader, ...services }) {
        isolateRunners({ pool, reader, actionExecutePermission });
        httpRouter.use(
          boundedYaml({
            pool,
            action: 'scaffolder:dry-run-template',
            field: 'templateYaml',
          }),
        );
        httpRouter.use(
          createGuardRouter({
            ...services,
            check: new ValueCheck(pool),
            dryRunPermissions: [taskCreatePermission, templateDryRunPermission],
          }),
        );
        // After the plugin's routes, whose errors it takes.
        lifecycle.addStartupHook(() => httpRouter.use(dryRunErrors as never));
      },
    });
  },
});
