import { AnalysisMetricView } from '../types';
import { Node, parseCondition, partsOf } from './condition';

export type Limit = AnalysisMetricView['limits'][number];
type Operator = Limit['operator'];

const MIRRORED: Record<Operator, Operator> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

const OPPOSITE: Record<Operator, Operator> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/** On which side of a limit a measurement is, in words. */
const SIDE: Record<Operator, string> = {
  '<': 'below',
  '<=': 'at or below',
  '>': 'above',
  '>=': 'at or above',
};

function constant(node: Node): number | undefined {
  if (node.is === 'unary' && node.operator === '-') {
    const value = constant(node.of);
    return value === undefined ? undefined : -value;
  }
  return node.is === 'literal' && typeof node.value === 'number'
    ? node.value
    : undefined;
}

/** Which number of the result a node is, from 0; `whole` when the result is one number; undefined for anything else. */
export function subjectOf(node: Node): number | 'whole' | undefined {
  if (node.is === 'name') return node.name === 'result' ? 'whole' : undefined;
  if (node.is === 'member') {
    const index = constant(node.key);
    return node.of.is === 'name' && node.of.name === 'result'
      ? index
      : undefined;
  }
  if (node.is === 'call' && ['asFloat', 'default'].includes(node.name)) {
    return node.args[0] && subjectOf(node.args[0]);
  }
  return undefined;
}

/** A comparison of the result with a number: `result[0] >= 0.95`, `0.95 <= result`. */
export function limitOf(node: Node, kind: Limit['kind']): Limit | undefined {
  if (node.is !== 'binary' || !(node.operator in SIDE)) return undefined;
  const operator = node.operator as Operator;
  const mirrored = constant(node.left) !== undefined;
  const value = constant(mirrored ? node.left : node.right);
  const subject = subjectOf(mirrored ? node.right : node.left);
  if (value === undefined || subject === undefined) return undefined;
  return {
    kind,
    operator: mirrored ? MIRRORED[operator] : operator,
    value,
    ...(subject === 'whole' || subject === 0 ? {} : { index: subject }),
  };
}

/** `isNaN(result[0])`, `isInf(…)`: what a part asks of a number, and whether it denies it. */
export function questionOf(
  node: Node,
): { asks: 'isNaN' | 'isInf'; denied: boolean } | undefined {
  if (node.is === 'unary' && node.operator === '!') {
    const inner = questionOf(node.of);
    return inner && { ...inner, denied: !inner.denied };
  }
  if (node.is !== 'call' || !node.args[0]) return undefined;
  if (node.name !== 'isNaN' && node.name !== 'isInf') return undefined;
  return subjectOf(node.args[0]) === undefined
    ? undefined
    : { asks: node.name, denied: false };
}

const lengthOf = (node: Node) =>
  node.is === 'call' &&
  node.name === 'len' &&
  node.args[0] !== undefined &&
  subjectOf(node.args[0]) === 'whole';

/** Whether a part asks for a value (`present`) or for none (`absent`), where nothing is drawn. */
export function presence(node: Node): 'present' | 'absent' | undefined {
  const question = questionOf(node);
  if (question) return question.denied ? 'present' : 'absent';
  if (node.is === 'unary' && node.operator === '!') {
    const inner = presence(node.of);
    return inner && (inner === 'present' ? 'absent' : 'present');
  }
  if (node.is === 'call' && node.name === 'isNil') return 'absent';
  if (node.is !== 'binary' || !lengthOf(node.left)) return undefined;
  const rule = `${node.operator} ${constant(node.right)}`;
  if (['> 0', '>= 1', '!= 0'].includes(rule)) return 'present';
  return ['== 0', '< 1', '<= 0'].includes(rule) ? 'absent' : undefined;
}

/**
 * Reads a simple condition (`result[0] >= 0.95`, `0.95 <= result`, also joined
 * by `&&`) as limits that can be drawn. Parts that only ask whether there is a
 * value are passed over: where there is none nothing is drawn either. Conditions
 * of any other form give none: half a rule would mislead.
 *
 * @see utils/evaluate/evaluate.go `EvalCondition`
 */
export function parseLimits(
  condition: string | undefined,
  kind: Limit['kind'],
): Limit[] {
  const tree = condition ? parseCondition(condition) : undefined;
  if (!tree) return [];
  const either = partsOf(tree, '||').filter(
    part => presence(part) !== 'absent',
  );
  if (either.length !== 1) return [];
  const limits = partsOf(either[0], '&&')
    .filter(part => presence(part) !== 'present')
    .map(part => limitOf(part, kind));
  return limits.every((one): one is Limit => one !== undefined) ? limits : [];
}

/** `below 0.95`. */
export const onSide = ({ operator, value }: Limit) =>
  `${SIDE[operator]} ${value}`;

/** The other side of a limit: `at or above 0.95`. */
export const onOtherSide = ({ operator, value }: Limit) =>
  `${SIDE[OPPOSITE[operator]]} ${value}`;

/** The limits of a condition that is nothing but limits joined by `&&`; else none. */
export function wholeRule(
  condition: string | undefined,
  kind: Limit['kind'],
): Limit[] {
  const tree = condition ? parseCondition(condition) : undefined;
  if (!tree) return [];
  const limits = partsOf(tree, '&&').map(part => limitOf(part, kind));
  return limits.every((one): one is Limit => one !== undefined) ? limits : [];
}
