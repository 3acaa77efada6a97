import { Binary, BinaryOperator, isComparison, VectorMatching } from './ast';
import { PromqlError } from './errors';
import {
  dropLabels,
  keepLabels,
  labelsKey,
  labelsText,
  METRIC_NAME,
  perLabels,
} from './labels';
import { Labels } from './types';
import { Compiled, distinct, Sample } from './values';

/** Value of an arithmetic operator, by the rules of IEEE 754 as Go has them. */
function arithmetic(
  operator: BinaryOperator,
  left: number,
  right: number,
): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '^':
      // C and Go: 1 to any power is 1, and so is -1 to an infinite one; ECMAScript says NaN.
      return left === 1 || (left === -1 && Math.abs(right) === Infinity)
        ? 1
        : left ** right;
    default:
      throw new Error(`${operator} is not arithmetic`);
  }
}

function holds(operator: BinaryOperator, left: number, right: number): boolean {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '>':
      return left > right;
    case '<':
      return left < right;
    case '>=':
      return left >= right;
    case '<=':
      return left <= right;
    default:
      throw new Error(`${operator} compares nothing`);
  }
}

/** The value of a pair; undefined when a comparison leaves it out. */
function pairValue(
  { operator, bool }: Pick<Binary, 'operator' | 'bool'>,
  left: number,
  right: number,
  kept: number,
): number | undefined {
  if (!isComparison(operator)) {
    return arithmetic(operator, left, right);
  }
  const result = holds(operator, left, right);
  if (bool) {
    return result ? 1 : 0;
  }
  return result ? kept : undefined;
}

const withoutName = (labels: Labels) => dropLabels(labels, [METRIC_NAME]);

/** The labels by which series of the two sides belong together. */
function groupOf({ on, labels }: VectorMatching, all: Labels): Labels {
  return on
    ? keepLabels(all, labels)
    : dropLabels(all, [METRIC_NAME, ...labels]);
}

function signatureOf(matching: VectorMatching) {
  return perLabels<string>(all => labelsKey(groupOf(matching, all)));
}

function setOperation(
  { operator, matching }: Binary,
  left: (time: number) => Sample[],
  right: (time: number) => Sample[],
): (time: number) => Sample[] {
  const signature = signatureOf(matching);
  const signatures = (samples: Sample[]) =>
    new Set(samples.map(({ labels }) => signature(labels)));
  return time => {
    const [lefts, rights] = [left(time), right(time)];
    if (operator === 'or') {
      const taken = signatures(lefts);
      return [
        ...lefts,
        ...rights.filter(({ labels }) => !taken.has(signature(labels))),
      ];
    }
    const there = signatures(rights);
    return lefts.filter(
      ({ labels }) => there.has(signature(labels)) === (operator === 'and'),
    );
  };
}

/** Labels of a result: the many's or left's, by the rules of matching. @see resultMetric in promql/engine.go */
function resultLabels({
  operator,
  bool,
  matching,
}: Binary): (many: Labels, one: Labels) => Labels {
  const dropsName = bool || !isComparison(operator);
  const own = perLabels<Labels>(labels => {
    const named = dropsName ? withoutName(labels) : labels;
    if (matching.many) {
      return named;
    }
    return matching.on
      ? keepLabels(named, matching.labels)
      : dropLabels(named, matching.labels);
  });
  return (many, one) => {
    if (matching.include.length === 0) {
      return own(many);
    }
    const labels: Record<string, string> = { ...own(many) };
    for (const name of matching.include) {
      if (one[name]) {
        labels[name] = one[name];
      } else {
        delete labels[name];
      }
    }
    return labels;
  };
}

/**
 * Two vectors, series by series.
 *
 * @throws PromqlError (`execution`) when the matching is not unique
 * @see VectorBinop in promql/engine.go of Prometheus
 */
function vectors(
  binary: Binary,
  left: (time: number) => Sample[],
  right: (time: number) => Sample[],
): (time: number) => Sample[] {
  const { matching } = binary;
  const signature = signatureOf(matching);
  const labelsOf = resultLabels(binary);
  const swapped = matching.many === 'right';
  return time => {
    const [lefts, rights] = [left(time), right(time)];
    if (lefts.length === 0 || rights.length === 0) {
      return [];
    }
    const [manies, ones] = swapped ? [rights, lefts] : [lefts, rights];
    const oneOf = new Map<string, Sample>();
    for (const one of ones) {
      const key = signature(one.labels);
      const other = oneOf.get(key);
      if (other) {
        throw new PromqlError(
          'execution',
          `found duplicate series for the match group ${labelsText(
            groupOf(matching, one.labels),
          )} on the ${
            swapped ? 'left' : 'right'
          } hand-side of the operation: [${labelsText(
            one.labels,
          )}, ${labelsText(
            other.labels,
          )}];many-to-many matching not allowed: matching labels must be unique on one side`,
        );
      }
      oneOf.set(key, one);
    }
    const matched = new Set<string>();
    const result: Sample[] = [];
    for (const many of manies) {
      const key = signature(many.labels);
      const one = oneOf.get(key);
      if (!one) {
        continue;
      }
      const [a, b] = swapped
        ? [one.value, many.value]
        : [many.value, one.value];
      const value = pairValue(binary, a, b, a);
      if (value === undefined) {
        continue;
      }
      const labels = labelsOf(many.labels, one.labels);
      const mark = matching.many ? `${key}\u0002${labelsKey(labels)}` : key;
      if (matched.has(mark)) {
        throw new PromqlError(
          'execution',
          matching.many
            ? 'multiple matches for labels: grouping labels must ensure unique matches'
            : 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
        );
      }
      matched.add(mark);
      result.push({ labels, value });
    }
    return distinct(result);
  };
}

/** A binary operation of two expressions that are ready. */
export function compileBinary(
  binary: Binary,
  left: Compiled,
  right: Compiled,
): Compiled {
  if (left.type === 'scalar' && right.type === 'scalar') {
    return {
      type: 'scalar',
      at: time =>
        pairValue(
          { ...binary, bool: true },
          left.at(time),
          right.at(time),
          0,
        ) ?? NaN,
    };
  }
  if (left.type === 'vector' && right.type === 'vector') {
    const setOperator = ['and', 'or', 'unless'].includes(binary.operator);
    return {
      type: 'vector',
      at: (setOperator ? setOperation : vectors)(binary, left.at, right.at),
    };
  }
  const vector = left.type === 'vector' ? left : right;
  const scalar = left.type === 'scalar' ? left : right;
  if (vector.type !== 'vector' || scalar.type !== 'scalar') {
    throw new Error('a binary operation of neither vectors nor scalars');
  }
  const name =
    binary.bool || !isComparison(binary.operator)
      ? perLabels<Labels>(withoutName)
      : (labels: Labels) => labels;
  return {
    type: 'vector',
    at: time => {
      const number = scalar.at(time);
      const result: Sample[] = [];
      for (const { labels, value: own } of vector.at(time)) {
        const value =
          vector === left
            ? pairValue(binary, own, number, own)
            : pairValue(binary, number, own, own);
        if (value !== undefined) {
          result.push({ labels: name(labels), value });
        }
      }
      return distinct(result);
    },
  };
}
