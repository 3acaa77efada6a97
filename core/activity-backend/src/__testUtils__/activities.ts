import {
  NewUserActivity,
  NewPlatformActivity,
} from '@slipway/plugin-activity-common';

export const TARGET = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  kind: 'Rollout',
  name: 'order-service',
};

export function userActivity(
  changes: Partial<NewUserActivity> = {},
): NewUserActivity {
  return {
    plugin: 'rollouts',
    type: 'promote',
    actor: 'user:default/olga',
    target: {
      ...TARGET,
      uid: 'uid-1',
      entityRef: 'component:default/order-service',
    },
    summary: 'Promote order-service',
    before: { step: 3 },
    ...changes,
  };
}

export function platformActivity(
  changes: Partial<NewPlatformActivity> = {},
): NewPlatformActivity {
  return {
    plugin: 'rollouts',
    type: 'phase-changed',
    key: 'gke-prod/uid-1/phase/7',
    at: '2026-01-02T03:04:05.000Z',
    target: TARGET,
    summary: 'order-service is degraded',
    severity: 'error',
    ...changes,
  };
}
