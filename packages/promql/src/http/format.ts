import { METRIC_NAME } from '../engine/labels';
import { InstantValue, Labels, MatrixValue } from '../engine/types';

/** A value as Prometheus writes it: `NaN`, `+Inf`, `-Inf`, else the shortest digits. @see util/jsonutil/marshal.go of Prometheus */
export function formatValue(value: number): string {
  if (Object.is(value, -0)) {
    return '-0';
  }
  if (Math.abs(value) === Infinity) {
    return value > 0 ? '+Inf' : '-Inf';
  }
  // Go writes exponents with two digits at least.
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

function metric(labels: Labels): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).sort(([a], [b]) => {
      if (a === METRIC_NAME || b === METRIC_NAME) {
        return a === METRIC_NAME ? -1 : 1;
      }
      return a < b ? -1 : 1;
    }),
  );
}

const pair = (at: number, value: number) => [at / 1000, formatValue(value)];

/** The `data` of an answer to a query. */
export function queryData(value: InstantValue | MatrixValue): {
  resultType: string;
  result: unknown;
} {
  switch (value.type) {
    case 'scalar':
      return { resultType: 'scalar', result: pair(value.at, value.value) };
    case 'string':
      return { resultType: 'string', result: [value.at / 1000, value.value] };
    case 'vector':
      return {
        resultType: 'vector',
        result: value.result.map(sample => ({
          metric: metric(sample.labels),
          value: pair(sample.at, sample.value),
        })),
      };
    case 'matrix':
      return {
        resultType: 'matrix',
        result: value.result.map(({ labels, points }) => ({
          metric: metric(labels),
          values: points.map(([at, number]) => pair(at, number)),
        })),
      };
    default:
      return value satisfies never;
  }
}

/** Labels of series as `/api/v1/series` lists them. */
export function seriesData(all: readonly Labels[]): unknown {
  return all.map(metric);
}
