import { ApiWords } from '@slipway/plugin-actions-node';
import {
  compareQuerySchema,
  runsQuerySchema,
} from '@slipway/plugin-loadtest-common';

const ENTITY = '/v1/entities/:kind/:namespace/:name';
const TARGET = `${ENTITY}/targets/:cluster/:targetNamespace`;
const RUN = '/v1/runs/:id';

/** What the OpenAPI document says of the routes that read; actions describe themselves. */
export const apiWords: ApiWords = {
  title: 'Slipway load tests',
  description:
    'Load tests with Locust: suites of services, runs and what was measured. Reading asks for the permission loadtest.read.',
  routes: {
    [`GET ${ENTITY}/suite`]: {
      summary: 'The suite of a catalog entity, and where it can run',
    },
    [`GET ${TARGET}/access`]: {
      summary: 'Whether the caller may launch a run there',
    },
    [`GET ${TARGET}/running`]: {
      summary: 'What runs on the entity or in the namespace of the target now',
    },
    [`GET ${ENTITY}/schedules`]: {
      summary: 'The schedules of an entity, with their next starts',
    },
    [`GET ${TARGET}/schedules/access`]: {
      summary: 'Whether the caller may schedule runs there',
    },
    'GET /v1/schedules/:id/access': {
      summary: 'Whether the caller may change it',
    },
    'GET /v1/runs': {
      summary: 'Runs, newest first',
      query: runsQuerySchema,
    },
    [`GET ${RUN}`]: { summary: 'One run with its samples' },
    [`GET ${RUN}/access`]: { summary: 'Whether the caller may stop it' },
    [`GET ${RUN}/samples.csv`]: {
      summary: 'Its samples as a table',
      media: 'text/csv',
    },
    [`GET ${RUN}/endpoints.csv`]: {
      summary: 'Its endpoints as a table',
      media: 'text/csv',
    },
    [`GET ${RUN}/report`]: {
      summary: 'The report of Locust (HTML), to be saved',
      media: 'application/octet-stream',
    },
    'GET /v1/compare': {
      summary: 'Several runs, each over a window of its own',
      query: compareQuerySchema,
    },
  },
};
