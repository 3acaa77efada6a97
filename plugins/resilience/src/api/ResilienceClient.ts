import { RunPlace } from '@slipway/plugin-resilience-common';
import {
  BackendClient,
  ClientApis,
  confirmedAs,
  entityPath,
  pathOf,
} from '@slipway/plugin-portal-react';
import { ResilienceApi } from './ResilienceApi';

/** {@link ResilienceApi} over HTTP. */
export class ResilienceClient extends BackendClient implements ResilienceApi {
  constructor(apis: ClientApis) {
    super('resilience', apis);
  }

  getOptions: ResilienceApi['getOptions'] = entityRef =>
    this.get(`${entityPath(entityRef)}/options`);

  getOffers: ResilienceApi['getOffers'] = place =>
    this.get(`${placePath(place)}/offers`);

  check: ResilienceApi['check'] = (place, design) =>
    this.post(`${placePath(place)}/check`, { design });

  getPlaceAccess: ResilienceApi['getPlaceAccess'] = place =>
    this.get(`${placePath(place)}/access`);

  actOnPlace: ResilienceApi['actOnPlace'] = (
    place,
    action,
    args,
    typedName,
    approvalId,
  ) =>
    this.post(`${placePath(place)}/actions/${action}`, {
      seen: {},
      args,
      ...confirmedAs(typedName),
      ...(approvalId === undefined ? {} : { approvalId }),
    });

  askToLaunch: ResilienceApi['askToLaunch'] = (place, args, reason) =>
    this.post(`${placePath(place)}/actions/launch/approval`, {
      seen: {},
      args,
      reason,
    });

  getFile: ResilienceApi['getFile'] = (id, file) =>
    this.file(`${pathOf`/runs/${id}`}/${file}`);

  getScore: ResilienceApi['getScore'] = entityRef =>
    this.get(`${entityPath(entityRef)}/score`);

  getRunAccess: ResilienceApi['getRunAccess'] = id =>
    this.get(pathOf`/runs/${id}/access`);

  stop: ResilienceApi['stop'] = (id, reason) =>
    this.post(pathOf`/runs/${id}/actions/stop`, {
      seen: {},
      ...(reason ? { args: { reason } } : {}),
    });
}

function placePath({ entityRef, cluster, namespace }: RunPlace): string {
  return `${entityPath(entityRef)}${pathOf`/places/${cluster}/${namespace}`}`;
}
