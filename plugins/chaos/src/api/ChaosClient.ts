import { parseEntityRef } from '@backstage/catalog-model';
import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { FaultRef } from '@slipway/plugin-chaos-common';
import { fetchJson } from '@slipway/plugin-portal-react';
import { ChaosApi, LaunchTarget } from './ChaosApi';

/** {@link ChaosApi} over HTTP. */
export class ChaosClient implements ChaosApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  getKinds: ChaosApi['getKinds'] = asked =>
    this.#request(
      asked
        ? `/kinds?${new URLSearchParams({ ...asked, schema: 'true' })}`
        : '/kinds',
    );

  preview: ChaosApi['preview'] = (target, draft) =>
    this.#post(`${launchPath(target)}/preview`, { draft });

  getLaunchAccess: ChaosApi['getLaunchAccess'] = target =>
    this.#request(`${launchPath(target)}/access`);

  launch: ChaosApi['launch'] = (target, request, typedName) =>
    this.#post(`${launchPath(target)}/actions/launch`, {
      ...request,
      ...confirmed(typedName),
    });

  getFaultAccess: ChaosApi['getFaultAccess'] = ref =>
    this.#request(`${faultPath(ref)}/access`);

  act: ChaosApi['act'] = (ref, action, seen, typedName) =>
    this.#post(`${faultPath(ref)}/actions/${action}`, {
      seen,
      ...confirmed(typedName),
    });

  getHaltAccess: ChaosApi['getHaltAccess'] = () =>
    this.#request('/halt/access');

  actOnAll: ChaosApi['actOnAll'] = (action, request) =>
    this.#post(`/halt/actions/${action}`, request);

  #post<T>(path: string, body: object): Promise<T> {
    return this.#request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #request<T>(path: string, init?: RequestInit): Promise<T> {
    const base = await this.#discoveryApi.getBaseUrl('chaos');
    return fetchJson<T>(this.#fetchApi, `${base}/v1${path}`, init);
  }
}

function confirmed(name: string | undefined) {
  return name === undefined ? {} : { confirm: { name } };
}

const joined = (...parts: string[]) => parts.map(encodeURIComponent).join('/');

function launchPath({ entityRef, cluster, namespace }: LaunchTarget): string {
  const { kind, namespace: of, name } = parseEntityRef(entityRef);
  const entity = joined(kind.toLowerCase(), of, name);
  const [place, within] = [cluster, namespace].map(encodeURIComponent);
  return `/entities/${entity}/clusters/${place}/namespaces/${within}`;
}

function faultPath({ cluster, namespace, kind, name }: FaultRef): string {
  const [place, within] = [cluster, namespace].map(encodeURIComponent);
  return `/clusters/${place}/namespaces/${within}/faults/${joined(kind, name)}`;
}
