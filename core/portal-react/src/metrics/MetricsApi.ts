import { createApiRef } from '@backstage/frontend-plugin-api';
import { GoldenQuery, GoldenSeries } from '@slipway/plugin-metrics-common';

/** Reading golden metrics. Throws as `fetchJson` does. */
export interface MetricsApi {
  /** 404: no Prometheus is configured for the cluster; 503: it does not answer. */
  getGolden(query: GoldenQuery): Promise<GoldenSeries>;
}

export const metricsApiRef = createApiRef<MetricsApi>({
  id: 'plugin.portal.metrics',
});
