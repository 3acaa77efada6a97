import { AnalysisMetricView } from '../types';

export type Limit = AnalysisMetricView['limits'][number];

const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const SUBJECT = String.raw`(?:result(?:\[0\])?|asFloat\(\s*result(?:\[0\])?\s*\)|asInt\(\s*result(?:\[0\])?\s*\))`;
const RESULT_FIRST = new RegExp(
  `^\\s*${SUBJECT}\\s*(<=|>=|<|>)\\s*(${NUMBER})\\s*$`,
);
const NUMBER_FIRST = new RegExp(
  `^\\s*(${NUMBER})\\s*(<=|>=|<|>)\\s*${SUBJECT}\\s*$`,
);

/** Says only that there is a value; where there is none nothing is drawn either. */
const GUARD =
  /^\s*(?:len\(\s*result\s*\)\s*(?:>\s*0|>=\s*1|!=\s*0)|!\s*isNaN\(\s*result(?:\[0\])?\s*\))\s*$/;

const MIRRORED: Record<Limit['operator'], Limit['operator']> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

const operator = (text: string): Limit['operator'] | undefined =>
  (Object.keys(MIRRORED) as Array<Limit['operator']>).find(op => op === text);

/** Removes one pair of brackets around the whole expression. */
function unwrap(text: string): string {
  const trimmed = text.trim();
  return /^\([^()]*(?:\([^()]*\)[^()]*)*\)$/.test(trimmed)
    ? trimmed.slice(1, -1)
    : trimmed;
}

/**
 * Reads one simple condition (`result[0] >= 0.95`, `0.95 <= result`, also
 * joined by `&&`) as limits that can be drawn. Guards against an empty result
 * (`len(result) > 0 && …`) are passed over. Conditions of any other form, and
 * those joined by `||`, give none: half a rule would mislead.
 *
 * @see utils/evaluate/evaluate.go `EvalCondition`
 */
export function parseLimits(
  condition: string | undefined,
  kind: Limit['kind'],
): Limit[] {
  if (!condition) return [];
  const limits: Limit[] = [];
  for (const part of condition.split('&&')) {
    if (GUARD.test(part)) continue;
    const text = unwrap(part);
    const first = RESULT_FIRST.exec(text);
    const second = first ? null : NUMBER_FIRST.exec(text);
    const found = operator(first?.[1] ?? second?.[2] ?? '');
    if (!found) return [];
    limits.push({
      kind,
      operator: first ? found : MIRRORED[found],
      value: Number(first?.[2] ?? second?.[1]),
    });
  }
  return limits;
}

/** On which side of a limit a measurement has to be, in words. */
const SIDE: Record<Limit['operator'], string> = {
  '<': 'below',
  '<=': 'at or below',
  '>': 'above',
  '>=': 'at or above',
};

const OPPOSITE: Record<Limit['operator'], Limit['operator']> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/** What a good measurement is: `at or above 0.95`; undefined without a drawable limit. */
export function goodSide(limits: readonly Limit[]): string | undefined {
  const success = limits.filter(limit => limit.kind === 'success');
  const words = success.length
    ? success.map(limit => `${SIDE[limit.operator]} ${limit.value}`)
    : limits.map(limit => `${SIDE[OPPOSITE[limit.operator]]} ${limit.value}`);
  return words.length ? words.join(' and ') : undefined;
}

/** What a bad measurement is: `below 0.95`; undefined without a drawable limit. */
export function badSide(limits: readonly Limit[]): string | undefined {
  const failure = limits.filter(limit => limit.kind === 'failure');
  const words = failure.length
    ? failure.map(limit => `${SIDE[limit.operator]} ${limit.value}`)
    : limits.map(limit => `${SIDE[OPPOSITE[limit.operator]]} ${limit.value}`);
  return words.length ? words.join(' or ') : undefined;
}
