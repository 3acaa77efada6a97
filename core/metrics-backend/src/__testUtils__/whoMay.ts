import type { WhoMay } from '@slipway/test-utils';

export const whoMay: WhoMay = {
  pluginId: 'metrics',
  routes: {
    'GET /v1/golden': [
      'signed in',
      {
        path: '/v1/golden?cluster=gke-prod&namespace=ecommerce&deployment=order-service&start=1767261600&end=1767261660&step=10',
      },
    ],
  },
};
