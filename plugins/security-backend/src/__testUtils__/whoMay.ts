import type { WhoMay } from '@slipway/test-utils';

const ENTITY = '/v1/entities/:kind/:namespace/:name/findings';
const CANARY =
  '/v1/clusters/:cluster/namespaces/:namespace/rollouts/:name/canary';

export const whoMay: WhoMay = {
  pluginId: 'security',
  routes: {
    'GET /openapi.json': ['signed in'],
    [`GET ${ENTITY}`]: [
      'signed in',
      { path: '/v1/entities/component/default/order-service/findings' },
    ],
    [`GET ${CANARY}`]: [
      'signed in',
      {
        path: '/v1/clusters/gke-prod/namespaces/ecommerce/rollouts/order-service/canary',
      },
    ],
    'GET /v1/fleet': ['signed in'],
    'GET /v1/search': ['signed in', { path: '/v1/search?package=openssl' }],
    // A token of its own, which neither users nor services have.
    'POST /v1/scans': ['no user', { body: { SchemaVersion: 2 } }],
  },
};
