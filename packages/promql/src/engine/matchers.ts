import { anchoredRegex } from './regex';
import { LabelMatcher, Labels } from './types';

/** Says whether a label's value meets a matcher; a label that is absent is empty. */
export function valueTest({
  operator,
  value,
}: Pick<LabelMatcher, 'operator' | 'value'>): (found: string) => boolean {
  switch (operator) {
    case '=':
      return found => found === value;
    case '!=':
      return found => found !== value;
    default: {
      const pattern = anchoredRegex(value);
      return operator === '=~'
        ? found => pattern.test(found)
        : found => !pattern.test(found);
    }
  }
}

/** Says whether labels meet all matchers. */
export function labelsTest(
  matchers: readonly LabelMatcher[],
): (labels: Labels) => boolean {
  const tests = matchers.map(matcher => ({
    label: matcher.label,
    test: valueTest(matcher),
  }));
  return labels => tests.every(({ label, test }) => test(labels[label] ?? ''));
}
