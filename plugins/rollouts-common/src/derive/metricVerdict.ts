import {
  AnalysisMetricView,
  AnalysisPhase,
  MeasurementView,
  RuleNumber,
} from '../types';
import { Phrase, phraseByRule, phraseOf } from './reason';
import { shortened, valueWords } from './value';

export const plural = (count: number, word: string) =>
  `${count} ${word}${count === 1 ? '' : 's'}`;

/** A text as a sentence: with one sign at its end. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]["')\]]*$/.test(trimmed) || trimmed === ''
    ? trimmed
    : `${trimmed}.`;
}

const inPhase = (metric: AnalysisMetricView, phase: AnalysisPhase) =>
  metric.measurements.filter(
    measurement => measurement.phase === phase && !measurement.terminated,
  );

/** Measurements whose phase only says that their run was ended. */
const cutShort = (metric: AnalysisMetricView) =>
  metric.measurements.filter(measurement => measurement.terminated).length;

/** How many measurements came out good, failed and undecided; those that were cut short and errors are none. */
export function outcomes(metric: AnalysisMetricView) {
  const { successful, failed, inconclusive } = metric.counts;
  const good = Math.max(0, successful - cutShort(metric));
  return {
    successful: Math.max(good, inPhase(metric, 'Successful').length),
    failed: Math.max(failed, inPhase(metric, 'Failed').length),
    inconclusive: Math.max(
      inconclusive,
      inPhase(metric, 'Inconclusive').length,
    ),
  };
}

/** How many measurements were taken. @see analysis/analysis.go `runMeasurements` */
export function taken(metric: AnalysisMetricView): number {
  const { successful, failed, inconclusive } = outcomes(metric);
  return successful + failed + inconclusive;
}

type Outcome = 'successful' | 'failed' | 'inconclusive';
const PHASE: Record<Outcome, AnalysisPhase> = {
  successful: 'Successful',
  failed: 'Failed',
  inconclusive: 'Inconclusive',
};
const UNKNOWN: Record<Outcome, Phrase> = {
  successful: { one: 'good', many: 'good', last: false },
  failed: { one: 'failed', many: 'failed', last: false },
  inconclusive: {
    one: 'neither good nor bad',
    many: 'neither good nor bad',
    last: false,
  },
};

interface Group {
  phrase: Phrase;
  count: number;
  last?: MeasurementView;
}

/** Measurements of one outcome by what is said of them. Those that are no longer kept come last. */
function groupsOf(metric: AnalysisMetricView, outcome: Outcome): Group[] {
  const groups = new Map<string, Group>();
  const kept = inPhase(metric, PHASE[outcome]);
  const add = (phrase: Phrase, count: number, last?: MeasurementView) => {
    const found = groups.get(phrase.many) ?? { phrase, count: 0 };
    groups.set(phrase.many, {
      ...found,
      count: found.count + count,
      last: last ?? found.last,
    });
  };
  const phrases = new Map<string | undefined, Phrase>();
  for (const measurement of kept) {
    const { value } = measurement;
    const phrase = phrases.get(value) ?? phraseOf(metric, measurement);
    phrases.set(value, phrase);
    add(phrase, 1, measurement);
  }
  const dropped = outcomes(metric)[outcome] - kept.length;
  if (dropped > 0) {
    add(phraseByRule(metric, PHASE[outcome]) ?? UNKNOWN[outcome], dropped);
  }
  return [...groups.values()];
}

function groupWords(metric: AnalysisMetricView, group: Group): string {
  const { phrase, count, last } = group;
  const words = count === 1 ? phrase.one : phrase.many;
  const job = last?.metadata?.['job-name'];
  if (job) return `${words} (last job ${job})`;
  return phrase.last && last?.value
    ? `${words} (last ${valueWords(last, metric.limits)})`
    : words;
}

