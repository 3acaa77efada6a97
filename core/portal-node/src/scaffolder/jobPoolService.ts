import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { JobPool } from './JobPool';
import { readLimits } from './limits';

/** Processes for what must not be computed on the thread that serves everybody. */
export const jobPoolServiceRef = createServiceRef<JobPool>({
  id: 'slipway.job-pool',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
      },
      factory({ config, lifecycle }) {
        const pool = new JobPool(readLimits(config));
        lifecycle.addShutdownHook(() => pool.close());
        return pool;
      },
    }),
});
