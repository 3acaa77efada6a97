import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { Work } from './types';
import { WorkRegistry } from './WorkRegistry';

/** What runs on services, over all plugins; one instance per process. */
export const workServiceRef = createServiceRef<Work>({
  id: 'slipway.work',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => WorkRegistry.create(),
    }),
});
