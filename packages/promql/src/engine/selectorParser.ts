import { Expression, VectorSelector } from './ast';
import { parseDuration } from './duration';
import { METRIC_NAME } from './labels';
import { anchoredRegex } from './regex';
import { TokenReader } from './TokenReader';
import { LabelMatcher } from './types';

const MATCH_OPERATORS: readonly string[] = ['=', '!=', '=~', '!~'];
const LABEL = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Labels in parentheses, as after `by` and `on`. */
export function readLabelList(reader: TokenReader): string[] {
  reader.symbol('(', 'grouping opts');
  const labels: string[] = [];
  while (!reader.isSymbol(')')) {
    if (labels.length > 0) {
      if (!reader.isSymbol(',')) {
        throw reader.unexpected('grouping opts', '"," or ")"');
      }
      reader.take();
      if (reader.isSymbol(')')) {
        break;
      }
    }
    if (!reader.is('word') || !LABEL.test(reader.token.text)) {
      throw reader.unexpected('grouping opts', 'label');
    }
    labels.push(reader.take().text);
  }
  reader.symbol(')', 'grouping opts');
  return labels;
}

/** A metric's name, matchers in braces, or both. */
export function readSelector(reader: TokenReader): VectorSelector {
  const { start } = reader.token;
  const matchers: LabelMatcher[] = [];
  const name = reader.is('word') ? reader.take().text : undefined;
  if (reader.isSymbol('{')) {
    reader.take();
    while (!reader.isSymbol('}')) {
      if (matchers.length > 0) {
        if (!reader.isSymbol(',')) {
          throw reader.unexpected('label matching', '"," or "}"');
        }
        reader.take();
        if (reader.isSymbol('}')) {
          break;
        }
      }
      matchers.push(readMatcher(reader));
    }
    reader.take();
  }
  if (name !== undefined) {
    matchers.push({ label: METRIC_NAME, operator: '=', value: name });
  }
  return {
    kind: 'vectorSelector',
    name,
    matchers,
    offsetMs: 0,
    start,
    end: reader.lastEnd,
  };
}

function readMatcher(reader: TokenReader): LabelMatcher {
  if (!reader.is('word') || !LABEL.test(reader.token.text)) {
    throw reader.unexpected('label matching', 'identifier or "}"');
  }
  const labelToken = reader.take();
  const label = labelToken.text;
  const operator = reader.token.text as LabelMatcher['operator'];
  if (!reader.is('symbol') || !MATCH_OPERATORS.includes(reader.token.text)) {
    throw reader.unexpected('label matching', 'label matching operator');
  }
  reader.take();
  if (!reader.is('string')) {
    throw reader.unexpected('label matching', 'string');
  }
  const { text: value } = reader.take();
  if (operator === '=~' || operator === '!~') {
    try {
      anchoredRegex(value);
    } catch (error) {
      throw reader.error(
        error instanceof Error ? error.message : String(error),
        labelToken,
      );
    }
  }
  return { label, operator, value };
}

/** `[range]` and `offset`, as often as they come. */
export function readModifiers(
  reader: TokenReader,
  expression: Expression,
): Expression {
  let result = expression;
  for (;;) {
    if (reader.isSymbol('@')) {
      throw reader.error('the @ modifier is not supported');
    } else if (reader.isSymbol('[')) {
      result = readRange(reader, result);
    } else if (reader.isWord('offset')) {
      result = readOffset(reader, result);
    } else {
      return result;
    }
  }
}

function readRange(reader: TokenReader, expression: Expression): Expression {
  const bracket = reader.take();
  const rangeMs = readDuration(reader, 'subquery selector');
  if (reader.token.text.startsWith(':')) {
    throw reader.error('subqueries are not supported', bracket);
  }
  reader.symbol(']', 'subquery or range');
  if (expression.kind !== 'vectorSelector') {
    throw reader.error('ranges only allowed for vector selectors', bracket);
  }
  if (expression.offsetMs !== 0) {
    throw reader.error('no offset modifiers allowed before range', bracket);
  }
  return {
    kind: 'matrixSelector',
    selector: expression,
    rangeMs,
    start: expression.start,
    end: reader.lastEnd,
  };
}

function readOffset(reader: TokenReader, expression: Expression): Expression {
  reader.take();
  const negative = reader.skip('-');
  const duration = readDuration(reader, 'offset');
  const selector =
    expression.kind === 'matrixSelector' ? expression.selector : expression;
  if (selector.kind !== 'vectorSelector') {
    throw reader.error(
      'offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
      expression,
    );
  }
  if (selector.offsetMs !== 0) {
    throw reader.error('offset may not be set multiple times', expression);
  }
  const shifted = { ...selector, offsetMs: negative ? -duration : duration };
  return expression.kind === 'matrixSelector'
    ? { ...expression, selector: shifted, end: reader.lastEnd }
    : { ...shifted, end: reader.lastEnd };
}

function readDuration(reader: TokenReader, context: string): number {
  if (!reader.is('duration')) {
    throw reader.unexpected(context, 'duration');
  }
  const milliseconds = parseDuration(reader.token.text);
  if (milliseconds === undefined) {
    throw reader.error(`not a valid duration string: "${reader.token.text}"`);
  }
  if (milliseconds === 0) {
    throw reader.error('duration must be greater than 0');
  }
  reader.take();
  return milliseconds;
}
