/**
 * A query that cannot be answered. `bad_data`: the text is no valid query (the
 * message begins with `line:column`); `execution`: it is, yet it cannot be
 * evaluated over these series; `timeout`: it took too long.
 *
 * @see promql/parser/parse.go (ParseErr) and web/api/v1/api.go (errorType) of Prometheus
 */
export class PromqlError extends Error {
  constructor(
    readonly type: 'bad_data' | 'execution' | 'timeout',
    message: string,
  ) {
    super(message);
    this.name = 'PromqlError';
  }

  /** An error at a place in the text of a query. */
  static at(text: string, offset: number, message: string): PromqlError {
    const before = text.slice(0, offset);
    const line = before.split('\n').length;
    const column = offset - (before.lastIndexOf('\n') + 1) + 1;
    return new PromqlError(
      'bad_data',
      `${line}:${column}: parse error: ${message}`,
    );
  }
}

/** Runs what walks through an expression; one that is nested deeper than the stack is the query's fault. */
export function withinStack<T>(walk: () => T): T {
  try {
    return walk();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PromqlError('bad_data', 'the expression is nested too deeply');
  }
}
