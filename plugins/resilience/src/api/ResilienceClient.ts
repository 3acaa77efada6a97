import { parseEntityRef } from '@backstage/catalog-model';
import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { RunPlace } from '@slipway/plugin-resilience-common';
import { fetchJson } from '@slipway/plugin-portal-react';
import { ResilienceApi } from './ResilienceApi';

/** {@link ResilienceApi} over HTTP. */
export class ResilienceClient implements ResilienceApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  getOptions: ResilienceApi['getOptions'] = entityRef =>
    this.#request(`${entityPath(entityRef)}/options`);

  getOffers: ResilienceApi['getOffers'] = place =>
    this.#request(`${placePath(place)}/offers`);

  check: ResilienceApi['check'] = (place, design) =>
    this.#post(`${placePath(place)}/check`, { design });

  getPlaceAccess: ResilienceApi['getPlaceAccess'] = place =>
    this.#request(`${placePath(place)}/access`);

  actOnPlace: ResilienceApi['actOnPlace'] = (place, action, args, typedName) =>
    this.#post(`${placePath(place)}/actions/${action}`, {
      seen: {},
      args,
      ...(typedName === undefined ? {} : { confirm: { name: typedName } }),
    });

  getRunAccess: ResilienceApi['getRunAccess'] = id =>
    this.#request(`/runs/${encodeURIComponent(id)}/access`);

  stop: ResilienceApi['stop'] = (id, reason) =>
    this.#post(`/runs/${encodeURIComponent(id)}/actions/stop`, {
      seen: {},
      ...(reason ? { args: { reason } } : {}),
    });

  #post<T>(path: string, body: object): Promise<T> {
    return this.#request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #request<T>(path: string, init?: RequestInit): Promise<T> {
    const base = await this.#discoveryApi.getBaseUrl('resilience');
    return fetchJson<T>(this.#fetchApi, `${base}/v1${path}`, init);
  }
}

function entityPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/entities/${[kind.toLowerCase(), namespace, name]
    .map(encodeURIComponent)
    .join('/')}`;
}

function placePath({ entityRef, cluster, namespace }: RunPlace): string {
  return `${entityPath(entityRef)}/places/${[cluster, namespace]
    .map(encodeURIComponent)
    .join('/')}`;
}
