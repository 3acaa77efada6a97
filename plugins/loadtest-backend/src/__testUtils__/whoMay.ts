import type { WhoMay } from '@slipway/test-utils';

const ENTITY = '/v1/entities/:kind/:namespace/:name';
const ORDERS = '/v1/entities/component/default/order-service';
const TARGET = `${ENTITY}/targets/:cluster/:targetNamespace`;
const DEV = `${ORDERS}/targets/aks-dev/ecommerce`;
const RUN = '/v1/runs/:id';
const SCHEDULE = '/v1/schedules/:id';
/** A schedule that does not exist. */
const NO_SCHEDULE = '/v1/schedules/00000000-0000-4000-8000-000000000000';
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
    [`GET ${ENTITY}/schedules`]: ['signed in', { path: `${ORDERS}/schedules` }],
    [`GET ${TARGET}/schedules/access`]: [
      'signed in',
      { path: `${DEV}/schedules/access` },
    ],
    [`POST ${TARGET}/schedules/actions/:action`]: [
      'owner',
      {
        path: `${DEV}/schedules/actions/schedule`,
        body: {
          seen: { hash: 'gone' },
          args: { profile: 'load', runner: 'kubernetes', cron: '0 3 * * 1' },
        },
      },
    ],
    [`GET ${SCHEDULE}/access`]: [
      'signed in',
      { path: `${NO_SCHEDULE}/access` },
    ],
    // Nobody owns a schedule that does not exist.
    [`POST ${SCHEDULE}/actions/:action`]: [
      'signed in',
      { path: `${NO_SCHEDULE}/actions/pause`, body: {} },
    ],
    [`POST ${TARGET}/actions/:action/approval`]: [
      'owner',
      {
        path: `${DEV}/actions/launch/approval`,
        body: {
          seen: { hash: 'gone' },
          args: { profile: 'load', runner: 'kubernetes' },
          reason: 'nothing is asked',
        },
      },
    ],
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
  tools: {
    'list-load-runs': { who: 'signed in', input: {} },
    'get-load-run': {
      who: 'signed in',
      input: { id: '00000000-0000-4000-8000-000000000000' },
    },
    'get-load-suite': {
      who: 'signed in',
      input: { entityRef: 'component:default/order-service' },
    },
  },
};
