import {
  Aggregate,
  AggregateOperator,
  BinaryOperator,
  Expression,
  VectorMatching,
} from './ast';
import { check } from './check';
import { PromqlError, withinStack } from './errors';
import { valueTest } from './matchers';
import { readLabelList, readModifiers, readSelector } from './selectorParser';
import { SIGNATURES } from './signatures';
import { TokenReader } from './TokenReader';
import { LabelMatcher } from './types';

/** How strongly an operator binds; `^` binds to the right, all others to the left. */
const PRECEDENCE: Record<BinaryOperator, number> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '>': 3,
  '<': 3,
  '>=': 3,
  '<=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  '^': 6,
};
/** A sign binds like `*`: what stands after it is read up to operators as weak as that. */
const SIGN_OPERAND = PRECEDENCE['^'];

const AGGREGATES: readonly string[] = ['sum', 'avg', 'min', 'max', 'count'];
const OTHER_AGGREGATES = [
  'group',
  'stddev',
  'stdvar',
  'topk',
  'bottomk',
  'count_values',
  'quantile',
];
/** Keywords that cannot be the name of a metric. */
const RESERVED = [
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'bool',
  'atan2',
];

/** Reads one query. The grammar is that of promql/parser/generated_parser.y of Prometheus. */
class Parser {
  readonly #reader: TokenReader;

  constructor(text: string) {
    this.#reader = new TokenReader(text);
  }

  whole(): Expression {
    if (this.#reader.is('end')) {
      throw this.#reader.error('no expression found in input', { start: 0 });
    }
    const expression = this.#expression(1);
    if (!this.#reader.is('end')) {
      throw this.#reader.unexpected();
    }
    return expression;
  }

