import { replaceTags } from '../raw/templateTags';
import { IntOrString, RawArgument } from '../raw/types';
import { RuleNumber } from '../types';

/** A text with its arguments filled in. */
export interface Resolved {
  /** With every argument filled in that is known; the others stand as they are written: `{{args.limit}}`. */
  text: string;
  /** Whether the text holds arguments at all. */
  templated: boolean;
  /** Whether nothing is left to fill in. */
  complete: boolean;
}

/**
 * Fills arguments into a text of a metric. Blanks within the braces do not
 * count. What cannot be filled in stays as it is written: values from Secrets,
 * arguments without a value, names that are not arguments. A value is not
 * filled in again.
 *
 * @see utils/template/template.go `ResolveArgs`, `resolve`; utils/analysis/factory.go `ResolveMetricArgs`
 */
export function resolveArguments(
  text: string,
  args: readonly RawArgument[] = [],
): Resolved {
  let templated = false;
  let complete = true;
  const resolved = replaceTags(text, (tag, inner) => {
    templated = true;
    const name = inner.trim();
    // The last of several arguments with one name counts, as in a Go map.
    const found = args.filter(arg => `args.${arg.name}` === name).at(-1);
    if (found?.value !== undefined) return found.value;
    complete = false;
    return tag;
  });
  return { text: resolved, templated, complete };
}

/**
 * A number of a metric's rule, its arguments filled in; the text as it stands
 * when it is no whole number.
 *
 * @see pkg/apis/rollouts/v1alpha1/analysis_types.go `Metric`; k8s.io/apimachinery intstr `IntValue`: `strconv.Atoi`
 */
export function ruleNumber(
  value: IntOrString | undefined,
  args?: readonly RawArgument[],
): RuleNumber | undefined {
  if (value === undefined || typeof value === 'number') return value;
  const { text } = resolveArguments(value, args);
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  // Nothing to quote: what the template says is.
  if (text.trim() === '') return value;
  return text === text.trim() ? text : JSON.stringify(text);
}
