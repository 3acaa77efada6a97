import { ComparedRun, EndpointRow } from '../types';

/** A figure of a table of endpoints that runs are compared by. */
export type ComparedFigure =
  | 'requests'
  | 'requestsPerSecond'
  | 'failureRatio'
  | 'mean'
  | 'p50'
  | 'p95'
  | 'p99';

/** A figure of one run, and how far it is from that of the first. */
export interface FigureBeside {
  /** Absent is unknown. */
  value?: number;
  /** Value minus that of the first run; absent for the first, and where one is unknown. */
  difference?: number;
  /** Share of the first run's value, −0.1 is 10 % less; absent where that is 0 or unknown. */
  share?: number;
}

/** The figures of rows, each beside the first. A row may be missing. Pure. */
export function besideFirst(
  rows: ReadonlyArray<EndpointRow | undefined>,
  figure: ComparedFigure,
): FigureBeside[] {
  const first = rows[0]?.[figure];
  return rows.map((row, index) => {
    const value = row?.[figure];
    if (value === undefined) return {};
    if (index === 0 || first === undefined) return { value };
    const difference = value - first;
    return {
      value,
      difference,
      ...(first === 0 ? {} : { share: difference / first }),
    };
  });
}

/** The rows of each endpoint over all runs, those with the most requests first. Pure. */
export function endpointsBeside(
  runs: ReadonlyArray<Pick<ComparedRun, 'endpoints'>>,
): Array<{ endpoint: string; rows: Array<EndpointRow | undefined> }> {
  const names = [
    ...new Set(
      runs.flatMap(({ endpoints }) => endpoints.map(one => one.endpoint)),
    ),
  ];
  const mostOf = (rows: Array<EndpointRow | undefined>) =>
    Math.max(...rows.map(row => row?.requests ?? 0));
  return names
    .map(endpoint => ({
      endpoint,
      rows: runs.map(({ endpoints }) =>
        endpoints.find(one => one.endpoint === endpoint),
      ),
    }))
    .sort(
      (a, b) =>
        mostOf(b.rows) - mostOf(a.rows) || a.endpoint.localeCompare(b.endpoint),
    );
}
