import { ApiWords } from '@slipway/plugin-actions-node';
import {
  ENVIRONMENT_PATH,
  environmentRequestSchema,
  listQuerySchema,
  logQuerySchema,
  OPERATION_PATH,
  STEP_PATH,
} from '@slipway/plugin-environments-common';

const ENVIRONMENT = `/v1${ENVIRONMENT_PATH}`;
const OPERATION = `/v1${OPERATION_PATH}`;

/** What the OpenAPI document says of the routes that read; actions describe themselves. */
export const apiWords: ApiWords = {
  title: 'Slipway environments',
  description:
    'Environments that Terraform and Helmfile provision. Reading asks for the permission environments.read; plans and logs are masked.',
  routes: {
    'GET /v1/options': {
      summary: 'What an environment can be made of, and for which teams',
    },
    'POST /v1/environments/check': {
      summary: 'What is wrong with a request; nothing is made',
      body: environmentRequestSchema,
    },
    'POST /v1/environments': {
      summary:
        'Asks for an environment: its plan is made, nothing is applied yet',
      body: environmentRequestSchema,
    },
    'GET /v1/environments': {
      summary: 'Environments by name',
      query: listQuerySchema,
    },
    [`GET ${ENVIRONMENT}`]: { summary: 'One environment' },
    [`GET ${ENVIRONMENT}/access`]: { summary: 'What the caller may do to it' },
    [`GET ${ENVIRONMENT}/operations`]: {
      summary: 'Its operations, latest first',
    },
    [`GET ${OPERATION}`]: { summary: 'One operation with its steps' },
    [`GET ${OPERATION}/plan`]: {
      summary: 'What its plan would do, resource by resource, masked',
    },
    [`GET /v1${STEP_PATH}/log`]: {
      summary: 'A part of the log of a step, masked',
      query: logQuerySchema,
    },
  },
};
