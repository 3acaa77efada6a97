import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readPrometheusSettings } from './config';
import { PrometheusGoldenMetrics } from './PrometheusGoldenMetrics';
import { GoldenMetricsService } from './types';

/** The one way to Prometheus for all Slipway plugins; one instance per process. */
export const goldenMetricsServiceRef = createServiceRef<GoldenMetricsService>({
  id: 'slipway.golden-metrics',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
      },
      factory: ({ config, lifecycle }) => {
        const metrics = PrometheusGoldenMetrics.create(
          readPrometheusSettings(config),
        );
        lifecycle.addShutdownHook(() => metrics.close());
        return metrics;
      },
    }),
});
