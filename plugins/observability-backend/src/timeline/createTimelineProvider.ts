import { metricsReadPermission } from '@slipway/plugin-metrics-common';
import {
  PrometheusMatrix,
  PrometheusService,
} from '@slipway/plugin-metrics-node';
import {
  alertLane,
  ALERTS_QUERY,
  ALERTS_SINCE_QUERY,
  observabilityReadPermission,
  ObservedPlace,
} from '@slipway/plugin-observability-common';
import { chartStep } from '@slipway/plugin-timeline-common';
import { TimelineProvider } from '@slipway/plugin-timeline-node';
import { askProvider } from '@slipway/plugin-work-node';
import { Places } from '../services/Places';

/** Shorter than what the timeline waits for all of it: one Prometheus that is slow takes nothing from the others. */
const DEADLINE_MS = 4_000;

/** Since when the Prometheus of a cluster has anything: it may keep less than is asked for. */
const KEPT_QUERY = 'count(proxy_build_info)';

/** ms since the epoch; undefined where there is nothing at all. */
function keptFrom([series]: PrometheusMatrix): number | undefined {
  const first = series?.samples[0];
  return first && first[0] * 1000;
}

function whyUnknown({ cluster, metrics }: ObservedPlace, answered: boolean) {
  if (!metrics) return `unknown: no Prometheus is configured for ${cluster}`;
  return answered
    ? `Prometheus of ${cluster} has nothing before.`
    : `unknown: Prometheus of ${cluster} does not answer`;
}

/** Alerts that fired, from the series `ALERTS` of each cluster, and the workloads whose golden metrics stand on the same axis. */
export function createTimelineProvider(options: {
  places: Pick<Places, 'of'>;
  prometheus: Pick<PrometheusService, 'has' | 'matrix'>;
  deadlineMs?: number;
}): TimelineProvider {
  const { places, prometheus, deadlineMs = DEADLINE_MS } = options;
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
      const read = (cluster: string, query: string) =>
        prometheus.matrix(cluster, query, {
          start: new Date(from),
          end: new Date(to),
          stepSeconds: step,
        });
      const ask = (cluster: string) =>
        askProvider(async () => {
          const [firing, since, kept] = await Promise.all([
            read(cluster, ALERTS_QUERY),
            read(cluster, ALERTS_SINCE_QUERY),
            read(cluster, KEPT_QUERY),
          ]);
          return { firing, since, keptFrom: keptFrom(kept) };
        }, deadlineMs);
      const answers = new Map(
        await Promise.all(
          clusters.map(async cluster => [cluster, await ask(cluster)] as const),
        ),
      );
      const now = Date.now();
      return {
        lanes: all.map(({ entityRef, place }) => {
          const asked = answers.get(place.cluster);
          const answer = asked && 'answer' in asked ? asked.answer : undefined;
          const lane = alertLane(place, entityRef, {
            firing: answer?.firing ?? [],
            since: answer?.since ?? [],
            stepSeconds: step,
            endSeconds: Math.min(to, now) / 1000,
            nowSeconds: now / 1000,
          });
          const { keptFrom: since = to } = answer ?? {};
          if (answer && since <= from + step * 1000) return lane;
          return {
            ...lane,
            // Before that nothing is known: it is drawn so, and not as empty.
            knownFrom: since,
            knownFromReason: whyUnknown(place, answer !== undefined),
            ...(asked && 'reason' in asked
              ? { lacking: [`Prometheus of ${place.cluster}: ${asked.reason}`] }
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
