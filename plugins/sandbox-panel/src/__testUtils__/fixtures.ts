import {
  Outlook,
  PanelService,
  PanelDemo,
} from '@slipway/plugin-sandbox-panel-common';

/** An idle service that the user owns. */
export const service = (more: Partial<PanelService> = {}): PanelService => ({
  namespace: 'ecommerce',
  service: 'order-service',
  phase: 'Healthy',
  tag: '0.2.0',
  quality: 'good',
  idle: true,
  waiting: false,
  idleSeconds: 180,
  idleSecondsNeeded: 240,
  ownerRef: 'group:default/team-orders',
  mayRelease: { allowed: true },
  ...more,
});

const REFUSED = {
  allowed: false,
  reason:
    'Only owners (team-catalog) and the platform group may release product-service.',
} as const;

/** What the sandbox says of releases of order-service. */
export const OUTLOOKS: Record<'good' | 'errors' | 'slow' | 'crash', Outlook> = {
  good: { asks: { step: 2, weight: 20 } },
  errors: {
    asks: { step: 2, weight: 20 },
    stopped: {
      step: 4,
      weight: 40,
      metric: 'success-rate',
      certain: true,
      afterSeconds: 11,
    },
  },
  slow: {},
  crash: { deadlineSeconds: 120 },
};

/** What olga sees: two services of her own, one of somebody else, one of them under way. */
export const demo = (more: Partial<PanelDemo> = {}): PanelDemo => ({
  asOf: '2026-01-02T03:04:05.000Z',
  now: '2026-01-02T03:04:05.000Z',
  speed: 1,
  running: true,
  maySetSpeed: {
    allowed: false,
    reason: 'Only the platform group may change the speed.',
  },
  clusters: [
    {
      name: 'gke-prod',
      nextReleaseAt: '2026-01-02T03:04:45.000Z',
      services: [
        service({
          service: 'shipping-service',
          phase: 'Paused',
          tag: '0.3.0-errors',
          quality: 'errors',
          idle: false,
          waiting: true,
        }),
        service(),
        service({
          service: 'product-service',
          ownerRef: 'group:default/team-catalog',
          mayRelease: REFUSED,
        }),
      ],
    },
    { name: 'aks-dev', services: [service()] },
  ],
  started: [
    {
      cluster: 'gke-prod',
      namespace: 'ecommerce',
      service: 'shipping-service',
      tag: '0.3.0-errors',
      quality: 'errors',
      by: 'user',
      at: '2026-01-02T03:01:05.000Z',
    },
  ],
  outlooks: { 'order-service': OUTLOOKS },
  ...more,
});