/** `3 of 5 measurements below 0.95 (last 0.89)`; with several reasons each with its count. */
function measured(metric: AnalysisMetricView, outcome: Outcome): string {
  const groups = groupsOf(metric, outcome);
  const all = `${outcomes(metric)[outcome]} of ${plural(
    taken(metric),
    'measurement',
  )}`;
  if (groups.length === 0) return `${all} ${UNKNOWN[outcome].many}`;
  if (groups.length === 1) return `${all} ${groupWords(metric, groups[0])}`;
  return `${all}: ${groups
    .map(group =>
      group.phrase === UNKNOWN[outcome]
        ? `${group.count} no longer kept`
        : `${group.count} ${groupWords(metric, group)}`,
    )
    .join(', ')}`;
}

/** A number of a rule; what is no number stands in quotation marks, as it is written. */
export const ruleWords = (value: RuleNumber) =>
  typeof value === 'string' && !value.startsWith('"') ? `"${value}"` : value;

/** `2 allowed`, `no failure limit`, `failure limit "{{args.limit}}"`. */
export function allowedWords(limit: RuleNumber, name: string): string {
  if (typeof limit === 'string') return `${name} limit ${ruleWords(limit)}`;
  return limit < 0 ? `no ${name} limit` : `${limit} allowed`;
}

/** The most good measurements in a row among those that are kept; an error ends a row. */
function longestRow(metric: AnalysisMetricView): number {
  let [row, longest] = [0, 0];
  for (const { phase, terminated } of metric.measurements) {
    row = phase === 'Successful' && !terminated ? row + 1 : 0;
    longest = Math.max(longest, row);
  }
  return longest;
}

const wanted = ({ consecutiveSuccessLimit: limit }: AnalysisMetricView) =>
  typeof limit === 'string' || (limit ?? 0) > 0 ? limit : undefined;

/** `3 good measurements in a row were wanted`. */
const wantedWords = (limit: RuleNumber) =>
  limit === 1
    ? '1 good measurement was wanted'
    : `${ruleWords(limit)} good measurements in a row were wanted`;

/**
 * The sentence on a row of good measurements that was not reached.
 *
 * @see analysis/analysis.go `assessMetricStatus`: with a failure limit the metric is then inconclusive, without one it has failed
 */
function rowMissed(metric: AnalysisMetricView, limit: RuleNumber): string {
  const all = taken(metric);
  const { error } = metric.counts;
  const complete = metric.measurements.length >= all + error;
  const found = complete
    ? `there were at most ${longestRow(metric)} in ${plural(
        all,
        'measurement',
      )}`
    : `they did not come in ${plural(all, 'measurement')}`;
  const { failed } = outcomes(metric);
  const rest = failed
    ? `. ${measured(metric, 'failed')}, ${allowedWords(
        metric.failureLimit,
        'failure',
      )}`
    : '';
  return `${wantedWords(limit)}; ${found}${rest}`;
}

/** Whether a limit is passed; undefined when it cannot be read. */
const passed = (count: number, limit: RuleNumber) =>
  typeof limit === 'string' ? undefined : limit >= 0 && count > limit;

function failedWords(metric: AnalysisMetricView): string {
  const limit = wanted(metric);
  const count = outcomes(metric).failed;
  if (limit !== undefined && passed(count, metric.failureLimit) === false) {
    return `failed: ${rowMissed(metric, limit)}`;
  }
  if (count === 0) {
    return metric.message ? `failed: ${metric.message}` : 'failed';
  }
  return `failed: ${measured(metric, 'failed')}, ${allowedWords(
    metric.failureLimit,
    'failure',
  )}`;
}

/** Why the newest attempt that measured nothing did not. */
function errorReason(metric: AnalysisMetricView): string | undefined {
  const reason =
    metric.measurements.filter(m => m.phase === 'Error').at(-1)?.message ??
    metric.message;
  return reason && shortened(reason.trim().replace(/\.$/, ''), 160);
}

/** `2 errors: no such host`. */
export function errorWords(metric: AnalysisMetricView): string {
  const reason = errorReason(metric);
  return `${plural(metric.counts.error, 'error')}${
    reason ? `: ${reason}` : ''
  }`;
}

