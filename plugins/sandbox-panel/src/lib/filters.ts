import { PanelService, PanelDemo } from '@slipway/plugin-sandbox-panel-common';

/** What the page shows; no cluster chosen means all. They live in the URL. */
export interface Filters {
  q: string;
  clusters: string[];
}

export const NO_FILTERS: Filters = { q: '', clusters: [] };

export function filtersFromQuery(query: URLSearchParams): Filters {
  return { q: query.get('q') ?? '', clusters: query.getAll('cluster') };
}

/** Writes filters into a copy of the query; other parameters stay. */
export function filtersToQuery(
  filters: Filters,
  query: URLSearchParams,
): URLSearchParams {
  const next = new URLSearchParams(query);
  next.delete('q');
  next.delete('cluster');
  if (filters.q) next.set('q', filters.q);
  filters.clusters.forEach(cluster => next.append('cluster', cluster));
  return next;
}

/** Each word must occur in the name, place, version, phase or owner. */
function matchesText(cluster: string, service: PanelService, q: string) {
  const haystack = [
    service.service,
    `${cluster}/${service.namespace}`,
    service.tag,
    service.phase,
    service.ownerRef,
  ]
    .join('\n')
    .toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every(word => haystack.includes(word));
}

const order = (a: PanelService, b: PanelService) =>
  a.namespace.localeCompare(b.namespace) || a.service.localeCompare(b.service);

/** The clusters with the services that pass, by namespace and name; a cluster without any is left out. */
export function filterClusters(
  clusters: PanelDemo['clusters'],
  { q, clusters: chosen }: Filters,
): PanelDemo['clusters'] {
  return clusters
    .filter(({ name }) => chosen.length === 0 || chosen.includes(name))
    .map(cluster => ({
      ...cluster,
      services: cluster.services
        .filter(service => matchesText(cluster.name, service, q))
        .sort(order),
    }))
    .filter(({ services }) => services.length > 0);
}
