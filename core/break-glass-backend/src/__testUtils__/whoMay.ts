import type { WhoMay } from '@slipway/test-utils';

const ENTITY_REF = 'component:default/order-service';

export const whoMay: WhoMay = {
  pluginId: 'break-glass',
  routes: {
    'GET /v1/grants': [
      'signed in',
      { fuzz: { query: { entityRef: ENTITY_REF } } },
    ],
    // Members of the on-call group only; packages/backend/src/whoMay.test.ts tries one.
    'POST /v1/grants': [
      'no user',
      {
        body: { entityRef: ENTITY_REF, reason: 'Errors of 40 %' },
        fuzz: {
          body: {
            entityRef: 'component:default/nothing',
            reason: 'Errors of forty percent',
            minutes: 30,
          },
        },
      },
    ],
    'DELETE /v1/grants/:id': ['signed in'],
    'GET /v1/grants/of': [
      'no user',
      {
        path: '/v1/grants/of?userEntityRef=user:default/nora',
        fuzz: {
          query: { userEntityRef: 'user:default/nora', entityRef: ENTITY_REF },
        },
      },
    ],
  },
};
