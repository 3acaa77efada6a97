import {
  BackendClient,
  ClientApis,
  entityPath,
  pathOf,
} from '@slipway/plugin-portal-react';
import { ObservabilityApi, PlaceRef } from './ObservabilityApi';

/** {@link ObservabilityApi} over HTTP. */
export class ObservabilityClient
  extends BackendClient
  implements ObservabilityApi
{
  constructor(apis: ClientApis) {
    super('observability', apis);
  }

  getView: ObservabilityApi['getView'] = entityRef =>
    this.get(`${entityPath(entityRef)}/view`);

  getAlerts: ObservabilityApi['getAlerts'] = entityRef =>
    this.get(`${entityPath(entityRef)}/alerts`);

  getNow: ObservabilityApi['getNow'] = (entityRef, place) =>
    this.get(`${placePath(entityRef, place)}/now`);

  getGraph: ObservabilityApi['getGraph'] = (entityRef, place) =>
    this.get(`${placePath(entityRef, place)}/graph`);
}

function placePath(entityRef: string, place: PlaceRef): string {
  const { cluster, namespace, workload } = place;
  return `${entityPath(
    entityRef,
  )}${pathOf`/workloads/${cluster}/${namespace}/${workload}`}`;
}
