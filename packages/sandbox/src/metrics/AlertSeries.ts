import {
  AlertingRule,
  Labels,
  labelsKey,
  METRIC_NAME,
  QueryEngine,
} from '@slipway/promql';

/** Between two evaluations of the rules. */
const INTERVAL_MS = 15_000;

/**
 * The series `ALERTS` that Prometheus writes of its alerting rules: one for
 * each alert, with the state in `alertstate`.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#inspecting-alerts-during-runtime
 */
export class AlertSeries {
  #active = new Map<string, number>();
  #evaluatedAt = -Infinity;
  #series: Labels[] = [];

  constructor(
    private readonly engine: QueryEngine,
    private readonly rules: readonly AlertingRule[],
  ) {}

  /** The series that there are at a time, in ms; of rules that were evaluated at most 15 s ago. */
  at(time: number): readonly Labels[] {
    if (time - this.#evaluatedAt >= INTERVAL_MS) this.#evaluate(time);
    return this.#series;
  }

  #evaluate(time: number): void {
    const active = new Map<string, number>();
    this.#series = this.rules.flatMap(rule => {
      const answer = this.engine.instant(rule.expr, time);
      if (answer.type !== 'vector') return [];
      return answer.result.map(({ labels }) => {
        const { [METRIC_NAME]: _, ...own } = labels;
        const alert = { ...own, ...rule.labels, alertname: rule.name };
        const key = labelsKey(alert);
        const since = this.#active.get(key) ?? time;
        active.set(key, since);
        return {
          ...alert,
          [METRIC_NAME]: 'ALERTS',
          alertstate:
            time - since >= rule.forSeconds * 1000 ? 'firing' : 'pending',
        };
      });
    });
    this.#active = active;
    this.#evaluatedAt = time;
  }
}
