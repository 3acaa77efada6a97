import { Clock } from '../clock';
import { InstantQuery } from '../controllers';
import { PromqlEngine } from '../promql';

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
    const answer = engine.instant(query, clock.now().getTime());
    return answer.type === 'scalar'
      ? { type: 'scalar', value: answer.value }
      : { type: 'vector', values: answer.result.map(({ value }) => value) };
  };
}
