/** Labels of a series; the metric's name is `__name__`. */
export type Labels = Readonly<Record<string, string>>;

/**
 * One series with its samples, oldest first, in two columns of equal length;
 * times in ms since the epoch. A value may be Prometheus' stale marker
 * (`markStale` in `staleness.ts`): the series ended there.
 */
export interface Series {
  labels: Labels;
  times: Float64Array;
  values: Float64Array;
}

/** One condition on a label. Regular expressions are anchored at both ends. */
export interface LabelMatcher {
  label: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
}

/** Where the evaluator finds series. The metric's name is a matcher on `__name__`. */
export interface SeriesSource {
  /** Series that meet all matchers, with their samples from `start` to `end` (both included). */
  select(
    matchers: ReadonlyArray<LabelMatcher>,
    start: number,
    end: number,
  ): Series[];
}

/** One series at one moment. */
export interface VectorSample {
  labels: Record<string, string>;
  at: number;
  value: number;
}

/** Result of an instant query, as Prometheus' HTTP API has it. */
export type QueryValue =
  | { type: 'vector'; result: VectorSample[] }
  | { type: 'scalar'; at: number; value: number };

/** Several series over time. */
export interface MatrixValue {
  type: 'matrix';
  result: Array<{
    labels: Record<string, string>;
    /** `[ms since the epoch, value]`, oldest first. */
    points: Array<[number, number]>;
  }>;
}

/** What an expression can be beside a vector or a scalar: `x[5m]` and `"text"`. */
export type InstantValue =
  | QueryValue
  | MatrixValue
  | { type: 'string'; at: number; value: string };

/** Evaluates instant queries. Throws an error that names an unsupported function or the place of a syntax error. */
export interface QueryEngine {
  instant(query: string, at: number): QueryValue;
}

/** Times of a range query, in ms; both ends are included. */
export interface QueryRange {
  start: number;
  end: number;
  step: number;
}

/** What Prometheus' HTTP API needs beyond {@link QueryEngine}. */
export interface PromqlEngine extends QueryEngine {
  /** As `instant`, and range vectors and strings too. */
  evaluate(query: string, at: number): InstantValue;
  range(query: string, range: QueryRange): MatrixValue;
  /** The matchers of a single selector, as `match[]` of the API takes it. */
  matchers(selector: string): LabelMatcher[];
}
