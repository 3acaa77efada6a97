import { AnalysisMetricView, AnalysisPhase, MeasurementView } from '../types';
import { badSide, goodSide } from './limits';

const plural = (count: number, word: string) =>
  `${count} ${word}${count === 1 ? '' : 's'}`;

/** A measured value in words: one number bare and in three digits, everything else verbatim. */
export function valueWords(measurement: MeasurementView): string {
  const { numbers, value = '' } = measurement;
  if (numbers?.length !== 1) return value;
  const [number] = numbers;
  return Number.isInteger(number)
    ? String(number)
    : String(Number(number.toPrecision(3)));
}

const taken = (metric: AnalysisMetricView) =>
  metric.counts.successful + metric.counts.failed + metric.counts.inconclusive;

/** ` (last 0.853)` for the last measurement with this phase and a value; else nothing. */
function last(metric: AnalysisMetricView, phase: AnalysisPhase): string {
  const found = metric.measurements
    .filter(m => m.phase === phase && m.value !== undefined)
    .at(-1);
  return found ? ` (last ${valueWords(found)})` : '';
}

function failed(metric: AnalysisMetricView): string {
  const { counts, failureLimit } = metric;
  const side = badSide(metric.limits);
  const condition = metric.failureCondition ?? metric.successCondition;
  const why =
    side ?? (condition ? `against the condition ${condition}` : 'failed');
  return `${metric.name} failed: ${counts.failed} of ${plural(
    taken(metric),
    'measurement',
  )} ${why}${last(metric, 'Failed')}, ${failureLimit} allowed`;
}

function errored(metric: AnalysisMetricView): string {
  const reason =
    metric.measurements.filter(m => m.phase === 'Error').at(-1)?.message ??
    metric.message;
  return `${metric.name} could not be measured: ${plural(
    metric.counts.error,
    'error',
  )}, ${metric.consecutiveErrorLimit} in a row allowed${
    reason ? ` (${reason})` : ''
  }`;
}

function inconclusive(metric: AnalysisMetricView): string {
  return `${metric.name} is inconclusive: ${
    metric.counts.inconclusive
  } of ${plural(taken(metric), 'measurement')} neither good nor bad${last(
    metric,
    'Inconclusive',
  )}, ${metric.inconclusiveLimit} allowed`;
}

function held(metric: AnalysisMetricView): string {
  const side = goodSide(metric.limits);
  return `${metric.name} held: ${metric.counts.successful} of ${plural(
    taken(metric),
    'measurement',
  )} ${side ?? 'good'}${last(metric, 'Successful')}`;
}

function underWay(metric: AnalysisMetricView): string {
  const wanted = metric.count === undefined ? '' : ` of ${metric.count}`;
  const bad = metric.counts.failed
    ? `, ${metric.counts.failed} failed${last(metric, 'Failed')}, ${
        metric.failureLimit
      } allowed`
    : '';
  const errors = metric.counts.error
    ? `, ${plural(metric.counts.error, 'error')}`
    : '';
  return `${metric.name}: ${taken(metric)}${wanted} measurement${
    taken(metric) === 1 && !wanted ? '' : 's'
  } taken${bad}${errors}`;
}

/**
 * Plain sentence with the reason for a run's verdict: which metric, which
 * measurements, which limit. Metrics in dry-run mode do not count. Undefined
 * when the object tells nothing yet.
 *
 * @see analysis/analysis.go `assessMetricFailureInconclusiveOrError`
 */
export function verdictOf(
  phase: AnalysisPhase,
  message: string | undefined,
  metrics: readonly AnalysisMetricView[],
): string | undefined {
  const counted = metrics.filter(metric => !metric.dryRun);
  const inPhase = counted.filter(metric => metric.phase === phase);
  const sentence = (of: (metric: AnalysisMetricView) => string) =>
    inPhase.length ? `${inPhase.map(of).join('; ')}.` : message;
  switch (phase) {
    case 'Failed':
      return sentence(failed);
    case 'Error':
      return sentence(errored);
    case 'Inconclusive':
      return sentence(inconclusive);
    case 'Successful':
      return message ? `${sentence(held)} ${message}.` : sentence(held);
    case 'Running':
      return sentence(underWay);
    default:
      return message;
  }
}
