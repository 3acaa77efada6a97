import {
  allowedWords,
  AnalysisMetricView,
  AnalysisRunView,
  AttemptSubject,
  goDurationSeconds,
  MeasurementView,
  MetricField,
  outcomes,
  RolloutCore,
  RuleNumber,
  ruleWords,
  runsOfThisAttempt,
  taken,
  valueNumbers,
} from '@slipway/plugin-rollouts-common';
import {
  ChartLimit,
  ChartPoint,
  ChartSeries,
} from '@slipway/plugin-portal-react';

/**
 * Parts the runs that matter now from earlier ones. `current`: of the attempt
 * that the rollout is at, the newest for each place (a step, background, before
 * or after promotion, an experiment's). `older`: earlier attempts and other
 * revisions.
 *
 * @param runs - newest first; the order is kept
 */
export function splitRuns(
  runs: readonly AnalysisRunView[],
  core: AttemptSubject,
): { current: AnalysisRunView[]; older: AnalysisRunView[] } {
  const ofAttempt = new Set(
    runsOfThisAttempt(core, runs).map(({ uid }) => uid),
  );
  return {
    current: runs.filter(({ uid }) => ofAttempt.has(uid)),
    older: runs.filter(({ uid }) => !ofAttempt.has(uid)),
  };
}

type Planned = Pick<
  RolloutCore,
  | 'steps'
  | 'stepIndex'
  | 'analyses'
  | 'inProgress'
  | 'aborted'
  | 'stableHash'
  | 'strategy'
>;

/** Which analysis is still to come, in words that follow a semicolon. */
function planned(core: Planned): string | undefined {
  const { analyses, stepIndex = 0 } = core;
  if (!core.inProgress || core.aborted || !core.stableHash) return undefined;
  const starting = analyses?.background?.startingStep ?? 0;
  if (analyses?.background) {
    return starting > stepIndex
      ? `the background analysis starts at step ${starting + 1}`
      : 'the background analysis has not started';
  }
  const step = core.steps.find(
    ({ type, index }) => type === 'analysis' && index >= stepIndex,
  );
  if (step) return `step ${step.index + 1} runs one`;
  if (analyses?.prePromotion) return 'one runs before the promotion';
  if (analyses?.postPromotion) return 'one runs after the promotion';
  return undefined;
}

/**
 * Why no run is shown for the present attempt: one is still to come, none is
 * planned, or there is nothing to analyse.
 *
 * @see rollout/analysis.go `reconcileAnalysisRuns`, `reconcileBackgroundAnalysisRun`
 */
export function noRunText(core: Planned, earlier: number): string {
  const none =
    earlier > 0
      ? 'No analysis has run in this attempt'
      : 'No analysis has run for the current revision';
  const next = planned(core);
  if (next) return `${none} yet; ${next}.`;
  if (!core.stableHash) {
    return `${none}: the first deployment is not analysed.`;
  }
  // An experiment may have analyses of its own.
  const any =
    core.analyses ??
    core.steps.find(({ type }) => type === 'analysis' || type === 'experiment');
  return any ? `${none}.` : `${none}: the rollout asks for none.`;
}

/** At most this many values of a result are drawn, each as a line of its own. */
export const MOST_SERIES = 6;

const secondsOf = ({ finishedAt, startedAt }: MeasurementView) => {
  const at = Date.parse(finishedAt ?? startedAt ?? '');
  return Number.isNaN(at) ? undefined : Math.floor(at / 1000);
};

/** Errors measured nothing and what was cut short says nothing: neither is drawn. */
const counts = ({ phase, terminated }: MeasurementView) =>
  phase !== 'Error' && !terminated;

/** One line for each value of a result, oldest first; what is no finite number is a gap. */
export function measurementSeries(metric: AnalysisMetricView): ChartSeries[] {
  const measured = metric.measurements.filter(counts).flatMap(measurement => {
    const at = secondsOf(measurement);
    return at === undefined
      ? []
      : [{ at, numbers: valueNumbers(measurement.value) ?? [] }];
  });
  const width = Math.max(0, ...measured.map(({ numbers }) => numbers.length));
  return Array.from({ length: Math.min(width, MOST_SERIES) }, (_, index) => ({
    id: `value-${index}`,
    label: width === 1 ? metric.name : `value ${index + 1}`,
    colour: index % 2 ? ('neutral' as const) : ('canary' as const),
    dash: index,
    points: measured.map(
      ({ at, numbers }): ChartPoint => [at, numbers[index] ?? null],
    ),
  }));
}

