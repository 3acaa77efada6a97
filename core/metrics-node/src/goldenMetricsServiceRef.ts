import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readPrometheusSettings } from './config';
import { PrometheusGoldenMetrics } from './PrometheusGoldenMetrics';
import { PrometheusSources } from './PrometheusSources';
import { PrometheusService } from './prometheusTypes';
import { GoldenMetricsService } from './types';

/** The clients themselves; only for this file, so that the two services share them. */
const prometheusSourcesRef = createServiceRef<PrometheusSources>({
  id: 'slipway.prometheus-sources',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
      },
      factory: ({ config, lifecycle }) => {
        const sources = PrometheusSources.create(
          readPrometheusSettings(config),
        );
        lifecycle.addShutdownHook(() => sources.close());
        return sources;
      },
    }),
});

/** The one way to Prometheus for queries beyond the golden metrics; one instance per process. */
export const prometheusServiceRef = createServiceRef<PrometheusService>({
  id: 'slipway.prometheus',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { sources: prometheusSourcesRef },
      factory: ({ sources }) => sources,
    }),
});

/** The one way to Prometheus for all Slipway plugins; one instance per process. */
export const goldenMetricsServiceRef = createServiceRef<GoldenMetricsService>({
  id: 'slipway.golden-metrics',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { sources: prometheusSourcesRef },
      factory: ({ sources }) => PrometheusGoldenMetrics.over(sources),
    }),
});
