import type { WhoMay } from '@slipway/test-utils';

const ENTITY = '/v1/entities/:kind/:namespace/:name';
const ORDERS = '/v1/entities/component/default/order-service';
const WORKLOAD = `${ENTITY}/workloads/:cluster/:targetNamespace/:workload`;
const DEV = `${ORDERS}/workloads/aks-dev/ecommerce/order-service`;

export const whoMay: WhoMay = {
  pluginId: 'observability',
  routes: {
    'GET /openapi.json': ['signed in'],
    [`GET ${ENTITY}/view`]: ['signed in', { path: `${ORDERS}/view` }],
    [`GET ${ENTITY}/system`]: [
      'signed in',
      { path: '/v1/entities/system/default/ecommerce/system' },
    ],
    [`GET ${ENTITY}/alerts`]: ['signed in', { path: `${ORDERS}/alerts` }],
    [`GET ${WORKLOAD}/now`]: ['signed in', { path: `${DEV}/now` }],
    [`GET ${WORKLOAD}/logs`]: ['owner', { path: `${DEV}/logs?from=0&to=1` }],
    [`GET ${WORKLOAD}/graph`]: ['signed in', { path: `${DEV}/graph` }],
  },
};
