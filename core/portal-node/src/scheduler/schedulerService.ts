import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from './alpha';
import { DefaultSchedulerService } from '@backstage/backend-defaults/scheduler';
import { guardedTasks } from './guardedTasks';

/** Backstage's scheduler, whose routes are for the platform group only (ADR 0084). */
export const schedulerService = createServiceFactory({
  service: coreServices.scheduler,
  deps: {
    auditor: coreServices.auditor,
    database: coreServices.database,
    httpAuth: coreServices.httpAuth,
    httpRouter: coreServices.httpRouter,
    logger: coreServices.logger,
    metrics: metricsServiceRef,
    permissions: coreServices.permissions,
    pluginMetadata: coreServices.pluginMetadata,
    rootLifecycle: coreServices.rootLifecycle,
  },
  factory({ auditor, httpAuth, httpRouter, permissions, ...deps }) {
    return DefaultSchedulerService.create({
      ...deps,
      httpRouter: {
        use: routes =>
          httpRouter.use(
            guardedTasks({ routes, auditor, httpAuth, permissions }),
          ),
        addAuthPolicy: policy => httpRouter.addAuthPolicy(policy),
      },
    });
  },
});
