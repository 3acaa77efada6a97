import type { WhoMay } from '@slipway/test-utils';

const ROUTE = '/v1/clusters/:cluster/namespaces/:namespace/freezes/:name';
/** Of the sandbox's order-service; the test of the guide creates it. */
const FREEZE =
  '/v1/clusters/gke-prod/namespaces/ecommerce/freezes/black-friday';

export const whoMay: WhoMay = {
  pluginId: 'freezes',
  routes: {
    'GET /openapi.json': ['signed in'],
    [`GET ${ROUTE}/access`]: ['signed in', { path: `${FREEZE}/access` }],
    [`POST ${ROUTE}/actions/:action`]: [
      'owner',
      {
        path: `${FREEZE}/actions/lift`,
        // Not what is there: whoever may act learns that it changed, and nothing happens.
        body: {
          seen: { uid: 'gone', state: 'active' },
          confirm: { name: 'black-friday' },
        },
      },
    ],
  },
};
