import type { WhoMay } from '@slipway/test-utils';

const ENVIRONMENT = '/v1/environments/:name';
const OPERATION = `${ENVIRONMENT}/operations/:id`;
/** An environment that does not exist. */
const NONE = '/v1/environments/not-there';
const NO_OPERATION = `${NONE}/operations/00000000-0000-4000-8000-000000000000`;

const request = {
  name: 'not-there',
  cloud: 'local',
  size: 'small',
  owner: 'group:default/team-orders',
  services: { 'order-service': { version: '0.1.0' } },
};

export const whoMay: WhoMay = {
  pluginId: 'environments',
  routes: {
    'GET /openapi.json': ['signed in'],
    'GET /v1/options': ['signed in'],
    'POST /v1/environments/check': [
      'signed in',
      { path: '/v1/environments/check', body: request, services: 'all' },
    ],
    // A cloud that no portal has: whoever may ask is answered that.
    'POST /v1/environments': [
      'signed in',
      {
        path: '/v1/environments',
        body: { ...request, cloud: 'nowhere' },
      },
    ],
    'GET /v1/environments': ['signed in'],
    [`GET ${ENVIRONMENT}`]: ['signed in', { path: NONE }],
    [`GET ${ENVIRONMENT}/access`]: ['signed in', { path: `${NONE}/access` }],
    [`GET ${ENVIRONMENT}/operations`]: [
      'signed in',
      { path: `${NONE}/operations` },
    ],
    [`GET ${OPERATION}`]: ['signed in', { path: NO_OPERATION }],
    [`GET ${OPERATION}/plan`]: ['signed in', { path: `${NO_OPERATION}/plan` }],
    [`GET ${OPERATION}/steps/:seq/log`]: [
      'signed in',
      { path: `${NO_OPERATION}/steps/1/log` },
    ],
    // Nobody owns an environment that does not exist.
    [`POST ${ENVIRONMENT}/actions/:action`]: [
      'signed in',
      { path: `${NONE}/actions/destroy`, body: {} },
    ],
    [`POST ${ENVIRONMENT}/actions/:action/approval`]: [
      'signed in',
      {
        path: `${NONE}/actions/apply/approval`,
        body: {
          args: {
            operationId: '00000000-0000-4000-8000-000000000000',
            planHash: '0'.repeat(64),
          },
          reason: 'Wanted for a test of access',
        },
      },
    ],
  },
  tools: {
    'list-environments': { who: 'signed in', input: {} },
    'get-environment-plan': {
      who: 'signed in',
      input: { name: 'not-there' },
    },
  },
};
