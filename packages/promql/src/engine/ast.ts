import { LabelMatcher } from './types';

/** Types that an expression of PromQL can have. */
export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^';
export type ComparisonOperator = '==' | '!=' | '>' | '<' | '>=' | '<=';
export type SetOperator = 'and' | 'or' | 'unless';
export type BinaryOperator =
  | ArithmeticOperator
  | ComparisonOperator
  | SetOperator;

export type AggregateOperator = 'sum' | 'avg' | 'min' | 'max' | 'count';

/** Where an expression stands in the text: offsets, `end` not included. */
interface Placed {
  start: number;
  end: number;
}

export interface NumberLiteral extends Placed {
  kind: 'number';
  value: number;
}

export interface StringLiteral extends Placed {
  kind: 'string';
  value: string;
}

export interface VectorSelector extends Placed {
  kind: 'vectorSelector';
  /** The metric's name before the braces. */
  name?: string;
  /** With one on `__name__` for `name`. */
  matchers: LabelMatcher[];
  offsetMs: number;
}

export interface MatrixSelector extends Placed {
  kind: 'matrixSelector';
  selector: VectorSelector;
  rangeMs: number;
}

export interface Parenthesis extends Placed {
  kind: 'parenthesis';
  inner: Expression;
}

export interface Unary extends Placed {
  kind: 'unary';
  operator: '+' | '-';
  operand: Expression;
}

/** Which series of the two sides belong together. */
export interface VectorMatching {
  /** `on`: only these labels count; else all but these (`ignoring`). */
  on: boolean;
  labels: string[];
  /** `group_left` makes the left side the many, `group_right` the right one. */
  many?: 'left' | 'right';
  /** Labels taken over from the side of the one. */
  include: string[];
}

export interface Binary extends Placed {
  kind: 'binary';
  operator: BinaryOperator;
  left: Expression;
  right: Expression;
  /** Compare to 0 and 1 instead of leaving out. */
  bool: boolean;
  matching: VectorMatching;
}

export interface Call extends Placed {
  kind: 'call';
  name: string;
  arguments: Expression[];
}

export interface Aggregate extends Placed {
  kind: 'aggregate';
  operator: AggregateOperator;
  labels: string[];
  without: boolean;
  operand: Expression;
}

export type Expression =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Parenthesis
  | Unary
  | Binary
  | Call
  | Aggregate;

export function isComparison(
  operator: BinaryOperator,
): operator is ComparisonOperator {
  return ['==', '!=', '>', '<', '>=', '<='].includes(operator);
}

export function isSetOperator(
  operator: BinaryOperator,
): operator is SetOperator {
  return operator === 'and' || operator === 'or' || operator === 'unless';
}
