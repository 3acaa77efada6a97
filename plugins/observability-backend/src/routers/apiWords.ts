import { ApiWords } from '@slipway/plugin-actions-node';
import {
  ENTITY_PATH,
  WORKLOAD_PATH,
} from '@slipway/plugin-observability-common';

const ENTITY = `/v1${ENTITY_PATH}`;
const WORKLOAD = `/v1${WORKLOAD_PATH}`;

/** What the OpenAPI document says of the routes. */
export const apiWords: ApiWords = {
  title: 'Slipway observability',
  description:
    'What is measured of a service, who calls it, and which alerts fire on it. Reading asks for the permission observability.read, log lines for observability.logs.read on the entity.',
  routes: {
    [`GET ${ENTITY}/view`]: {
      summary: 'Workloads of an entity, and where links of it lead to',
    },
    [`GET ${ENTITY}/system`]: {
      summary:
        'Services of a system, where they run, and how the catalog relates them',
    },
    [`GET ${ENTITY}/alerts`]: {
      summary: 'Alerts on an entity that fire or wait to',
    },
    [`GET ${WORKLOAD}/now`]: {
      summary: 'TCP, mTLS, routes and traffic split of a workload now',
    },
    [`GET ${WORKLOAD}/logs`]: {
      summary: 'Log lines of a workload, masked, newest first',
    },
    [`GET ${WORKLOAD}/graph`]: {
      summary:
        'Callers and callees of a workload, by traffic and by the catalog',
    },
  },
};
