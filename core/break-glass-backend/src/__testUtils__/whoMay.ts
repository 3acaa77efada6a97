import type { WhoMay } from '@slipway/test-utils';

const ENTITY_REF = 'component:default/order-service';

export const whoMay: WhoMay = {
  pluginId: 'break-glass',
  routes: {
    'GET /openapi.json': ['signed in'],
    'GET /v1/grants': [
      'signed in',
      { services: 'none', fuzz: { query: { entityRef: ENTITY_REF } } },
    ],
    'POST /v1/grants': [
      'no user',
      {
        users: 'on-call',
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
        services: 'plugins',
        path: '/v1/grants/of?userEntityRef=user:default/nora',
        fuzz: {
          query: { userEntityRef: 'user:default/nora', entityRef: ENTITY_REF },
        },
      },
    ],
  },
};
