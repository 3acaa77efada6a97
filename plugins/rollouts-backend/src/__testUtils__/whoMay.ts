import type { WhoMay } from '@slipway/test-utils';

const ROUTE = '/v1/clusters/:cluster/namespaces/:namespace/rollouts/:name';
/** A rollout of the sandbox that the owner owns. */
const ROLLOUT =
  '/v1/clusters/gke-prod/namespaces/ecommerce/rollouts/order-service';
/** Not what is there: whoever may act learns that the rollout changed, and nothing happens. */
const STALE = { uid: 'gone', currentPodHash: 'bbb', currentStepIndex: 0 };
const CONFIRM = { name: 'order-service' };

export const whoMay: WhoMay = {
  pluginId: 'rollouts',
  routes: {
    'GET /openapi.json': ['signed in'],
    'GET /v1/clusters': ['signed in'],
    'GET /v1/rollouts': [
      'signed in',
      { fuzz: { query: { limit: '5', cursor: 'Z2tlLXByb2QveA' } } },
    ],
    'GET /v1/entities/:kind/:namespace/:name/rollouts': [
      'signed in',
      { path: '/v1/entities/component/default/order-service/rollouts' },
    ],
    [`GET ${ROUTE}`]: ['signed in', { path: ROLLOUT }],
    [`GET ${ROUTE}/access`]: ['signed in', { path: `${ROLLOUT}/access` }],
    [`GET ${ROUTE}/diff`]: [
      'signed in',
      {
        path: `${ROLLOUT}/diff?from=1&to=2`,
        fuzz: { query: { from: '1', to: '2' } },
      },
    ],
    [`GET ${ROUTE}/metrics`]: [
      'signed in',
      {
        path: `${ROLLOUT}/metrics?start=2026-01-01T10:00:00Z&end=2026-01-01T11:00:00Z&step=15`,
        fuzz: { query: { start: '1767261600', end: '1767265200', step: '60' } },
      },
    ],
    [`GET ${ROUTE}/actions/:action/stops`]: [
      'owner',
      { path: `${ROLLOUT}/actions/promote/stops`, services: 'none' },
    ],
    // Every action: packages/backend/src/whoMay.test.ts.
    [`POST ${ROUTE}/actions/:action`]: [
      'owner',
      {
        path: `${ROLLOUT}/actions/abort`,
        body: { seen: STALE, confirm: CONFIRM },
        fuzz: {
          body: {
            seen: STALE,
            confirm: CONFIRM,
            args: {
              toRevision: 1,
              images: [{ container: 'app', image: 'x:1' }],
              analysisRun: 'a',
              uid: 'u',
            },
          },
        },
      },
    ],
  },
  tools: {
    'get-rollout': {
      who: 'signed in',
      input: {
        cluster: 'gke-prod',
        namespace: 'ecommerce',
        name: 'order-service',
      },
    },
    'list-rollouts': { who: 'signed in', input: {} },
  },
};
