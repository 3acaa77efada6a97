import { ApiWords } from '@slipway/plugin-actions-node';
import {
  diffQuerySchema,
  metricsQuerySchema,
  rolloutListQuerySchema,
} from '@slipway/plugin-rollouts-common';
import { ROLLOUT_PATH } from './createReadRouter';

const ROLLOUT = `/v1${ROLLOUT_PATH}`;

/** What the OpenAPI document says of the routes that read; actions describe themselves. */
export const apiWords: ApiWords = {
  title: 'Slipway rollouts',
  description:
    'Rollouts of all clusters: where they stand, and the actions on them. Reading asks for the permission rollouts.read.',
  routes: {
    'GET /v1/rollouts': {
      summary: 'All rollouts of all clusters, in pages',
      description:
        'Ordered by cluster and uid. nextCursor of the answer, sent as cursor, gives the next page; the last one has none.',
      query: rolloutListQuerySchema,
    },
    'GET /v1/clusters': { summary: 'The clusters and how fresh they are' },
    'GET /v1/entities/:kind/:namespace/:name/rollouts': {
      summary: 'The rollouts of a catalog entity',
    },
    [`GET ${ROLLOUT}`]: {
      summary: 'One rollout with its revisions, pods, analysis and events',
    },
    [`GET ${ROLLOUT}/access`]: {
      summary: 'What the caller may do to it, with the reason where not',
    },
    [`GET ${ROLLOUT}/actions/:action/stops`]: {
      summary: 'What rules of other features stop an action now',
      description:
        'For whoever may do the action. Its digest is sent with an override.',
    },
    [`GET ${ROLLOUT}/diff`]: {
      summary: 'What differs between two revisions; values are masked',
      query: diffQuerySchema,
    },
    [`GET ${ROLLOUT}/metrics`]: {
      summary: 'Golden metrics of its revisions in a time range',
      query: metricsQuerySchema,
    },
  },
};
