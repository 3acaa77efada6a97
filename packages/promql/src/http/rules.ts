import { METRIC_NAME, labelsKey } from '../engine/labels';
import { PromqlEngine } from '../engine/types';
import { formatValue } from './format';

/** An alerting rule. */
export interface AlertingRule {
  name: string;
  /** PromQL; each series of its answer is an alert. */
  expr: string;
  /** How long its condition holds before it fires, in seconds. */
  forSeconds: number;
  /** Added to the labels of each alert. */
  labels: Readonly<Record<string, string>>;
  /** May hold `{{ $labels.x }}`; nothing else of Go's templates. */
  annotations: Readonly<Record<string, string>>;
}

/** How often rules are evaluated, and how far back since when an alert is active is looked for. */
const INTERVAL_MS = 15_000;
const LOOK_BACK_MS = 10 * 60_000;

interface Alert {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  state: 'firing' | 'pending';
  activeAt: string;
  value: string;
}

/**
 * The `data` of `/api/v1/rules`. Nothing is kept between two questions: since
 * when an alert is active is read from the samples, ten minutes back at most.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#rules
 */
export function ruleGroups(
  engine: PromqlEngine,
  rules: readonly AlertingRule[],
  now: number,
) {
  if (rules.length === 0) return { groups: [] };
  return {
    groups: [
      {
        name: 'sandbox',
        file: 'sandbox.yaml',
        interval: INTERVAL_MS / 1000,
        rules: rules.map(rule => {
          const alerts = alertsOf(engine, rule, now);
          return {
            state: stateOf(alerts),
            name: rule.name,
            query: rule.expr,
            duration: rule.forSeconds,
            labels: rule.labels,
            annotations: rule.annotations,
            alerts,
            health: 'ok',
            type: 'alerting',
          };
        }),
      },
    ],
  };
}

function stateOf(alerts: readonly Alert[]): 'firing' | 'pending' | 'inactive' {
  if (alerts.some(({ state }) => state === 'firing')) return 'firing';
  return alerts.length > 0 ? 'pending' : 'inactive';
}

function alertsOf(
  engine: PromqlEngine,
  { name, expr, forSeconds, labels, annotations }: AlertingRule,
  now: number,
): Alert[] {
  const end = Math.floor(now / INTERVAL_MS) * INTERVAL_MS;
  const { result } = engine.range(expr, {
    start: Math.max(0, end - LOOK_BACK_MS),
    end,
    step: INTERVAL_MS,
  });
  return result
    .flatMap((series): Alert[] => {
      const { points } = series;
      let at = points.length - 1;
      if (points[at]?.[0] !== end) return [];
      const value = points[at][1];
      while (at > 0 && points[at][0] - points[at - 1][0] === INTERVAL_MS)
        at -= 1;
      const activeAt = points[at][0];
      const { [METRIC_NAME]: _, ...own } = series.labels;
      return [
        {
          labels: { ...own, ...labels, alertname: name },
          annotations: Object.fromEntries(
            Object.entries(annotations).map(([key, text]) => [
              key,
              text.replace(
                /\{\{\s*\$labels\.(\w+)\s*\}\}/g,
                (__, label: string) => own[label] ?? '',
              ),
            ]),
          ),
          state: end - activeAt >= forSeconds * 1000 ? 'firing' : 'pending',
          activeAt: new Date(activeAt).toISOString(),
          value: formatValue(value),
        },
      ];
    })
    .sort((a, b) => (labelsKey(a.labels) < labelsKey(b.labels) ? -1 : 1));
}
