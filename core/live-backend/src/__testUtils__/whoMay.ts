import type { WhoMay } from '@slipway/test-utils';

const TARGET = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  kind: 'Rollout',
  name: 'order-service',
};
const ENTITY = { entityRef: 'component:default/order-service' };

export const whoMay: WhoMay = {
  pluginId: 'live',
  routes: {
    // Without topics: the door alone. Each topic asks for itself.
    'POST /stream': [
      'signed in',
      {
        services: 'all',
        body: {},
        fuzz: {
          body: {
            topics: [
              { topic: 'rollouts:detail', params: TARGET, resume: '1' },
              { topic: 'rollouts:entity', params: ENTITY },
              { topic: 'activity:target', params: TARGET },
              { topic: 'break-glass:entity', params: ENTITY },
            ],
          },
        },
      },
    ],
  },
};
