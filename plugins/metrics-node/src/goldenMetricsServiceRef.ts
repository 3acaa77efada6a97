import { createServiceRef } from '@backstage/backend-plugin-api';
import { GoldenMetricsService } from './types';

/** The one way to Prometheus for all Slipway plugins. */
export const goldenMetricsServiceRef = createServiceRef<GoldenMetricsService>({
  id: 'slipway.golden-metrics',
  scope: 'root',
});
