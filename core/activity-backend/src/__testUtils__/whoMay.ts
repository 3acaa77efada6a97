import type { WhoMay } from '@slipway/test-utils';

const TARGET = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  kind: 'Rollout',
  name: 'order-service',
};
const ENTRY = {
  plugin: 'rollouts',
  type: 'promote',
  actor: 'user:default/vera',
  target: TARGET,
  summary: 'Promote',
};
const { actor: _, ...WITHOUT_ACTOR } = ENTRY;

export const whoMay: WhoMay = {
  pluginId: 'activity',
  routes: {
    'GET /v1/entries': [
      'signed in',
      {
        fuzz: {
          query: {
            ...TARGET,
            entityRef: 'component:default/order-service',
            actor: 'user:default/vera',
            source: 'user',
            since: '2026-01-01T00:00:00+01:00',
            limit: '5',
            cursor: 'MjAyNi0wMS0wMVQwMDowMDowMC4wMDBaIDE',
          },
        },
      },
    ],
    'POST /v1/user': ['no user', { services: 'plugins', body: ENTRY }],
    'POST /v1/user/:id/finish': [
      'no user',
      { services: 'plugins', body: { outcome: 'succeeded' } },
    ],
    'POST /v1/platform': [
      'no user',
      {
        services: 'plugins',
        body: {
          ...WITHOUT_ACTOR,
          key: 'gke-prod/x/paused/1',
          severity: 'info',
          at: '2026-01-01T10:00:00Z',
        },
      },
    ],
  },
};
