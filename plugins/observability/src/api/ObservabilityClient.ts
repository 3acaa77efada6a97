import {
  BackendClient,
  ClientApis,
  entityPath,
  pathOf,
} from '@slipway/plugin-portal-react';
import { LinesWanted, ObservabilityApi, PlaceRef } from './ObservabilityApi';

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

  getSystem: ObservabilityApi['getSystem'] = entityRef =>
    this.get(`${entityPath(entityRef)}/system`);

  getAlerts: ObservabilityApi['getAlerts'] = entityRef =>
    this.get(`${entityPath(entityRef)}/alerts`);

  getNow: ObservabilityApi['getNow'] = (entityRef, place) =>
    this.get(`${placePath(entityRef, place)}/now`);

  getGraph: ObservabilityApi['getGraph'] = (entityRef, place) =>
    this.get(`${placePath(entityRef, place)}/graph`);

  getLogs: ObservabilityApi['getLogs'] = (entityRef, place, wanted) =>
    this.get(`${placePath(entityRef, place)}/logs?${linesQuery(wanted)}`);
}

function linesQuery({ filter, range, after }: LinesWanted): URLSearchParams {
  const { side, level, text } = filter;
  return new URLSearchParams({
    from: String(range.from),
    to: String(range.to),
    side,
    ...(level ? { level } : {}),
    ...(text ? { text } : {}),
    ...(after ? { after: JSON.stringify(after) } : {}),
  });
}

function placePath(entityRef: string, place: PlaceRef): string {
  const { cluster, namespace, workload } = place;
  return `${entityPath(
    entityRef,
  )}${pathOf`/workloads/${cluster}/${namespace}/${workload}`}`;
}
