/** Values of conditions and the functions over them. Upstream: `utils/evaluate/evaluate.go`, and `builtin` of expr-lang. */
export type Value = number | string | boolean | null | Value[];

/** As Go names the type of a value. */
export const typeOf = (value: Value): string => {
  if (value === null) return 'nil';
  if (Array.isArray(value)) return '[]float64';
  if (typeof value === 'number') return 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
};

export function numberOf(value: Value, what: string): number {
  if (typeof value === 'number') return value;
  throw new Error(`invalid operation: ${what} on ${typeOf(value)}`);
}

export function boolOf(value: Value, what: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new Error(`invalid operation: ${what} on ${typeOf(value)}`);
}

export function listOf(value: Value, what: string): Value[] {
  if (Array.isArray(value)) return value;
  throw new Error(`builtin ${what} takes only array (got ${typeOf(value)})`);
}

interface Builtin {
  /** Number of arguments; undefined where it does not matter. */
  count?: number;
  call(values: Value[], name: string): Value;
}

function argument(value: Value, name: string): number {
  if (typeof value === 'number') return value;
  throw new Error(
    `cannot use ${typeOf(value)} as argument (type float64) to call ${name}`,
  );
}

const ofNumber = (call: (value: number) => Value): Builtin => ({
  count: 1,
  call: ([value], name) => call(argument(value, name)),
});

/** Over numbers, given one by one or in lists. */
const ofNumbers = (call: (values: number[]) => number): Builtin => ({
  call: (values, name) =>
    call(values.flat().map(value => argument(value as Value, name))),
});

function converted([value]: Value[], name: string): number {
  const number =
    typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (
    typeof number !== 'number' ||
    (typeof value === 'string' && Number.isNaN(number))
  ) {
    throw new Error(
      `${name}() not supported on ${typeOf(value)} ${String(value)}`,
    );
  }
  return number;
}

const float: Builtin = { count: 1, call: converted };
const int: Builtin = {
  count: 1,
  call: (values, name) => Math.trunc(converted(values, name)),
};

const sum = (values: number[]) =>
  values.reduce((total, value) => total + value, 0);

function median(values: number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? (sorted[middle - 1] + sorted[middle]) / 2
    : sorted[Math.floor(middle)];
}

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map([
  [
    'len',
    {
      count: 1,
      call: ([value]) => {
        if (typeof value === 'string' || Array.isArray(value)) {
          return value.length;
        }
        throw new Error(`invalid argument for len (type ${typeOf(value)})`);
      },
    },
  ],
  ['isNaN', ofNumber(value => Number.isNaN(value))],
  ['isInf', ofNumber(value => Math.abs(value) === Infinity)],
  // The value of a metric of Prometheus is never nil.
  ['isNil', { count: 1, call: () => false }],
  ['asInt', int],
  ['int', int],
  ['asFloat', float],
  ['float', float],
  ['abs', ofNumber(Math.abs)],
  ['ceil', ofNumber(Math.ceil)],
  ['floor', ofNumber(Math.floor)],
  ['round', ofNumber(value => Math.sign(value) * Math.round(Math.abs(value)))],
  ['sum', ofNumbers(sum)],
  ['min', ofNumbers(values => Math.min(...values))],
  ['max', ofNumbers(values => Math.max(...values))],
  [
    'mean',
    ofNumbers(values => (values.length ? sum(values) / values.length : 0)),
  ],
  ['median', ofNumbers(values => (values.length ? median(values) : 0))],
  [
    'first',
    { count: 1, call: ([value], name) => listOf(value, name)[0] ?? null },
  ],
  [
    'last',
    { count: 1, call: ([value], name) => listOf(value, name).at(-1) ?? null },
  ],
] satisfies Array<[string, Builtin]>);
