import type { WhoMay } from '@slipway/test-utils';

const FAULT = '/v1/clusters/:cluster/namespaces/:namespace/faults/:kind/:name';
/** Nothing of this name is there: whoever may read learns that. */
const NO_FAULT =
  '/v1/clusters/gke-prod/namespaces/ecommerce/faults/PodChaos/nothing';
const LAUNCH =
  '/v1/entities/:entityKind/:entityNamespace/:entityName/clusters/:cluster/namespaces/:namespace';
/** A service of the sandbox that the owner owns. */
const ON_ORDERS =
  '/v1/entities/component/default/order-service/clusters/gke-prod/namespaces/ecommerce';
/** The same where nothing is refused for being production. */
const IN_DEV =
  '/v1/entities/component/default/order-service/clusters/aks-dev/namespaces/ecommerce';
/** Refused at its fields, so that nothing is launched. */
const DRAFT = {
  kind: 'PodChaos',
  name: 'nothing',
  spec: {
    action: 'pod-kill',
    mode: 'one',
    selector: { labelSelectors: { app: 'nothing' } },
  },
};
const PREVIEW = { draft: DRAFT };

export const whoMay: WhoMay = {
  pluginId: 'chaos',
  routes: {
    'GET /openapi.json': ['signed in'],
    'GET /v1/kinds': ['signed in'],
    'GET /v1/faults': ['signed in'],
    [`GET ${FAULT}`]: ['signed in', { path: NO_FAULT }],
    [`GET ${FAULT}/access`]: ['signed in', { path: `${NO_FAULT}/access` }],
    // There is no fault to own in a portal that has just started: it answers 404 to all who are signed in.
    [`POST ${FAULT}/actions/:action`]: [
      'signed in',
      { path: `${NO_FAULT}/actions/stop`, body: { seen: { uid: 'gone' } } },
    ],
    [`POST ${LAUNCH}/preview`]: [
      'signed in',
      { services: 'all', path: `${ON_ORDERS}/preview`, body: PREVIEW },
    ],
    [`GET ${LAUNCH}/access`]: ['signed in', { path: `${ON_ORDERS}/access` }],
    [`POST ${LAUNCH}/actions/:action`]: [
      'owner',
      {
        path: `${IN_DEV}/actions/launch`,
        body: {
          seen: { matched: [] },
          args: { draft: DRAFT, purpose: 'nothing' },
          confirm: { name: 'order-service' },
        },
      },
    ],
    [`POST ${LAUNCH}/actions/:action/approval`]: [
      'owner',
      {
        path: `${IN_DEV}/actions/launch/approval`,
        body: {
          seen: { matched: [] },
          args: { draft: DRAFT, purpose: 'nothing' },
          reason: 'nothing is asked',
        },
      },
    ],
    'GET /v1/halt': ['signed in'],
    'GET /v1/halt/access': ['signed in'],
    'POST /v1/halt/actions/:action': [
      'platform',
      {
        path: '/v1/halt/actions/lift',
        body: { seen: { halted: true, at: 'never' } },
      },
    ],
  },
  tools: {
    'list-faults': { who: 'signed in', input: {} },
    'get-fault': {
      who: 'signed in',
      input: {
        cluster: 'gke-prod',
        namespace: 'ecommerce',
        kind: 'PodChaos',
        name: 'nothing',
      },
    },
    'preview-fault': {
      who: 'signed in',
      input: {
        entityRef: 'component:default/order-service',
        cluster: 'gke-prod',
        namespace: 'ecommerce',
        draft: DRAFT,
      },
    },
  },
};
