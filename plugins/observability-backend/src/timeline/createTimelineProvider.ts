import { assertError, ServiceUnavailableError } from '@backstage/errors';
import { metricsReadPermission } from '@slipway/plugin-metrics-common';
import {
  PrometheusMatrix,
  PrometheusService,
} from '@slipway/plugin-metrics-node';
import {
  alertLane,
  ALERTS_QUERY,
  observabilityReadPermission,
} from '@slipway/plugin-observability-common';
import { chartStep } from '@slipway/plugin-timeline-common';
import { TimelineProvider } from '@slipway/plugin-timeline-node';
import { Places } from '../services/Places';

/** Alerts that fired, from the series `ALERTS` of each cluster, and the workloads whose golden metrics stand on the same axis. */
export function createTimelineProvider(options: {
  places: Pick<Places, 'of'>;
  prometheus: Pick<PrometheusService, 'has' | 'matrix'>;
}): TimelineProvider {
  const { places, prometheus } = options;
  return {
    plugin: 'observability',
    title: 'alerts',
    kinds: ['alert'],
    permissions: [observabilityReadPermission, metricsReadPermission],
    async read({ entityRefs, from, to }) {
      const all = entityRefs.flatMap(entityRef =>
        places.of(entityRef).map(place => ({ entityRef, place })),
      );
      const measured = all.filter(({ place }) => place.metrics);
      const clusters = [...new Set(measured.map(({ place }) => place.cluster))];
      const { step } = chartStep({ from, to });
      const read = await Promise.all(
        clusters.map(async cluster => {
          try {
            const series = await prometheus.matrix(cluster, ALERTS_QUERY, {
              start: new Date(from),
              end: new Date(to),
              stepSeconds: step,
            });
            return [cluster, { series }] as const;
          } catch (error) {
            assertError(error);
            return [cluster, { failure: error }] as const;
          }
        }),
      );
      const answers = new Map<
        string,
        { series?: PrometheusMatrix; failure?: Error }
      >(read);
      return {
        lanes: all.map(({ entityRef, place }) => {
          const { series, failure } = answers.get(place.cluster) ?? {};
          const reason =
            failure instanceof ServiceUnavailableError
              ? failure.message
              : 'it failed';
          const lane = alertLane(
            place,
            entityRef,
            series ?? [],
            step,
            Math.min(to, Date.now()) / 1000,
          );
          if (series) return lane;
          return {
            ...lane,
            // Nothing of it is known: it is drawn so, and not as empty.
            knownFrom: to,
            knownFromReason: place.metrics
              ? `unknown: Prometheus of ${place.cluster} does not answer`
              : `unknown: no Prometheus is configured for ${place.cluster}`,
            ...(place.metrics
              ? { lacking: [`Prometheus of ${place.cluster}: ${reason}`] }
              : {}),
          };
        }),
        places: measured.map(({ entityRef, place }) => ({
          cluster: place.cluster,
          namespace: place.namespace,
          workload: place.workload,
          entityRef,
          environment: place.environment,
        })),
      };
    },
  };
}
