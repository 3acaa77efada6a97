import { ValueType } from './ast';

/** What a function takes and gives. */
export interface Signature {
  arguments: ValueType[];
  /** How many arguments at the end may be left out. */
  optional: number;
  returns: ValueType;
}

const signature = (
  args: ValueType[],
  returns: ValueType = 'vector',
  optional = 0,
): Signature => ({ arguments: args, returns, optional });

/**
 * The functions that are evaluated here. All others are refused by name.
 *
 * @see promql/parser/functions.go of Prometheus
 */
export const SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ...[
    'rate',
    'increase',
    'irate',
    'delta',
    'idelta',
    'avg_over_time',
    'min_over_time',
    'max_over_time',
    'sum_over_time',
    'count_over_time',
    'last_over_time',
    'present_over_time',
    'changes',
    'resets',
  ].map((name): [string, Signature] => [name, signature(['matrix'])]),
  ...['abs', 'ceil', 'floor', 'sqrt', 'exp', 'ln', 'log2', 'log10', 'sgn'].map(
    (name): [string, Signature] => [name, signature(['vector'])],
  ),
  ['absent', signature(['vector'])],
  ['sort', signature(['vector'])],
  ['sort_desc', signature(['vector'])],
  ['round', signature(['vector', 'scalar'], 'vector', 1)],
  ['clamp', signature(['vector', 'scalar', 'scalar'])],
  ['clamp_min', signature(['vector', 'scalar'])],
  ['clamp_max', signature(['vector', 'scalar'])],
  ['histogram_quantile', signature(['scalar', 'vector'])],
  [
    'label_replace',
    signature(['vector', 'string', 'string', 'string', 'string']),
  ],
  ['vector', signature(['scalar'])],
  ['scalar', signature(['vector'], 'scalar')],
  ['time', signature([], 'scalar')],
]);
