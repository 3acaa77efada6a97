import { parseEntityRef } from '@backstage/catalog-model';
import { SystemNode, SystemPlace } from '@slipway/plugin-observability-common';

/** Where the tab of a service is, at its workload in a place; undefined where it has no entity. */
export function serviceAddress(
  { entityRef, workloads }: Pick<SystemNode, 'entityRef' | 'workloads'>,
  { cluster }: Pick<SystemPlace, 'cluster'>,
  pageOf: (entity: { kind: string; namespace: string; name: string }) => string,
): string | undefined {
  if (!entityRef) return undefined;
  const page = `${pageOf(parseEntityRef(entityRef))}/observability`;
  return workloads.length > 0
    ? `${page}?${new URLSearchParams({ place: `${cluster}/${workloads[0]}` })}`
    : page;
}
