import type { WhoMay } from '@slipway/test-utils';

const ENTITY = '/v1/entities/:kind/:namespace/:name';
const ORDERS = '/v1/entities/component/default/order-service';
const TARGET = `${ENTITY}/targets/:cluster/:targetNamespace`;
const DEV = `${ORDERS}/targets/aks-dev/ecommerce`;
const RUN = '/v1/runs/:id';
/** A run that does not exist. */
const NO_RUN = '/v1/runs/00000000-0000-4000-8000-000000000000';

export const whoMay: WhoMay = {
  pluginId: 'loadtest',
  routes: {
    'GET /openapi.json': ['signed in'],
    [`GET ${ENTITY}/suite`]: ['signed in', { path: `${ORDERS}/suite` }],
    [`GET ${TARGET}/access`]: ['signed in', { path: `${DEV}/access` }],
    // Not the suite that is there: whoever may launch learns that it changed, and nothing starts.
    [`POST ${TARGET}/actions/:action`]: [
      'owner',
      {
        path: `${DEV}/actions/launch`,
        body: {
          seen: { hash: 'gone' },
          args: { profile: 'load', runner: 'kubernetes' },
        },
      },
    ],
    [`GET ${TARGET}/running`]: ['signed in', { path: `${DEV}/running` }],
    'GET /v1/runs': ['signed in'],
    [`GET ${RUN}`]: ['signed in', { path: NO_RUN }],
    [`GET ${RUN}/access`]: ['signed in', { path: `${NO_RUN}/access` }],
    [`GET ${RUN}/samples.csv`]: [
      'signed in',
      { path: `${NO_RUN}/samples.csv` },
    ],
    [`GET ${RUN}/endpoints.csv`]: [
      'signed in',
      { path: `${NO_RUN}/endpoints.csv` },
    ],
    [`GET ${RUN}/report`]: ['signed in', { path: `${NO_RUN}/report` }],
    // Nobody owns a run that does not exist.
    [`POST ${RUN}/actions/:action`]: [
      'signed in',
      { path: `${NO_RUN}/actions/stop`, body: {} },
    ],
    'GET /v1/compare': [
      'signed in',
      {
        path: '/v1/compare?runs=00000000-0000-4000-8000-000000000000,00000000-0000-4000-8000-000000000001',
      },
    ],
  },
};
