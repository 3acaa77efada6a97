import type { WhoMay } from '@slipway/test-utils';

/** No approval has this id: whoever may read learns that. */
const NONE = '/v1/approvals/00000000-0000-4000-8000-000000000000';
const ASKED = {
  plugin: 'chaos',
  action: 'launch',
  entityRef: 'component:default/order-service',
  args: {},
  words: 'Nothing',
};

export const whoMay: WhoMay = {
  pluginId: 'approvals',
  routes: {
    'GET /openapi.json': ['signed in'],
    'GET /v1/approvals': [
      'signed in',
      {
        services: 'none',
        fuzz: { query: { state: 'waiting', plugin: 'chaos' } },
      },
    ],
    'GET /v1/approvals/:id': ['signed in', { path: NONE }],
    'GET /v1/approvals/:id/access': [
      'signed in',
      { services: 'none', path: `${NONE}/access` },
    ],
    // There is no request in a portal that has just started: it answers 404 to all who are signed in.
    'POST /v1/approvals/:id/actions/:action': [
      'signed in',
      {
        path: `${NONE}/actions/refuse`,
        body: {
          seen: { digest: 'x', state: 'waiting' },
          args: { reason: 'nothing' },
        },
      },
    ],
    'POST /v1/requests': [
      'no user',
      {
        body: {
          asked: ASKED,
          needed: 'x',
          requester: 'user:default/olga',
          reason: 'nothing',
        },
      },
    ],
    'POST /v1/approvals/:id/use': [
      'no user',
      {
        path: `${NONE}/use`,
        body: { asked: ASKED, requester: 'user:default/olga' },
      },
    ],
    'POST /v1/approvals/:id/outcome': [
      'no user',
      {
        services: 'plugins',
        path: `${NONE}/outcome`,
        body: { outcome: 'succeeded' },
      },
    ],
  },
};
