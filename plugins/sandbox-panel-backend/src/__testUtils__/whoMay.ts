import type { WhoMay } from '@slipway/test-utils';

export const whoMay: WhoMay = {
  pluginId: 'sandbox-panel',
  routes: {
    'GET /openapi.json': ['signed in'],
    'GET /v1/demo': ['signed in', { services: 'none' }],
    'POST /v1/releases': [
      'owner',
      {
        body: {
          cluster: 'gke-prod',
          namespace: 'ecommerce',
          service: 'order-service',
          quality: 'good',
        },
        fuzz: {
          body: {
            cluster: 'gke-prod',
            namespace: 'nothing',
            service: 'nothing',
            quality: 'good',
          },
        },
      },
    ],
    'POST /v1/speed': [
      'platform',
      { body: { speed: 1 }, fuzz: { body: { speed: -1 } } },
    ],
  },
};
