import { Clock } from '@slipway/kube-sim';
import { PromqlEngine, PromqlError } from '@slipway/promql';
import { InstantQuery } from '../loops';

/** As the HTTP API and the client of the real controller word what cannot be answered. */
function answered<Answer>(ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    throw new Error(
      `${error.type}: ${
        error.type === 'bad_data' ? 'invalid parameter "query": ' : ''
      }${error.message}`,
      { cause: error },
    );
  }
}

/**
 * Answers queries of AnalysisRuns: those to the cluster's own Prometheus by its
 * engine without a detour over HTTP, others by `elsewhere`.
 *
 * @param own - address of the cluster's Prometheus
 * @param elsewhere - asks another Prometheus
 */
export function prometheusQuery(
  own: string,
  engine: PromqlEngine,
  clock: Clock,
  elsewhere: InstantQuery,
): InstantQuery {
  return async (address, query) => {
    if (address.replace(/\/+$/, '') !== own) return elsewhere(address, query);
    const answer = answered(() => engine.instant(query, clock.now().getTime()));
    return answer.type === 'scalar'
      ? { type: 'scalar', value: answer.value }
      : { type: 'vector', values: answer.result.map(({ value }) => value) };
  };
}
