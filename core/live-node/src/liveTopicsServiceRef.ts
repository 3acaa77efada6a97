import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { LiveTopicRegistry } from './LiveTopicRegistry';
import { LiveTopics } from './types';

/**
 * The one registry of live topics in this process. Plugins register what they
 * offer in their `init`; the live backend looks topics up when a page asks.
 */
export const liveTopicsServiceRef = createServiceRef<LiveTopics>({
  id: 'slipway.live-topics',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => new LiveTopicRegistry(),
    }),
});
