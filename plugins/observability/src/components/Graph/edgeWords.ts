import { GraphEdge, ServiceGraph } from '@slipway/plugin-observability-common';
import { formatFigure } from '@slipway/plugin-portal-react';

/** What of an edge is remarkable, in words; undefined where catalog and traffic agree. */
export function markOf(
  { source }: Pick<GraphEdge, 'source'>,
  { unknown }: Pick<ServiceGraph, 'unknown'>,
): string | undefined {
  if (source === 'traffic') return 'not in the catalog';
  return source === 'catalog' && !unknown ? 'no traffic' : undefined;
}

/** Requests per second of an edge. */
export function rateWords(
  { requestRate }: Pick<GraphEdge, 'requestRate'>,
  { unknown }: Pick<ServiceGraph, 'unknown'>,
): string {
  return requestRate === undefined && !unknown
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
