import type { WhoMay } from '@slipway/test-utils';

const ENTITY = '/v1/entities/:kind/:namespace/:name';
const ORDERS = '/v1/entities/component/default/order-service';
const PLACE = `${ENTITY}/places/:cluster/:targetNamespace`;
const DEV = `${ORDERS}/places/aks-dev/ecommerce`;
const RUN = '/v1/runs/:id';
/** A run that does not exist. */
const NO_RUN = '/v1/runs/00000000-0000-4000-8000-000000000000';

const design = {
  title: 'Nothing',
  hypothesis: { windowSeconds: 30, consecutive: 3, thresholds: [] },
  parts: [],
  baselineSeconds: 60,
  recoverySeconds: 60,
};

export const whoMay: WhoMay = {
  pluginId: 'resilience',
  routes: {
    'GET /openapi.json': ['signed in'],
    [`GET ${ENTITY}/options`]: ['signed in', { path: `${ORDERS}/options` }],
    [`GET ${ENTITY}/designs`]: ['signed in', { path: `${ORDERS}/designs` }],
    [`GET ${ENTITY}/score`]: ['signed in', { path: `${ORDERS}/score` }],
    [`GET ${PLACE}/offers`]: ['signed in', { path: `${DEV}/offers` }],
    [`GET ${PLACE}/access`]: ['signed in', { path: `${DEV}/access` }],
    [`POST ${PLACE}/check`]: [
      'signed in',
      { path: `${DEV}/check`, body: { design }, services: 'all' },
    ],
    // A design with nothing in it: whoever may launch learns what it lacks, and nothing starts.
    [`POST ${PLACE}/actions/:action`]: [
      'owner',
      { path: `${DEV}/actions/launch`, body: { args: { design } } },
    ],
    [`POST ${PLACE}/actions/:action/approval`]: [
      'owner',
      {
        path: `${DEV}/actions/launch/approval`,
        body: { args: { design }, reason: 'Wanted for a test of access' },
      },
    ],
    'GET /v1/runs': ['signed in'],
    [`GET ${RUN}`]: ['signed in', { path: NO_RUN }],
    [`GET ${RUN}/access`]: ['signed in', { path: `${NO_RUN}/access` }],
    [`GET ${RUN}/report`]: ['signed in', { path: `${NO_RUN}/report` }],
    [`GET ${RUN}/samples.csv`]: [
      'signed in',
      { path: `${NO_RUN}/samples.csv` },
    ],
    [`GET ${RUN}/samples.json`]: [
      'signed in',
      { path: `${NO_RUN}/samples.json` },
    ],
    // Nobody owns a run that does not exist.
    [`POST ${RUN}/actions/:action`]: [
      'signed in',
      { path: `${NO_RUN}/actions/stop`, body: {} },
    ],
  },
  tools: {
    'list-joint-runs': { who: 'signed in', input: {} },
    'get-joint-run': {
      who: 'signed in',
      input: { id: '00000000-0000-4000-8000-000000000000' },
    },
    'get-resilience-score': {
      who: 'signed in',
      input: { entityRef: 'component:default/order-service' },
    },
    'list-joint-designs': {
      who: 'signed in',
      input: { entityRef: 'component:default/order-service' },
    },
    'check-joint-run': {
      who: 'signed in',
      input: {
        entityRef: 'component:default/order-service',
        cluster: 'aks-dev',
        namespace: 'ecommerce',
        design,
      },
    },
  },
};