/** How many values a result has at most. */
export const seriesCount = (metric: AnalysisMetricView) =>
  Math.max(
    0,
    ...metric.measurements.map(({ value }) => valueNumbers(value)?.length ?? 0),
  );

/** The limits of a metric as labelled lines of a chart; one line where success and failure meet. */
export function chartLimits(metric: AnalysisMetricView): ChartLimit[] {
  const lines = new Map<number, string[]>();
  for (const { kind, operator, value, index } of metric.limits) {
    const which = index ? ` (value ${index + 1})` : '';
    lines.set(value, [
      ...(lines.get(value) ?? []),
      `${kind} ${operator} ${value}${which}`,
    ]);
  }
  return [...lines].map(([value, labels]) => ({
    label: labels.join(', '),
    value,
  }));
}

const rowWanted = (limit: RuleNumber | undefined) =>
  typeof limit === 'string' || (limit ?? 0) > 0;

/** `5 of 5 measured · 3 failed, 2 allowed · 1 error`. Errors are no measurements. */
export function countsText(metric: AnalysisMetricView): string {
  const { failed, inconclusive } = outcomes(metric);
  const { error } = metric.counts;
  const row = metric.consecutiveSuccessLimit;
  return [
    `${taken(metric)}${
      metric.count === undefined ? '' : ` of ${ruleWords(metric.count)}`
    } measured`,
    `${failed} failed, ${allowedWords(metric.failureLimit, 'failure')}`,
    ...(inconclusive > 0
      ? [
          `${inconclusive} inconclusive, ${allowedWords(
            metric.inconclusiveLimit,
            'inconclusive',
          )}`,
        ]
      : []),
    ...(rowWanted(row) ? [`${ruleWords(row ?? 0)} good in a row wanted`] : []),
    ...(error > 0 ? [`${error} error${error === 1 ? '' : 's'}`] : []),
  ].join(' · ');
}

/** A text of a metric's rule: filled in, and as the template has it when that differs. */
export interface RuleRow {
  term: string;
  text: string;
  template?: string;
}

/** `20s`; a text that is no duration is said to be none. */
function durationText(text: string | undefined): string | undefined {
  if (!text) return undefined;
  return goDurationSeconds(text) === undefined ? `${text} (no duration)` : text;
}

/** Conditions, query, limits and times of a metric, each with the text of its template. */
export function ruleRows(metric: AnalysisMetricView): RuleRow[] {
  const rows: Array<[string, MetricField, RuleNumber | undefined]> = [
    ['success if', 'successCondition', metric.successCondition],
    ['failure if', 'failureCondition', metric.failureCondition],
    [`${metric.provider} query`, 'query', metric.query],
    ['every', 'interval', durationText(metric.interval)],
    ['first after', 'initialDelay', durationText(metric.initialDelay)],
    ['measurements', 'count', metric.count ?? 'until it is stopped'],
    [
      'failed allowed',
      'failureLimit',
      Number(metric.failureLimit) < 0 ? 'no limit' : metric.failureLimit,
    ],
    ['inconclusive allowed', 'inconclusiveLimit', metric.inconclusiveLimit],
    [
      'good in a row wanted',
      'consecutiveSuccessLimit',
      rowWanted(metric.consecutiveSuccessLimit)
        ? metric.consecutiveSuccessLimit
        : undefined,
    ],
    [
      'errors in a row allowed',
      'consecutiveErrorLimit',
      metric.consecutiveErrorLimit,
    ],
    ['name', 'name', metric.template?.name ? metric.name : undefined],
  ];
  return rows.flatMap(([term, field, value]) => {
    if (value === undefined || value === '') return [];
    const text = String(value);
    const template = metric.template?.[field];
    return [
      { term, text, ...(template && template !== text ? { template } : {}) },
    ];
  });
}
