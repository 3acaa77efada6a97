import { ApiWords } from '@slipway/plugin-actions-node';
import {
  checkRequestSchema,
  ENTITY_PATH,
  PLACE_PATH,
  RUN_PATH,
  runsQuerySchema,
} from '@slipway/plugin-resilience-common';

const ENTITY = `/v1${ENTITY_PATH}`;
const PLACE = `/v1${PLACE_PATH}`;
const RUN = `/v1${RUN_PATH}`;

/** What the OpenAPI document says of the routes that read; actions describe themselves. */
export const apiWords: ApiWords = {
  title: 'Slipway joint runs',
  description:
    'Load and faults on one timeline, judged by golden metrics. Reading asks for the permission resilience.read.',
  routes: {
    [`GET ${ENTITY}/options`]: {
      summary: 'Where a catalog entity can have a run, and with what',
    },
    [`GET ${ENTITY}/designs`]: { summary: 'Its saved designs' },
    [`GET ${ENTITY}/score`]: {
      summary: 'How well it withstood what was tried on it',
    },
    [`GET ${PLACE}/offers`]: { summary: 'What can be a part of a run there' },
    [`GET ${PLACE}/access`]: {
      summary: 'Whether the caller may launch a run there',
    },
    [`POST ${PLACE}/check`]: {
      summary: 'What would happen if a design were launched now',
      body: checkRequestSchema,
    },
    'GET /v1/runs': {
      summary: 'Runs, newest first',
      query: runsQuerySchema,
    },
    [`GET ${RUN}`]: { summary: 'One run with its samples and verdict' },
    [`GET ${RUN}/access`]: { summary: 'Whether the caller may stop it' },
    [`GET ${RUN}/report`]: {
      summary: 'What was tried, expected and measured, in words and figures',
    },
    [`GET ${RUN}/samples.csv`]: {
      summary: 'Its samples as a table',
      media: 'text/csv',
    },
    [`GET ${RUN}/samples.json`]: { summary: 'The run with its samples' },
  },
};
