import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { TimelineRegistry } from './TimelineRegistry';
import { Timeline } from './types';

/** What happened to services, over all plugins; one instance per process. */
export const timelineServiceRef = createServiceRef<Timeline>({
  id: 'slipway.timeline',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => TimelineRegistry.create(),
    }),
});
