import {
  Binary,
  Call,
  Expression,
  isComparison,
  isSetOperator,
  ValueType,
} from './ast';
import { PromqlError } from './errors';
import { METRIC_NAME } from './labels';
import { valueTest } from './matchers';
import { SIGNATURES } from './signatures';

const TYPE_NAMES: Record<ValueType, string> = {
  scalar: 'scalar',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
};

/** The type of an expression, as its form has it. */
export function typeOf(expression: Expression): ValueType {
  switch (expression.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'matrixSelector':
      return 'matrix';
    case 'vectorSelector':
    case 'aggregate':
      return 'vector';
    case 'parenthesis':
      return typeOf(expression.inner);
    case 'unary':
      return typeOf(expression.operand);
    case 'binary':
      return typeOf(expression.left) === 'scalar' &&
        typeOf(expression.right) === 'scalar'
        ? 'scalar'
        : 'vector';
    case 'call':
      return SIGNATURES.get(expression.name)?.returns ?? 'vector';
    default:
      return expression satisfies never;
  }
}

/**
 * Refuses what is well written and yet means nothing, by Prometheus' rules.
 *
 * @throws PromqlError with the place
 * @see checkAST in promql/parser/parse.go of Prometheus
 */
export function check(text: string, expression: Expression): void {
  const fail = (at: { start: number }, message: string): never => {
    throw PromqlError.at(text, at.start, message);
  };
  const expect = (at: Expression, wanted: ValueType, context: string) => {
    check(text, at);
    const found = typeOf(at);
    if (found !== wanted) {
      fail(
        at,
        `expected type ${TYPE_NAMES[wanted]} in ${context}, got ${TYPE_NAMES[found]}`,
      );
    }
  };

  switch (expression.kind) {
    case 'number':
    case 'string':
      return;
    case 'parenthesis':
      check(text, expression.inner);
      return;
    case 'matrixSelector':
      check(text, expression.selector);
      return;
    case 'vectorSelector': {
      const { name, matchers } = expression;
      const other = matchers
        .slice(0, -1)
        .find(({ label }) => label === METRIC_NAME);
      if (name !== undefined && other) {
        fail(
          expression,
          `metric name must not be set twice: "${name}" or "${other.value}"`,
        );
      }
      if (matchers.every(matcher => valueTest(matcher)(''))) {
        fail(
          expression,
          'vector selector must contain at least one non-empty matcher',
        );
      }
      return;
    }
    case 'unary': {
      check(text, expression.operand);
      const type = typeOf(expression.operand);
      if (type !== 'scalar' && type !== 'vector') {
        fail(
          expression,
          `unary expression only allowed on expressions of type scalar or instant vector, got "${TYPE_NAMES[type]}"`,
        );
      }
      return;
    }
    case 'aggregate':
      expect(expression.operand, 'vector', 'aggregation expression');
      return;
    case 'call':
      checkCall(expression, expect, fail);
      return;
    case 'binary':
      check(text, expression.left);
      check(text, expression.right);
      checkBinary(text, expression, fail);
      return;
    default:
      expression satisfies never;
  }
}

function checkCall(
  call: Call,
  expect: (at: Expression, wanted: ValueType, context: string) => void,
  fail: (at: Expression, message: string) => never,
): void {
  const signature = SIGNATURES.get(call.name);
  if (!signature) {
    fail(call, `unknown function with name "${call.name}"`);
    return;
  }
  const most = signature.arguments.length;
  const least = most - signature.optional;
  const count = call.arguments.length;
  if (count < least || count > most) {
    let wanted = `${most}`;
    if (least !== most) {
      wanted = count < least ? `at least ${least}` : `at most ${most}`;
    }
    fail(
      call,
      `expected ${wanted} argument(s) in call to "${call.name}", got ${count}`,
    );
  }
  call.arguments.forEach((argument, index) =>
    expect(
      argument,
      signature.arguments[index],
      `call to function "${call.name}"`,
    ),
  );
}

function checkBinary(
  text: string,
  binary: Binary,
  fail: (at: { start: number }, message: string) => never,
): void {
  const { left, right, operator, matching } = binary;
  const gap = /^\s*/.exec(text.slice(left.end))?.[0] ?? '';
  const sign = { start: left.end + gap.length };
  const types = [typeOf(left), typeOf(right)];
  [left, right].forEach((side, index) => {
    if (types[index] !== 'scalar' && types[index] !== 'vector') {
      fail(
        side,
        'binary expression must contain only scalar and instant vector types',
      );
    }
  });
  if (binary.bool && !isComparison(operator)) {
    fail(sign, 'bool modifier can only be used on comparison operators');
  }
  const scalars = types.filter(type => type === 'scalar').length;
  if (scalars === 2 && isComparison(operator) && !binary.bool) {
    fail(sign, 'comparisons between scalars must use BOOL modifier');
  }
  if (scalars > 0 && isSetOperator(operator)) {
    fail(
      binary,
      `set operator "${operator}" not allowed in binary scalar expression`,
    );
  }
  if (scalars > 0 && matching.labels.length > 0) {
    fail(binary, 'vector matching only allowed between instant vectors');
  }
  if (isSetOperator(operator) && matching.many) {
    fail(binary, `no grouping allowed for "${operator}" operation`);
  }
  const twice = matching.on
    ? matching.labels.find(label => matching.include.includes(label))
    : undefined;
  if (twice !== undefined) {
    fail(
      sign,
      `label "${twice}" must not occur in ON and GROUP clause at once`,
    );
  }
}
