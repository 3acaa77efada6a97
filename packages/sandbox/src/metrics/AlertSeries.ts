import {
  AlertingRule,
  Labels,
  labelsKey,
  METRIC_NAME,
  QueryEngine,
} from '@slipway/promql';

/** Between two evaluations of the rules. */
const INTERVAL_MS = 15_000;

/** A series of alerts with its value. */
export interface AlertSample {
  labels: Labels;
  value: number;
}

/**
 * The series that Prometheus writes of its alerting rules: for each alert
 * `ALERTS`, with the state in `alertstate`, and `ALERTS_FOR_STATE`, whose value
 * is the time, s, from which its condition holds.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#inspecting-alerts-during-runtime
 */
export class AlertSeries {
  #active = new Map<string, number>();
  #evaluatedAt = -Infinity;
  #series: AlertSample[] = [];

  constructor(
    private readonly engine: QueryEngine,
    private readonly rules: readonly AlertingRule[],
  ) {}

  /** The series that there are at a time, in ms; of rules that were evaluated at most 15 s ago. */
  at(time: number): readonly AlertSample[] {
    if (time - this.#evaluatedAt >= INTERVAL_MS) this.#evaluate(time);
    return this.#series;
  }

  #evaluate(time: number): void {
    const active = new Map<string, number>();
    this.#series = this.rules.flatMap(rule => {
      const answer = this.engine.instant(rule.expr, time);
      if (answer.type !== 'vector') return [];
      return answer.result.flatMap(({ labels }): AlertSample[] => {
        const { [METRIC_NAME]: _, ...own } = labels;
        const alert = { ...own, ...rule.labels, alertname: rule.name };
        const key = labelsKey(alert);
        const since = this.#active.get(key) ?? time;
        active.set(key, since);
        const fires = time - since >= rule.forSeconds * 1000;
        return [
          {
            labels: {
              ...alert,
              [METRIC_NAME]: 'ALERTS',
              alertstate: fires ? 'firing' : 'pending',
            },
            value: 1,
          },
          {
            labels: { ...alert, [METRIC_NAME]: 'ALERTS_FOR_STATE' },
            value: Math.floor(since / 1000),
          },
        ];
      });
    });
    this.#active = active;
    this.#evaluatedAt = time;
  }
}
