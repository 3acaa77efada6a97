import type { WhoMay } from '@slipway/test-utils';

export const whoMay: WhoMay = {
  pluginId: 'work',
  routes: {
    'GET /v1/running': [
      'signed in',
      { fuzz: { query: { entityRef: 'component:default/order-service' } } },
    ],
  },
};
