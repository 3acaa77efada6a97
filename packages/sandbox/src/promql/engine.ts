import { PromqlError } from './errors';
import { PromqlEngine, SeriesSource } from './types';

/** A PromQL engine over a source of series. */
export function createEngine(source: SeriesSource): PromqlEngine {
  const unready = (query: string): never => {
    throw new PromqlError(
      'execution',
      `not evaluated: ${query} over ${typeof source}`,
    );
  };
  return {
    instant: unready,
    evaluate: unready,
    range: unready,
    matchers: unready,
  };
}
