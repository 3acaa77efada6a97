import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { edgeHttpRouter } from './edge';
import { portalHttp } from './http/portalHttp';
import { schedulerService } from './scheduler/schedulerService';

/**
 * What replaces or stands before services and core plugins of Backstage: the
 * database service, the HTTP server and its routers, the scheduler, and what
 * bounds requests to catalog, search and scaffolder.
 */
export const portalLoader = createBackendFeatureLoader({
  *loader() {
    const { httpAuth, rootHttpRouter, signalsModule } = portalHttp();
    yield rootHttpRouter;
    yield edgeHttpRouter;
    yield httpAuth;
    yield signalsModule;
    yield schedulerService;
    yield import('./storage');
    yield import('./bounds/catalogModule');
    yield import('./bounds/searchModule');
    yield import('./scaffolder/module');
    yield import('./scaffolder/repository/module');
    yield import('./tasks/module');
  },
});
