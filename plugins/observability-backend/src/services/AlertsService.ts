import { assertError } from '@backstage/errors';
import { PrometheusService, RuleAlert } from '@slipway/plugin-metrics-node';
import {
  AlertsAnswer,
  isAlertOf,
  labelSelectorOf,
  ObservedPlace,
  ServiceAlert,
  sortAlerts,
} from '@slipway/plugin-observability-common';

/** Alerts on a service, from the alerting rules of each of its clusters. */
export class AlertsService {
  constructor(private readonly options: { prometheus: PrometheusService }) {}

  /**
   * Alerts that fire or wait to, on any of these workloads or with the labels
   * that the annotation `grafana/alert-label-selector` names. A Prometheus that
   * does not answer is named in `missing`.
   */
  async read(
    places: readonly ObservedPlace[],
    annotation: string | undefined,
  ): Promise<AlertsAnswer> {
    const selector = labelSelectorOf(annotation);
    const clusters = [...new Set(places.map(({ cluster }) => cluster))];
    const answers = await Promise.all(
      clusters.map(async cluster => {
        const own = places.filter(place => place.cluster === cluster);
        const source = `Prometheus of ${cluster}`;
        if (!this.options.prometheus.has(cluster)) {
          return {
            alerts: [],
            missing: [{ source, reason: 'none is configured' }],
          };
        }
        try {
          const alerts = await this.options.prometheus.alerts(cluster);
          return {
            alerts: alerts
              .filter(
                ({ labels }) =>
                  own.some(place => isAlertOf(labels, place)) ||
                  selector?.every(([name, value]) => labels[name] === value),
              )
              .map(alert => serviceAlert(cluster, alert)),
            missing: [],
          };
        } catch (error) {
          assertError(error);
          return { alerts: [], missing: [{ source, reason: error.message }] };
        }
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
