import type { WhoMay } from '@slipway/test-utils';

const PATH = 'entities/component/default/order-service/timeline';

export const whoMay: WhoMay = {
  pluginId: 'timeline',
  routes: {
    'GET /openapi.json': ['signed in'],
    'GET /v1/entities/:kind/:namespace/:name/timeline': [
      'signed in',
      { path: `/v1/${PATH}?from=1767225600000&to=1767312000000` },
    ],
  },
};
