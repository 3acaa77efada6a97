import { ManualClock } from '@slipway/kube-sim';
import { METRIC_NAME, SampleStore } from '@slipway/promql';
import { createClusterStore } from '../..';
import { LoggedCluster } from '../documents';

/** When its samples start, ms since 1970. */
export const START = Date.parse('2026-05-04T10:00:00Z');
/** When they end. */
export const NOW = START + 20_000;
export const STABLE = 'order-service-7b9d-aaaaa';
export const CANARY = 'order-service-5c8f-bbbbb';

interface Counted {
  pod: string;
  requests: number[];
  failures: number[];
  /** Failures of calls of user-service. */
  calls?: number[];
}

/** Samples every 2 s, as the sandbox takes them. */
function measured(pods: Counted[]): SampleStore {
  const store = new SampleStore(100);
  const steps = Math.max(...pods.map(({ requests }) => requests.length));
  for (let step = 0; step < steps; step += 1) {
    store.begin(START + step * 2_000);
    for (const { pod, requests, failures, calls } of pods) {
      const write = (name: string, value: number, labels: object) =>
        store.write(
          store.series({
            [METRIC_NAME]: name,
            namespace: 'ecommerce',
            pod,
            direction: 'inbound',
            ...labels,
          }),
          value,
        );
      write('request_total', requests[step], {});
      write('response_latency_ms_sum', requests[step] * 20, {});
      write('response_total', failures[step], { classification: 'failure' });
      if (calls) {
        write('response_total', calls[step], {
          classification: 'failure',
          direction: 'outbound',
          dst_deployment: 'user-service',
        });
      }
    }
  }
  return store;
}

const cluster = (pods: Counted[]): LoggedCluster => ({
  name: 'gke-prod',
  store: createClusterStore(new ManualClock(new Date(NOW).toISOString())),
  metrics: measured(pods),
});

/** A cluster with a canary of order-service that fails, beside its stable revision. */
export const BAD = cluster([
  {
    pod: CANARY,
    requests: [0, 20, 40, 60],
    failures: [0, 3, 3, 7],
    calls: [0, 1, 1, 1],
  },
  { pod: STABLE, requests: [0, 100, 200, 300], failures: [0, 0, 0, 0] },
]);
