import { Expression, parseExpression } from './expressionParser';

/** The result of a metric: numbers of a vector, or one number. */
export type Result = number | number[];

type Value = number | string | boolean | null | Value[];

const typeOf = (value: Value): string => {
  if (value === null) return 'nil';
  if (Array.isArray(value)) return '[]float64';
  if (typeof value === 'number') return 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
};

function numberOf(value: Value, what: string): number {
  if (typeof value === 'number') return value;
  throw new Error(`invalid operation: ${what} on ${typeOf(value)}`);
}

function boolOf(value: Value, what: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new Error(`invalid operation: ${what} on ${typeOf(value)}`);
}

function listOf(value: Value, what: string): Value[] {
  if (Array.isArray(value)) return value;
  throw new Error(`builtin ${what} takes only array (got ${typeOf(value)})`);
}

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
};

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
        if (item === undefined) throw new Error('unexpected token "#"');
        return item;
      case 'list':
        return expression.items.map(one => this.of(one, item));
      case 'index':
        return this.#index(expression.of, expression.index, item);
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

  #unary(operator: string, operand: Value): Value {
    if (operator === '!') return !boolOf(operand, '!');
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
    const arithmetic = ARITHMETIC[operator];
    return arithmetic
      ? arithmetic(numberOf(first, operator), numberOf(second, operator))
      : compared(operator, first, second);
  }

  #call(name: string, args: Expression[], item?: Value): Value {
    const values = () => args.map(arg => this.of(arg, item));
    const wants = (count: number) => {
      if (args.length !== count) {
        throw new Error(
          `invalid number of arguments for ${name} (expected ${count}, got ${args.length})`,
        );
      }
    };
    switch (name) {
      case 'len': {
        wants(1);
        const [value] = values();
        if (typeof value === 'string') return value.length;
        if (Array.isArray(value)) return value.length;
        throw new Error(`invalid argument for len (type ${typeOf(value)})`);
      }
      case 'isNaN':
      case 'isInf': {
        wants(1);
        const [value] = values();
        if (typeof value !== 'number') {
          throw new Error(
            `cannot use ${typeOf(
              value,
            )} as argument (type float64) to call ${name}`,
          );
        }
        return name === 'isNaN'
          ? Number.isNaN(value)
          : Math.abs(value) === Infinity;
      }
      case 'isNil':
        wants(1);
        values();
        return false;
      case 'default':
        // The value of a metric of Prometheus is never nil, so it stands whatever is asked for.
        wants(2);
        values();
        return this.result;
      case 'asInt':
      case 'asFloat': {
        wants(1);
        const [value] = values();
        const number =
          typeof value === 'string' && value.trim() !== ''
            ? Number(value)
            : value;
        if (
          typeof number !== 'number' ||
          (typeof value === 'string' && Number.isNaN(number))
        ) {
          throw new Error(
            `${name}() not supported on ${typeOf(value)} ${String(value)}`,
          );
        }
        return name === 'asInt' ? Math.trunc(number) : number;
      }
      case 'all':
      case 'any':
      case 'none':
      case 'one':
        wants(2);
        return this.#quantified(name, args, item);
      default:
        throw new Error(
          `unknown name ${name}: the function ${name} is not supported`,
        );
    }
  }

  #quantified(
    name: string,
    [list, predicate]: Expression[],
    item?: Value,
  ): Value {
    if (predicate.kind !== 'closure') {
      throw new Error(`${name} takes a predicate in braces`);
    }
    const items = listOf(this.of(list, item), name);
    const held = items.filter(one =>
      boolOf(this.of(predicate.body, one), name),
    ).length;
    if (name === 'all') return held === items.length;
    if (name === 'any') return held > 0;
    return name === 'none' ? held === 0 : held === 1;
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
