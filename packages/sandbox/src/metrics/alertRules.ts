import { AlertingRule } from '@slipway/promql';

// Proxies of a Rollout have the ReplicaSet and no Deployment: each revision is an alert of its own.
const OWNER = 'namespace, deployment, replicaset';
const WHO = '{{ $labels.deployment }}{{ $labels.replicaset }}';

const responses = (more: string) =>
  `sum by (${OWNER}) (rate(response_total{${more}direction="inbound"}[1m]))`;

/** Alerting rules of the simulated platform: what a canary or a fault does to a service sets them off. */
export const ALERT_RULES: readonly AlertingRule[] = [
  {
    name: 'ServiceErrorsHigh',
    expr: `${responses('classification="failure",')} / ${responses('')} > 0.02`,
    forSeconds: 30,
    labels: { severity: 'critical' },
    annotations: {
      summary: `More than 2 % of requests to ${WHO} fail`,
    },
  },
  {
    name: 'ServiceSlow',
    expr: `histogram_quantile(0.95, sum by (le, ${OWNER}) (rate(response_latency_ms_bucket{direction="inbound"}[1m]))) > 500`,
    forSeconds: 60,
    labels: { severity: 'warning' },
    annotations: {
      summary: `p95 latency of ${WHO} is above 500 ms`,
    },
  },
];
