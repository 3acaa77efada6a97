import {
  defineListQuery,
  isAmong,
  matchesWords,
  textField,
  valuesField,
} from '@slipway/plugin-portal-react';
import { PanelService, PanelDemo } from '@slipway/plugin-sandbox-panel-common';

/** What the page shows; no cluster chosen means all. They live in the URL. */
export interface Filters {
  q: string;
  clusters: string[];
}

export const NO_FILTERS: Filters = { q: '', clusters: [] };

/** What of the page lives in the address; services stand by namespace and name. */
export const SERVICES_QUERY = defineListQuery<Filters, 'namespace'>({
  noFilters: NO_FILTERS,
  fields: { q: textField('q'), clusters: valuesField('cluster') },
  columns: [],
  defaultSort: { column: 'namespace', descending: false },
});

/** What a search looks through: name, place, version, phase and owner. */
function factsOf(cluster: string, service: PanelService) {
  return [
    service.service,
    `${cluster}/${service.namespace}`,
    service.tag,
    service.phase,
    service.ownerRef,
  ];
}

const order = (a: PanelService, b: PanelService) =>
  a.namespace.localeCompare(b.namespace) || a.service.localeCompare(b.service);

/** The clusters with the services that pass, by namespace and name; a cluster without any is left out. */
export function filterClusters(
  clusters: PanelDemo['clusters'],
  { q, clusters: chosen }: Filters,
): PanelDemo['clusters'] {
  return clusters
    .filter(({ name }) => isAmong(chosen, name))
    .map(cluster => ({
      ...cluster,
      services: cluster.services
        .filter(service => matchesWords(q, factsOf(cluster.name, service)))
        .sort(order),
    }))
    .filter(({ services }) => services.length > 0);
}
