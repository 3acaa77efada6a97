import { ApiWords } from '@slipway/plugin-actions-node';

/** What the OpenAPI document says of the route that reads; the action describes itself. */
export const apiWords: ApiWords = {
  title: 'Slipway freezes',
  description: 'Freezes of all clusters.',
  routes: {
    'GET /v1/clusters/:cluster/namespaces/:namespace/freezes/:name/access': {
      summary: 'What the caller may do to it, with the reason where not',
    },
  },
};
