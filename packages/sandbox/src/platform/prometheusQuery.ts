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

/** Asks a Prometheus over HTTP. */
export const queryOverHttp: InstantQuery = async (address, query) => {
  const url = new URL(`${address.replace(/\/+$/, '')}/api/v1/query`);
  url.searchParams.set('query', query);
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  const { status, error, data } = (await response.json()) as {
    status: string;
    error?: string;
    data?: {
      resultType: string;
      result: [number, string] | Array<{ value: [number, string] }>;
    };
  };
  if (status !== 'success' || !data) {
    throw new Error(error ?? `${address} answered ${response.status}`);
  }
  const { resultType, result } = data;
  if (resultType === 'scalar') {
    return { type: 'scalar', value: Number(result[1]) };
  }
  if (resultType !== 'vector') {
    throw new Error(`${address} answered with a ${resultType}`);
  }
  return {
    type: 'vector',
    values: (result as Array<{ value: [number, string] }>).map(({ value }) =>
      Number(value[1]),
    ),
  };
};
