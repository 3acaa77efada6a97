import { AnalysisMetricView, MeasurementView } from '../types';
import { Node, parseCondition, partsOf } from './condition';
import { holds, Value } from './evaluate';
import {
  Limit,
  limitOf,
  onOtherSide,
  onSide,
  presence,
  questionOf,
  wholeRule,
} from './limits';
import { resultOf } from './value';

/** What is said of measurements: `2 of 3 measurements ${many}`. */
export interface Phrase {
  one: string;
  many: string;
  /** Whether the last value is worth naming beside it. */
  last: boolean;
}

const same = (words: string, last = true): Phrase => ({
  one: words,
  many: words,
  last,
});

const was = (words: string): Phrase => ({
  one: `was ${words}`,
  many: `were ${words}`,
  last: false,
});

const EMPTY: Phrase = was('empty');

/** Queries whose answer is no number when nothing was counted. */
const RATIO = /\/|histogram_quantile/;

function noNumber({ provider, query }: AnalysisMetricView): Phrase {
  return was(
    provider === 'prometheus' && RATIO.test(query ?? '')
      ? 'no number (NaN: no requests)'
      : 'no number (NaN)',
  );
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** Names the value that counts when there are several. */
function subject({ index = 0 }: Limit, result: Value): string {
  if (!Array.isArray(result) || result.length < 2) return '';
  return `with the ${ORDINALS[index] ?? `${index + 1}th`} value `;
}

const valueAt = ({ index = 0 }: Limit, result: Value): Value | undefined =>
  Array.isArray(result) ? result[index] : result;

/**
 * What one part of a condition says of a result, `met` or not. Undefined where
 * it says nothing that has words of its own.
 */
function partPhrase(
  metric: AnalysisMetricView,
  part: Node,
  result: Value,
  met: boolean,
): Phrase | undefined {
  if (result === null) return same('without data', false);
  const question = questionOf(part);
  if (question && question.denied !== met) {
    return question.asks === 'isNaN' ? noNumber(metric) : was('infinite');
  }
  const limit = limitOf(part, 'success');
  if (!limit) return undefined;
  const value = valueAt(limit, result);
  if (Number.isNaN(value)) return noNumber(metric);
  if (typeof value !== 'number') return undefined;
  return same(
    `${subject(limit, result)}${met ? onSide(limit) : onOtherSide(limit)}`,
  );
}

/** A part that only asks for a value, which is there. */
const isGuard = (part: Node, met: boolean) =>
  presence(part) === (met ? 'present' : 'absent');

/**
 * What a condition says of a result for which it was met or not: of the parts
 * that `||` joins the first that was met decides, of those that `&&` joins the
 * first that was not. Undefined where a part cannot be read, or where the
 * recorded value does not bear it out.
 */
function explain(
  metric: AnalysisMetricView,
  node: Node,
  result: Value,
  met: boolean,
): Phrase[] | undefined {
  if (holds(node, result) !== met) return undefined;
  if (node.is === 'unary') return explain(metric, node.of, result, !met);
  const one = partsOf(node, met ? '||' : '&&');
  if (one.length > 1) {
    const first = one.find(part => holds(part, result) === met);
    return first && explain(metric, first, result, met);
  }
  const all = partsOf(node, met ? '&&' : '||');
  if (all.length > 1) {
    const telling = all.filter(part => !isGuard(part, met));
    const phrases = (telling.length ? telling : all).map(part =>
      explain(metric, part, result, met),
    );
    return phrases.every((each): each is Phrase[] => each !== undefined)
      ? phrases.flat()
      : undefined;
  }
  const phrase = partPhrase(metric, node, result, met);
  return phrase && [phrase];
}

/** Why a condition was met or not, in one phrase. */
function conditionPhrase(
  metric: AnalysisMetricView,
  condition: string,
  result: Value | undefined,
  met: boolean,
): Phrase | undefined {
  const tree = parseCondition(condition);
  if (!tree || result === undefined) return undefined;
  const phrases = explain(metric, tree, result, met);
  if (!phrases?.length) return undefined;
  // That there is no number says more than any limit.
  const special = phrases.find(phrase => !phrase.last);
  const words = [...new Set(phrases.map(phrase => phrase.many))];
  return special ?? same(words.join(' and '));
}

/** A condition as it is written; in quotation marks where arguments are left in it, which are no values. */
const conditionWords = (text: string) =>
  text.includes('{{') ? `"${text}"` : text;

/** Why a measurement failed. */
function bad(metric: AnalysisMetricView, result: Value | undefined): Phrase {
  const { failureCondition, successCondition } = metric;
  if (failureCondition) {
    return (
      conditionPhrase(metric, failureCondition, result, true) ??
      same(`met the failure condition ${conditionWords(failureCondition)}`)
    );
  }
  if (successCondition) {
    return (
      conditionPhrase(metric, successCondition, result, false) ??
      same(
        `did not meet the success condition ${conditionWords(
          successCondition,
        )}`,
      )
    );
  }
  return same('failed');
}

/** Why a measurement is good. */
function good(metric: AnalysisMetricView, result: Value | undefined): Phrase {
  const { failureCondition, successCondition } = metric;
  const found = successCondition
    ? conditionPhrase(metric, successCondition, result, true)
    : failureCondition &&
      conditionPhrase(metric, failureCondition, result, false);
  return found || same('good');
}

/** Why a measurement is neither good nor bad. */
function unsure(metric: AnalysisMetricView, result: Value | undefined): Phrase {
  const only =
    Array.isArray(result) && result.length === 1 ? result[0] : result;
  if (Number.isNaN(only)) {
    const { one, many } = noNumber(metric);
    const rest = ', neither good nor bad';
    return { one: `${one}${rest}`, many: `${many}${rest}`, last: false };
  }
  return same('neither good nor bad');
}

/**
 * What is said of one measurement: on which side of which limit it is, or that
 * it is no number or empty; the condition itself where it cannot be read or the
 * recorded value does not bear it out.
 *
 * @see utils/evaluate/evaluate.go `EvaluateResult`: the failure condition decides when there is one; without one, the success condition does
 */
export function phraseOf(
  metric: AnalysisMetricView,
  measurement: MeasurementView,
): Phrase {
  const { phase, value } = measurement;
  // The outcome of a Job is its own: it has no value (metricproviders/job `Resume`).
  if (metric.provider === 'job') {
    return same(phase === 'Failed' ? 'failed' : 'good', false);
  }
  const result = resultOf(metric, value);
  if (Array.isArray(result) && result.length === 0) return EMPTY;
  if (phase === 'Failed') return bad(metric, result);
  return phase === 'Inconclusive'
    ? unsure(metric, result)
    : good(metric, result);
}

/**
 * What the rule alone says of every measurement with this phase, also of those
 * that the controller has dropped; undefined when it says nothing.
 */
export function phraseByRule(
  metric: AnalysisMetricView,
  phase: MeasurementView['phase'],
): Phrase | undefined {
  const { failureCondition, successCondition, provider } = metric;
  if (provider === 'web' || provider === 'job') return undefined;
  let limits: Limit[] = [];
  if (phase === 'Failed') limits = wholeRule(failureCondition, 'failure');
  if (phase === 'Successful') limits = wholeRule(successCondition, 'success');
  return limits.length ? same(limits.map(onSide).join(' and ')) : undefined;
}
