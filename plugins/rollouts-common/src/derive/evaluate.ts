import { Node } from './condition';

/** What a provider measured, as conditions see it. */
export type Value =
  | number
  | string
  | boolean
  | null
  | Value[]
  | { [name: string]: Value };

/** A value that this evaluator cannot know, or an error of the controller's. */
class Unknowable extends Error {}

interface Scope {
  result: Value;
  /** The element that `#` means. */
  element?: Value;
}

const isObject = (value: Value): value is { [name: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function number(value: Value): number {
  if (typeof value !== 'number') throw new Unknowable();
  return value;
}

function boolean(value: Value): boolean {
  if (typeof value !== 'boolean') throw new Unknowable();
  return value;
}

function list(value: Value): Value[] {
  if (!Array.isArray(value)) throw new Unknowable();
  return value;
}

function asFloat(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') throw new Unknowable();
  const found = /^[+-]?inf(inity)?$/i.test(value)
    ? Infinity * (value.startsWith('-') ? -1 : 1)
    : Number(value.trim() === value && value ? value : 'x');
  if (Number.isNaN(found) && !/^nan$/i.test(value)) throw new Unknowable();
  return found;
}

function asInt(value: Value): number {
  if (typeof value === 'string' && !/^[+-]?\d+$/.test(value)) {
    throw new Unknowable();
  }
  const whole = asFloat(value);
  if (!Number.isFinite(whole)) throw new Unknowable();
  return Math.trunc(whole);
}

function compare(operator: string, left: Value, right: Value): boolean {
  if (operator === '==' || operator === '!=') {
    if (
      typeof left === 'object' && left !== null
        ? right !== null
        : typeof right === 'object' && right !== null && left !== null
    ) {
      throw new Unknowable();
    }
    return (left === right) === (operator === '==');
  }
  if (typeof left !== typeof right) throw new Unknowable();
  if (typeof left === 'string' && typeof right === 'string') {
    return ordered(operator, left, right);
  }
  return ordered(operator, number(left), number(right));
}

function ordered<T extends number | string>(
  operator: string,
  left: T,
  right: T,
): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      throw new Unknowable();
  }
}

function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    default:
      throw new Unknowable();
  }
}

function memberOf(of: Value, key: Value): Value {
  if (Array.isArray(of)) {
    const found = of[number(key)];
    // The controller's own error: index out of range.
    if (found === undefined) throw new Unknowable();
    return found;
  }
  if (isObject(of) && typeof key === 'string') return of[key] ?? null;
  throw new Unknowable();
}

function call(node: Node & { is: 'call' }, scope: Scope): Value {
  const [first, second] = node.args;
  if (!first) throw new Unknowable();
  const of = evaluate(first, scope);
  const each = () =>
    list(of).filter(element =>
      boolean(evaluate(second ?? first, { ...scope, element })),
    ).length;
  switch (node.name) {
    case 'isNaN':
      return Number.isNaN(number(of));
    case 'isInf':
      return Math.abs(number(of)) === Infinity;
    case 'asFloat':
      return asFloat(of);
    case 'asInt':
      return asInt(of);
    case 'len':
      return typeof of === 'string' ? of.length : list(of).length;
    // Both look at the result, whatever they are given.
    case 'isNil':
      return scope.result === null;
    case 'default':
      if (!second) throw new Unknowable();
      return scope.result === null ? evaluate(second, scope) : scope.result;
    case 'all':
      return each() === list(of).length;
    case 'any':
      return each() > 0;
    case 'none':
      return each() === 0;
    case 'one':
      return each() === 1;
    case 'count':
      return each();
    default:
      throw new Unknowable();
  }
}

function evaluate(node: Node, scope: Scope): Value {
  switch (node.is) {
    case 'literal':
      return node.value;
    case 'name':
      if (node.name !== 'result') throw new Unknowable();
      return scope.result;
    case 'element':
      if (scope.element === undefined) throw new Unknowable();
      return scope.element;
    case 'member':
      return memberOf(evaluate(node.of, scope), evaluate(node.key, scope));
    case 'call':
      return call(node, scope);
    case 'unary': {
      const of = evaluate(node.of, scope);
      return node.operator === '!' ? !boolean(of) : -number(of);
    }
    default:
      return binary(node, scope);
  }
}

function binary(node: Node & { is: 'binary' }, scope: Scope): Value {
  const left = evaluate(node.left, scope);
  const right = () => evaluate(node.right, scope);
  switch (node.operator) {
    case '&&':
      return boolean(left) && boolean(right());
    case '||':
      return boolean(left) || boolean(right());
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(node.operator, number(left), number(right()));
    default:
      return compare(node.operator, left, right());
  }
}

/**
 * Whether a condition holds for a result. Undefined when that cannot be known:
 * the controller would report an error, or the condition needs what is not read
 * here.
 *
 * @see utils/evaluate/evaluate.go `EvalCondition`, `asFloat`, `asInt`, `isNilFunc`, `defaultFunc`
 */
export function holds(node: Node, result: Value): boolean | undefined {
  try {
    return boolean(evaluate(node, { result }));
  } catch (error) {
    if (error instanceof Unknowable) return undefined;
    throw error;
  }
}
