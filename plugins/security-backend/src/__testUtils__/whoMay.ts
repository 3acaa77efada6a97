import type { WhoMay } from '@slipway/test-utils';

const ENTITY = '/v1/entities/:kind/:namespace/:name/findings';
const CANARY =
  '/v1/clusters/:cluster/namespaces/:namespace/rollouts/:name/canary';

const RISKS = '/v1/entities/:kind/:namespace/:name/risks';
const RISKS_OF_ORDERS = '/v1/entities/component/default/order-service/risks';
/** Nothing has this finding. */
const RISK = {
  vulnerability: 'CVE-2026-1',
  package: 'nothing',
  severity: 'low',
  scope: 'service',
  until: '2999-12-31',
  reason: 'nothing is accepted',
};

export const whoMay: WhoMay = {
  pluginId: 'security',
  routes: {
    'GET /openapi.json': ['signed in'],
    [`GET ${ENTITY}`]: [
      'signed in',
      { path: '/v1/entities/component/default/order-service/findings' },
    ],
    [`GET ${ENTITY}/trend`]: [
      'signed in',
      {
        path: '/v1/entities/component/default/order-service/findings/trend',
        fuzz: { query: { days: '30' } },
      },
    ],
    [`GET ${CANARY}`]: [
      'signed in',
      {
        path: '/v1/clusters/gke-prod/namespaces/ecommerce/rollouts/order-service/canary',
      },
    ],
    [`GET ${RISKS}`]: ['signed in', { path: RISKS_OF_ORDERS }],
    [`POST ${RISKS}/actions/:action`]: [
      'owner',
      {
        path: `${RISKS_OF_ORDERS}/actions/accept-risk`,
        body: { args: RISK },
      },
    ],
    [`POST ${RISKS}/actions/:action/approval`]: [
      'owner',
      {
        path: `${RISKS_OF_ORDERS}/actions/accept-risk/approval`,
        body: { args: RISK, reason: 'nothing is asked' },
      },
    ],
    // Nobody owns a risk that does not exist.
    'POST /v1/risks/:id/actions/:action': [
      'signed in',
      {
        path: '/v1/risks/00000000-0000-4000-8000-000000000000/actions/withdraw-risk',
        body: {},
      },
    ],
    'GET /v1/fleet': ['signed in'],
    'GET /v1/search': ['signed in', { path: '/v1/search?package=openssl' }],
    // A token of its own, which neither users nor services have.
    'POST /v1/scans': ['no user', { body: { SchemaVersion: 2 } }],
  },
};