  /** Precedence climbing: reads operators that bind at least so strongly. */
  #expression(weakest: number): Expression {
    let left = this.#operand();
    for (;;) {
      const operator = this.#operator();
      if (!operator || PRECEDENCE[operator] < weakest) {
        return left;
      }
      this.#reader.take();
      const bool = this.#reader.isWord('bool');
      if (bool) {
        this.#reader.take();
      }
      const matching = this.#matching();
      const right = this.#expression(
        operator === '^' ? PRECEDENCE['^'] : PRECEDENCE[operator] + 1,
      );
      left = {
        kind: 'binary',
        operator,
        left,
        right,
        bool,
        matching,
        start: left.start,
        end: right.end,
      };
    }
  }

  #operator(): BinaryOperator | undefined {
    if (this.#reader.isWord('atan2')) {
      throw this.#reader.error('operator "atan2" is not supported');
    }
    const { kind, text } = this.#reader.token;
    const operator = text.toLowerCase() as BinaryOperator;
    return (kind === 'symbol' || kind === 'word') &&
      Object.keys(PRECEDENCE).includes(operator)
      ? operator
      : undefined;
  }

  #matching(): VectorMatching {
    const matching: VectorMatching = { on: false, labels: [], include: [] };
    if (!this.#reader.isWord('on', 'ignoring')) {
      return matching;
    }
    matching.on = this.#reader.take().text.toLowerCase() === 'on';
    matching.labels = readLabelList(this.#reader);
    if (this.#reader.isWord('group_left', 'group_right')) {
      matching.many =
        this.#reader.take().text.toLowerCase() === 'group_left'
          ? 'left'
          : 'right';
      matching.include = this.#reader.isSymbol('(')
        ? readLabelList(this.#reader)
        : [];
    }
    return matching;
  }

  #operand(): Expression {
    if (this.#reader.isSymbol('-') || this.#reader.isSymbol('+')) {
      const sign = this.#reader.take();
      const operator = sign.text as '+' | '-';
      const operand = this.#expression(SIGN_OPERAND);
      const place = { start: sign.start, end: operand.end };
      return operand.kind === 'number'
        ? {
            ...operand,
            ...place,
            value: operator === '-' ? -operand.value : operand.value,
          }
        : { kind: 'unary', operator, operand, ...place };
    }
    return readModifiers(this.#reader, this.#primary());
  }

  #primary(): Expression {
    const { kind, text, start } = this.#reader.token;
    switch (kind) {
      case 'number':
        this.#reader.take();
        return { kind, value: Number(text), start, end: this.#reader.lastEnd };
      case 'string':
        this.#reader.take();
        return { kind, value: text, start, end: this.#reader.lastEnd };
      case 'word':
        return this.#word();
      case 'symbol':
        if (text === '{') {
          return readSelector(this.#reader);
        }
        if (text === '(') {
          this.#reader.take();
          const inner = this.#expression(1);
          this.#reader.symbol(')', '');
          return {
            kind: 'parenthesis',
            inner,
            start,
            end: this.#reader.lastEnd,
          };
        }
        throw this.#reader.unexpected();
      default:
        throw this.#reader.unexpected();
    }
  }

  #word(): Expression {
    const { text, start } = this.#reader.token;
    const word = text.toLowerCase();
    const following = this.#reader.following;
    const called = following?.kind === 'symbol' && following.text === '(';
    const grouped =
      following?.kind === 'word' && /^(?:by|without)$/i.test(following.text);
    if (OTHER_AGGREGATES.includes(word) && (called || grouped)) {
      throw this.#reader.error(
        `aggregation operator "${word}" is not supported`,
      );
    }
    if (AGGREGATES.includes(word) && (called || grouped)) {
      return this.#aggregate(word as AggregateOperator);
    }
    if (called && SIGNATURES.has(text)) {
      this.#reader.take();
      const args = this.#arguments();
      return {
        kind: 'call',
        name: text,
        arguments: args,
        start,
        end: this.#reader.lastEnd,
      };
    }
    if (called && ![...RESERVED, 'by', 'without', 'offset'].includes(word)) {
      throw this.#reader.error(`unknown function with name "${text}"`);
    }
    if (word === 'inf' || word === 'nan') {
      this.#reader.take();
      return {
        kind: 'number',
        value: word === 'inf' ? Infinity : NaN,
        start,
        end: this.#reader.lastEnd,
      };
    }
    if (RESERVED.includes(word)) {
      throw this.#reader.error(`unexpected <${word}>`);
    }
    return readSelector(this.#reader);
  }

  #aggregate(operator: AggregateOperator): Aggregate {
    const { start } = this.#reader.take();
    const grouping = () => {
      if (!this.#reader.isWord('by', 'without')) {
        return undefined;
      }
      const without = this.#reader.take().text.toLowerCase() === 'without';
      return { without, labels: readLabelList(this.#reader) };
    };
    const before = grouping();
    const args = this.#arguments();
    const by = before ?? grouping() ?? { without: false, labels: [] };
    const end = this.#reader.lastEnd;
    if (args.length !== 1) {
      throw PromqlError.at(
        this.#reader.text,
        start,
        args.length === 0
          ? 'no arguments for aggregate expression provided'
          : `wrong number of arguments for aggregate expression provided, expected 1, got ${args.length}`,
      );
    }
    return {
      kind: 'aggregate',
      operator,
      ...by,
      operand: args[0],
      start,
      end,
    };
  }

  #arguments(): Expression[] {
    this.#reader.symbol('(', 'function call');
    const args: Expression[] = [];
    while (!this.#reader.isSymbol(')')) {
      if (args.length > 0) {
        const comma = this.#reader.symbol(',', 'function call');
        if (this.#reader.isSymbol(')')) {
          throw this.#reader.error(
            'trailing commas not allowed in function call args',
            comma,
          );
        }
      }
      args.push(this.#expression(1));
    }
    this.#reader.take();
    return args;
  }
}

/**
 * Reads a query into a checked tree.
 *
 * @throws PromqlError (`bad_data`) with line and column; it names a function that is not supported
 */
export function parse(text: string): Expression {
  return withinStack(() => {
    const expression = new Parser(text).whole();
    check(text, expression);
    return expression;
  });
}

/**
 * The matchers of a single selector, as `match[]` of the HTTP API takes it.
 *
 * @throws PromqlError
 * @see ParseMetricSelector in promql/parser/parse.go, parseMatchersParam in web/api/v1/api.go of Prometheus
 */
export function parseSelector(text: string): LabelMatcher[] {
  const reader = new TokenReader(text);
  if (reader.is('end')) {
    throw reader.error('no expression found in input');
  }
  if (!reader.is('word') && !reader.isSymbol('{')) {
    throw reader.unexpected();
  }
  const { matchers } = readSelector(reader);
  if (!reader.is('end')) {
    throw reader.unexpected();
  }
  if (matchers.every(matcher => valueTest(matcher)(''))) {
    throw new PromqlError(
      'bad_data',
      'match[] must contain at least one non-empty matcher',
    );
  }
  return matchers;
}
