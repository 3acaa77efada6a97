import { whyUnbounded } from '@slipway/plugin-metrics-common';
import { Expression, parseExpression } from './expressionParser';
import {
  BUILTINS,
  listOf,
  numberOf,
  boolOf,
  typeOf,
  Value,
} from './expressionBuiltins';

/** The result of a metric: numbers of a vector, or one number. */
export type Result = number | number[];

function compared(operator: string, left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    if (operator === '<') return left < right;
    if (operator === '<=') return left <= right;
    return operator === '>' ? left > right : left >= right;
  }
  if (typeof left !== 'number' || typeof right !== 'number') {
    throw new Error(
      `invalid operation: ${operator} (mismatched types ${typeOf(
        left,
      )} and ${typeOf(right)})`,
    );
  }
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

const equal = (left: Value, right: Value): boolean =>
  Array.isArray(left) && Array.isArray(right)
    ? left.length === right.length &&
      left.every((item, index) => equal(item, right[index]))
    : left === right;

const ARITHMETIC: Record<string, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '**': (left, right) => left ** right,
  '^': (left, right) => left ** right,
};

const TEXT: Record<string, (left: string, right: string) => boolean> = {
  contains: (left, right) => left.includes(right),
  startsWith: (left, right) => left.startsWith(right),
  endsWith: (left, right) => left.endsWith(right),
  matches: (left, right) => {
    const why = whyUnbounded(right);
    if (why) throw new Error(`error parsing regexp: ${why}`);
    return new RegExp(right).test(left);
  },
};

function wantsArguments(name: string, given: number, count: number): void {
  if (given === count) return;
  throw new Error(
    `invalid number of arguments for ${name} (expected ${count}, got ${given})`,
  );
}

/** Functions with a predicate or a mapping for each item of a list. */
const PREDICATES = new Set([
  'all',
  'any',
  'none',
  'one',
  'filter',
  'map',
  'count',
  'find',
]);

class Evaluation {
  constructor(private readonly result: Result) {}

  of(expression: Expression, item?: Value): Value {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'name':
        if (expression.name === 'result') return this.result;
        throw new Error(`unknown name ${expression.name}`);
      case 'item':
        if (item === undefined) {
          throw new Error('unexpected token Operator("#")');
        }
        return item;
      case 'list':
        return expression.items.map(one => this.of(one, item));
      case 'index':
        return this.#index(expression.of, expression.index, item);
      case 'slice':
        return this.#slice(expression, item);
      case 'call':
        return this.#call(expression.name, expression.args, item);
      case 'choice':
        return boolOf(this.of(expression.test, item), '?:')
          ? this.of(expression.yes, item)
          : this.of(expression.no, item);
      case 'unary':
        return this.#unary(
          expression.operator,
          this.of(expression.operand, item),
        );
      case 'binary':
        return this.#binary(expression, item);
      default:
        throw new Error('a predicate stands only inside all, any, none or one');
    }
  }

  #index(of: Expression, index: Expression, item?: Value): Value {
    const list = this.of(of, item);
    const at = this.of(index, item);
    if (Array.isArray(list) && typeof at === 'string') {
      throw new Error(
        'array elements can only be selected using an integer (got string)',
      );
    }
    if (!Array.isArray(list) || typeof at !== 'number') {
      throw new Error(`cannot fetch ${String(at)} from ${typeOf(list)}`);
    }
    const position = at < 0 ? list.length + at : at;
    if (
      !Number.isInteger(position) ||
      position < 0 ||
      position >= list.length
    ) {
      throw new Error('reflect: slice index out of range');
    }
    return list[position];
  }

  #slice(
    { of, from, to }: Extract<Expression, { kind: 'slice' }>,
    item?: Value,
  ): Value {
    const bound = (one: Expression | undefined) =>
      one && numberOf(this.of(one, item), 'slice');
    return listOf(this.of(of, item), 'slice').slice(bound(from), bound(to));
  }

  #unary(operator: string, operand: Value): Value {
    if (operator === '!') {
      if (typeof operand === 'boolean') return !operand;
      throw new Error(
        `invalid operation: ! (mismatched type ${typeOf(operand)})`,
      );
    }
    const number = numberOf(operand, operator);
    return operator === '-' ? -number : number;
  }

  #binary(
    { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
    item?: Value,
  ): Value {
    const first = this.of(left, item);
    if (operator === '&&' || operator === 'and') {
      return boolOf(first, '&&') && boolOf(this.of(right, item), '&&');
    }
    if (operator === '||' || operator === 'or') {
      return boolOf(first, '||') || boolOf(this.of(right, item), '||');
    }
    const second = this.of(right, item);
    if (operator === '==') return equal(first, second);
    if (operator === '!=') return !equal(first, second);
    if (operator === 'in') {
      return listOf(second, 'in').some(one => equal(first, one));
    }
    if (
      operator === '+' &&
      typeof first === 'string' &&
      typeof second === 'string'
    ) {
      return first + second;
    }
    const text = TEXT[operator];
    if (text && typeof first === 'string' && typeof second === 'string') {
      return text(first, second);
    }
    const arithmetic = ARITHMETIC[operator];
    return arithmetic
      ? arithmetic(numberOf(first, operator), numberOf(second, operator))
      : compared(operator, first, second);
  }

  #call(name: string, args: Expression[], item?: Value): Value {
    if (PREDICATES.has(name)) return this.#eachItem(name, args, item);
    if (name === 'default') {
      wantsArguments(name, args.length, 2);
      args.forEach(arg => this.of(arg, item));
      // The value of a metric of Prometheus is never nil, so it stands whatever is asked for.
      return this.result;
    }
    const builtin = BUILTINS.get(name);
    if (!builtin) throw new Error(`unknown name ${name}`);
    if (builtin.count !== undefined) {
      wantsArguments(name, args.length, builtin.count);
    }
    return builtin.call(
      args.map(arg => this.of(arg, item)),
      name,
    );
  }

  #eachItem(name: string, args: Expression[], item?: Value): Value {
    wantsArguments(name, args.length, 2);
    const [list, closure] = args;
    const body = closure.kind === 'closure' ? closure.body : closure;
    const items = listOf(this.of(list, item), name);
    if (name === 'map') return items.map(one => this.of(body, one));
    const held = items.filter(one => boolOf(this.of(body, one), name));
    switch (name) {
      case 'all':
        return held.length === items.length;
      case 'any':
        return held.length > 0;
      case 'none':
        return held.length === 0;
      case 'one':
        return held.length === 1;
      case 'count':
        return held.length;
      case 'find':
        return held[0] ?? null;
      default:
        return held;
    }
  }
}

/** Whether a condition holds. @throws with the words that become the measurement's message. Upstream: `EvalCondition` in `utils/evaluate/evaluate.go` */
export function holds(condition: string, result: Result): boolean {
  const value = new Evaluation(result).of(parseExpression(condition));
  if (typeof value !== 'boolean') {
    throw new Error(`expected bool, but got ${typeOf(value)}`);
  }
  return value;
}

/** What a measurement says about a metric. Upstream: `EvaluateResult`. */
export function verdictOf(
  result: Result,
  conditions: { successCondition?: string; failureCondition?: string },
): 'Successful' | 'Failed' | 'Inconclusive' {
  const { successCondition, failureCondition } = conditions;
  const success = successCondition
    ? holds(successCondition, result)
    : undefined;
  const failure = failureCondition
    ? holds(failureCondition, result)
    : undefined;
  if (failure ?? success === false) return 'Failed';
  if (success ?? failure !== true) return 'Successful';
  return 'Inconclusive';
}