function errored(metric: AnalysisMetricView): string {
  const { counts, consecutive, consecutiveErrorLimit: limit } = metric;
  const inRow = consecutive?.error;
  const some =
    inRow !== undefined && inRow !== counts.error ? `, ${inRow} in a row` : '';
  const allowed =
    typeof limit === 'string'
      ? `consecutive error limit ${ruleWords(limit)}`
      : `${limit} in a row allowed`;
  const reason = errorReason(metric);
  if (counts.error === 0) {
    return `could not be measured${reason ? `: ${reason}` : ''}`;
  }
  return `could not be measured: ${plural(
    counts.error,
    'error',
  )}${some}, ${allowed}${reason ? ` (${reason})` : ''}`;
}

function inconclusiveWords(metric: AnalysisMetricView): string {
  const limit = wanted(metric);
  const count = outcomes(metric).inconclusive;
  if (limit !== undefined && passed(count, metric.inconclusiveLimit) !== true) {
    return `is inconclusive: ${rowMissed(metric, limit)}`;
  }
  if (count === 0) {
    return metric.message
      ? `is inconclusive: ${metric.message}`
      : 'is inconclusive';
  }
  return `is inconclusive: ${measured(metric, 'inconclusive')}, ${allowedWords(
    metric.inconclusiveLimit,
    'inconclusive',
  )}`;
}

function held(metric: AnalysisMetricView, cut: boolean): string {
  const all = taken(metric);
  if (all === 0) {
    return metric.counts.error
      ? `was not measured (${errorWords(metric)})`
      : 'was not measured';
  }
  const limit = wanted(metric);
  const row =
    typeof limit === 'number' && (metric.consecutive?.success ?? 0) >= limit;
  const inRow = row
    ? `${plural(metric.consecutive?.success ?? 0, 'good measurement')}${
        limit === 1 ? '' : ' in a row'
      }, ${limit} wanted; `
    : '';
  const short =
    cut && !row && typeof metric.count === 'number' && all < metric.count
      ? `, ${metric.count} wanted`
      : '';
  const { failed: bad } = outcomes(metric);
  const lost = bad
    ? `; ${bad} failed, ${allowedWords(metric.failureLimit, 'failure')}`
    : '';
  // A metric that was ended early has not held when all that was measured is bad.
  const verb = outcomes(metric).successful > 0 ? 'held' : 'was ended early';
  return `${verb}: ${inRow}${measured(metric, 'successful')}${short}${lost}`;
}

function underWay(metric: AnalysisMetricView): string {
  const all = taken(metric);
  const { failed: bad } = outcomes(metric);
  const errors = metric.counts.error ? `, ${errorWords(metric)}` : '';
  if (all === 0 && metric.initialDelay && metric.firstMeasurementAt) {
    return `: the first measurement comes ${metric.initialDelay} after the start${errors}`;
  }
  const of = metric.count === undefined ? '' : ` of ${ruleWords(metric.count)}`;
  const noun = all === 1 && !of ? 'measurement' : 'measurements';
  const limit = wanted(metric);
  const row =
    limit === undefined
      ? ''
      : `, ${metric.consecutive?.success ?? 0} of ${ruleWords(
          limit,
        )} good ones in a row`;
  const fails = bad
    ? `, ${bad} failed${lastFailed(metric)}, ${allowedWords(
        metric.failureLimit,
        'failure',
      )}`
    : '';
  return `: ${all}${of} ${noun} taken${row}${fails}${errors}`;
}

function lastFailed(metric: AnalysisMetricView): string {
  const last = inPhase(metric, 'Failed').at(-1);
  return last?.value ? ` (last ${valueWords(last, metric.limits)})` : '';
}

/**
 * What is said of one metric, to follow its name: `failed: 3 of 5 measurements
 * below 0.95 (last 0.89), 2 allowed`.
 *
 * @param cut - whether its run was ended before it ended by itself
 * @see analysis/analysis.go `assessMetricStatus`, `assessMetricFailureInconclusiveOrError`
 */
export function metricVerdict(metric: AnalysisMetricView, cut = false): string {
  switch (metric.phase) {
    case 'Failed':
      return ` ${failedWords(metric)}`;
    case 'Error':
      return ` ${errored(metric)}`;
    case 'Inconclusive':
      return ` ${inconclusiveWords(metric)}`;
    case 'Successful':
      return ` ${held(metric, cut)}`;
    default:
      return underWay(metric);
  }
}
