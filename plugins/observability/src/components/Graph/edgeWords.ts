import { GraphEdge, ServiceGraph } from '@slipway/plugin-observability-common';
import { formatFigure } from '@slipway/plugin-portal-react';

/** What of an edge is remarkable, in words; undefined where catalog and traffic agree. */
export function markOf(
  { source, unmeasured }: Pick<GraphEdge, 'source' | 'unmeasured'>,
  { unknown }: Pick<ServiceGraph, 'unknown'>,
): string | undefined {
  if (source === 'traffic') return 'not in the catalog';
  const silent = source === 'catalog' && !unknown && !unmeasured;
  return silent ? 'no traffic' : undefined;
}

/** Requests per second of an edge. */
export function rateWords(
  { requestRate, unmeasured }: Pick<GraphEdge, 'requestRate' | 'unmeasured'>,
  { unknown }: Pick<ServiceGraph, 'unknown'>,
): string {
  return requestRate === undefined && !unknown && !unmeasured
    ? 'no traffic'
    : formatFigure(requestRate, 'req/s');
}

/** Success rate of an edge. */
export function successWords({
  failureShare,
}: Pick<GraphEdge, 'failureShare'>) {
  return formatFigure(
    failureShare === undefined ? undefined : 1 - failureShare,
    'ratio',
  );
}
