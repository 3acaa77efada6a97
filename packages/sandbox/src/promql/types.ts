/** One series with its samples, oldest first; times in ms since the epoch. */
export interface Series {
  labels: Readonly<Record<string, string>>;
  samples: ReadonlyArray<{ at: number; value: number }>;
}

/** Where the evaluator finds series. `name` may be undefined when a selector has no metric name. */
export interface SeriesSource {
  select(
    matchers: ReadonlyArray<{
      label: string;
      operator: '=' | '!=' | '=~' | '!~';
      value: string;
    }>,
    start: number,
    end: number,
  ): Series[];
}

/** Result of an instant query, as Prometheus' HTTP API has it. */
export type QueryValue =
  | {
      type: 'vector';
      result: Array<{
        labels: Record<string, string>;
        at: number;
        value: number;
      }>;
    }
  | { type: 'scalar'; at: number; value: number };

/** Evaluates instant queries. Throws an error that names an unsupported function or the place of a syntax error. */
export interface QueryEngine {
  instant(query: string, at: number): QueryValue;
}
