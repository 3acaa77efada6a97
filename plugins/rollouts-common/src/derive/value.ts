import { AnalysisMetricView, MeasurementView } from '../types';
import { Value } from './evaluate';

const SPECIAL = new Map([
  ['NaN', NaN],
  ['+Inf', Infinity],
  ['Inf', Infinity],
  ['-Inf', -Infinity],
]);

/** A number as Go and Prometheus write it. */
function numberOf(text: string): number | undefined {
  if (SPECIAL.has(text)) return SPECIAL.get(text);
  return /^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)
    ? Number(text)
    : undefined;
}

function numberList(text: string): number[] | undefined {
  const inner = text.slice(1, -1).trim();
  if (inner === '') return [];
  const numbers = inner.split(/[\s,]+/).map(numberOf);
  return numbers.every((one): one is number => one !== undefined)
    ? numbers
    : undefined;
}

/** One number or a list of them, with those that are not finite; undefined for anything else. */
export function measuredNumbers(
  value: string | undefined,
): number | number[] | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  return text.startsWith('[') && text.endsWith(']')
    ? numberList(text)
    : numberOf(text);
}

/**
 * A provider's value as numbers: `0.93`, `[0.93,1]`, `[0.93 1]`. Null for each
 * that is not finite. Undefined when it is not made of numbers or is empty.
 *
 * @see metricproviders/prometheus/prometheus.go `sampleValuesToResultStr`; metricproviders/influxdb, graphite `processResponse`
 */
export function valueNumbers(
  value: string | undefined,
): Array<number | null> | undefined {
  const measured = measuredNumbers(value);
  const all = typeof measured === 'number' ? [measured] : measured;
  return all?.length
    ? all.map(one => (Number.isFinite(one) ? one : null))
    : undefined;
}

/**
 * A measured value as conditions see it; undefined when that cannot be known
 * from the recorded text.
 *
 * @see metricproviders/prometheus/prometheus.go `processResponse`; `processResponse` or `parseResponse` of the other providers
 */
export function resultOf(
  metric: Pick<AnalysisMetricView, 'provider'>,
  value: string | undefined,
): Value | undefined {
  if (value === undefined) return undefined;
  const numbers = measuredNumbers(value);
  // An answer without points is nil to the condition, whatever is recorded.
  if (metric.provider === 'datadog') {
    return typeof numbers === 'number' ? numbers : null;
  }
  if (numbers !== undefined) return numbers;
  if (metric.provider === 'prometheus') return undefined;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined;
  }
}

/** At most this many characters of a value stand in a sentence. */
const LONGEST = 60;
/** At most this many numbers of a list do. */
const MOST = 4;

/** A text cut to `length` characters, the cut marked. */
export function shortened(text: string, length = LONGEST): string {
  return text.length > length
    ? `${text.slice(0, length - 1).trimEnd()}…`
    : text;
}

/** A number in three digits, and in as many more as it takes to stay on its side of every limit. */
export function numberWords(
  number: number,
  limits: readonly number[] = [],
): string {
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? '+Inf' : '-Inf';
  if (Number.isInteger(number)) return String(number);
  for (let digits = 3; digits <= 17; digits += 1) {
    const rounded = Number(number.toPrecision(digits));
    if (
      limits.every(
        limit => Math.sign(rounded - limit) === Math.sign(number - limit),
      )
    ) {
      return String(rounded);
    }
  }
  return String(number);
}

/**
 * A measured value in words: numbers in three digits (more where three would
 * put it on the other side of a limit), `[0.9, NaN]`, texts cut short.
 */
export function valueWords(
  { value = '' }: Pick<MeasurementView, 'value'>,
  limits: ReadonlyArray<{ value: number }> = [],
): string {
  const bounds = limits.map(limit => limit.value);
  const measured = measuredNumbers(value);
  if (measured === undefined) return shortened(value.trim());
  if (typeof measured === 'number') return numberWords(measured, bounds);
  if (measured.length === 0) return '[]';
  const words = measured.slice(0, MOST).map(one => numberWords(one, bounds));
  if (measured.length === 1) return words[0];
  return `[${words.join(', ')}${
    measured.length > MOST ? `, … ${measured.length} values` : ''
  }]`;
}
