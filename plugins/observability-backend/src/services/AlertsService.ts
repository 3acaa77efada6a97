import { PrometheusService, RuleAlert } from '@slipway/plugin-metrics-node';
import {
  AlertsAnswer,
  isAlertOf,
  labelSelectorOf,
  ObservedPlace,
  ServiceAlert,
  sortAlerts,
} from '@slipway/plugin-observability-common';
import { askProvider } from '@slipway/plugin-work-node';

/** One Prometheus that is slow does not hold back the alerts of the others for longer than this. */
const DEADLINE_MS = 5_000;

/** Alerts on a service, from the alerting rules of each of its clusters. */
export class AlertsService {
  constructor(
    private readonly options: {
      prometheus: PrometheusService;
      deadlineMs?: number;
    },
  ) {}

  /**
   * Alerts that fire or wait to, on any of these workloads or with the labels
   * that the annotation `grafana/alert-label-selector` names. A Prometheus that
   * does not answer, or not soon, is named in `missing`.
   */
  async read(
    places: readonly ObservedPlace[],
    annotation: string | undefined,
  ): Promise<AlertsAnswer> {
    const { prometheus, deadlineMs = DEADLINE_MS } = this.options;
    const selector = labelSelectorOf(annotation);
    const clusters = [...new Set(places.map(({ cluster }) => cluster))];
    const answers = await Promise.all(
      clusters.map(async cluster => {
        const own = places.filter(place => place.cluster === cluster);
        const source = `Prometheus of ${cluster}`;
        if (!prometheus.has(cluster)) {
          return {
            alerts: [],
            missing: [{ source, reason: 'none is configured' }],
          };
        }
        const asked = await askProvider(
          () => prometheus.alerts(cluster),
          deadlineMs,
        );
        if ('reason' in asked) {
          return { alerts: [], missing: [{ source, reason: asked.reason }] };
        }
        return {
          alerts: asked.answer
            .filter(
              ({ labels }) =>
                own.some(place => isAlertOf(labels, place)) ||
                selector?.every(([name, value]) => labels[name] === value),
            )
            .map(alert => serviceAlert(cluster, alert)),
          missing: [],
        };
      }),
    );
    return {
      alerts: sortAlerts(answers.flatMap(({ alerts }) => alerts)),
      missing: answers.flatMap(({ missing }) => missing),
    };
  }
}

function serviceAlert(cluster: string, alert: RuleAlert): ServiceAlert {
  const { name, state, labels, annotations, activeAt, query } = alert;
  const summary = annotations.summary ?? annotations.description;
  return {
    cluster,
    name,
    state,
    query,
    labels,
    ...(labels.severity ? { severity: labels.severity } : {}),
    ...(summary ? { summary } : {}),
    ...(activeAt ? { since: activeAt } : {}),
  };
}
