import { compileAggregate } from './aggregate';
import { Expression } from './ast';
import { compileBinary } from './binary';
import { PromqlError, withinStack } from './errors';
import { compileCall, mapped } from './functions';
import { labelsKey } from './labels';
import { parse, parseSelector } from './parser';
import {
  compileMatrixSelector,
  compileVectorSelector,
  Scope,
} from './selectors';
import {
  InstantValue,
  Labels,
  MatrixValue,
  PromqlEngine,
  QueryRange,
  QueryValue,
  SeriesSource,
} from './types';
import { Compiled } from './values';

/** No answer may hold more points; a query that would is refused. */
const MOST_POINTS = 1_000_000;
/** A range query that takes longer is given up: nothing else runs meanwhile. */
const TIMEOUT_MS = 10_000;

/** Makes an expression ready: series are selected once, labels are worked out once per series. */
function compile(expression: Expression, scope: Scope): Compiled {
  switch (expression.kind) {
    case 'number': {
      const { value } = expression;
      return { type: 'scalar', at: () => value };
    }
    case 'string':
      return { type: 'string', value: expression.value };
    case 'vectorSelector':
      return compileVectorSelector(expression, scope);
    case 'matrixSelector':
      return compileMatrixSelector(expression, scope);
    case 'parenthesis':
      return compile(expression.inner, scope);
    case 'unary':
      return negated(expression.operator, compile(expression.operand, scope));
    case 'binary':
      return compileBinary(
        expression,
        compile(expression.left, scope),
        compile(expression.right, scope),
      );
    case 'call':
      return compileCall(
        expression,
        expression.arguments.map(argument => compile(argument, scope)),
      );
    case 'aggregate': {
      const operand = compile(expression.operand, scope);
      if (operand.type !== 'vector') {
        throw new Error('a vector was checked for');
      }
      return { type: 'vector', at: compileAggregate(expression, operand.at) };
    }
    default:
      return expression satisfies never;
  }
}

function negated(operator: '+' | '-', operand: Compiled): Compiled {
  if (operator === '+') {
    return operand;
  }
  switch (operand.type) {
    case 'scalar':
      return { type: 'scalar', at: time => -operand.at(time) };
    case 'vector':
      return {
        type: 'vector',
        at: mapped(operand.at, () => value => -value),
      };
    default:
      throw new Error('a sign before neither a scalar nor a vector');
  }
}

function evaluate(
  source: SeriesSource,
  query: string,
  at: number,
): InstantValue {
  const compiled = compile(parse(query), { source, start: at, end: at });
  switch (compiled.type) {
    case 'scalar':
      return { type: 'scalar', at, value: compiled.at(at) };
    case 'string':
      return { type: 'string', at, value: compiled.value };
    case 'vector':
      return {
        type: 'vector',
        result: compiled.at(at).map(({ labels, value }) => ({
          labels: { ...labels },
          at,
          value,
        })),
      };
    case 'matrix':
      return sortedMatrix(
        compiled.at(at).map(({ labels, times, values, from, to }) => ({
          labels,
          points: Array.from(
            { length: to - from },
            (_, index): [number, number] => [
              times[from + index],
              values[from + index],
            ],
          ),
        })),
      );
    default:
      return compiled satisfies never;
  }
}

interface Row {
  labels: Labels;
  points: Array<[number, number]>;
}

function sortedMatrix(rows: Row[]): MatrixValue {
  return {
    type: 'matrix',
    result: rows
      .sort((a, b) => (labelsKey(a.labels) < labelsKey(b.labels) ? -1 : 1))
      .map(({ labels, points }) => ({ labels: { ...labels }, points })),
  };
}

function range(
  source: SeriesSource,
  query: string,
  { start, end, step }: QueryRange,
  timeoutMs: number,
): MatrixValue {
  const began = performance.now();
  const compiled = compile(parse(query), { source, start, end });
  if (compiled.type === 'matrix' || compiled.type === 'string') {
    throw new PromqlError(
      'bad_data',
      `invalid expression type "${
        compiled.type === 'matrix' ? 'range vector' : 'string'
      }" for range query, must be Scalar or instant Vector`,
    );
  }
  const rows = new Map<string, Row>();
  const nothing: Labels = {};
  let count = 0;
  for (let time = start; time <= end; time += step) {
    if (performance.now() - began >= timeoutMs) {
      throw new PromqlError(
        'timeout',
        'query timed out in expression evaluation',
      );
    }
    const samples =
      compiled.type === 'scalar'
        ? [{ labels: nothing, value: compiled.at(time) }]
        : compiled.at(time);
    count += samples.length;
    if (count > MOST_POINTS) {
      throw new PromqlError(
        'execution',
        'query processing would load too many samples into memory in query execution',
      );
    }
    for (const { labels, value } of samples) {
      const key = labelsKey(labels);
      const row = rows.get(key);
      if (row) {
        row.points.push([time, value]);
      } else {
        rows.set(key, { labels, points: [[time, value]] });
      }
    }
  }
  return sortedMatrix([...rows.values()]);
}

/**
 * A PromQL engine over a source of series. It follows Prometheus 2.42; what it
 * does not evaluate it refuses by name.
 *
 * All methods throw {@link PromqlError}.
 */
export function createEngine(
  source: SeriesSource,
  { timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {},
): PromqlEngine {
  return {
    instant(query, at): QueryValue {
      const value = withinStack(() => evaluate(source, query, at));
      if (value.type === 'matrix' || value.type === 'string') {
        throw new PromqlError(
          'execution',
          `a vector or a scalar is wanted, and the query gives a ${value.type}`,
        );
      }
      return value;
    },
    evaluate: (query, at) => withinStack(() => evaluate(source, query, at)),
    range: (query, over) =>
      withinStack(() => range(source, query, over, timeoutMs)),
    matchers: parseSelector,
  };
}
