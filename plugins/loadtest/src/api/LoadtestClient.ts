import { parseEntityRef } from '@backstage/catalog-model';
import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { fetchJson } from '@slipway/plugin-portal-react';
import { LoadtestApi } from './LoadtestApi';

/** {@link LoadtestApi} over HTTP. */
export class LoadtestClient implements LoadtestApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  getSuite: LoadtestApi['getSuite'] = entityRef =>
    this.#request(`${entityPath(entityRef)}/suite`);

  getLaunchAccess: LoadtestApi['getLaunchAccess'] = subject =>
    this.#request(`${targetPath(subject)}/access`);

  launch: LoadtestApi['launch'] = ({ subject, draft, seen }, typedName) =>
    this.#post(`${targetPath(subject)}/actions/launch`, {
      seen,
      args: draft,
      ...(typedName !== undefined && { confirm: { name: typedName } }),
    });

  getRunAccess: LoadtestApi['getRunAccess'] = id =>
    this.#request(`${runPath(id)}/access`);

  stop: LoadtestApi['stop'] = (id, args) =>
    this.#post(`${runPath(id)}/actions/stop`, {
      seen: {},
      ...(args.reason !== undefined && { args }),
    });

  #post<T>(path: string, body: object): Promise<T> {
    return this.#request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #request<T>(path: string, init?: RequestInit): Promise<T> {
    const base = await this.#discoveryApi.getBaseUrl('loadtest');
    return fetchJson<T>(this.#fetchApi, `${base}/v1${path}`, init);
  }
}

function entityPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const parts = [kind.toLowerCase(), namespace, name];
  return `/entities/${parts.map(encodeURIComponent).join('/')}`;
}

function targetPath({
  entityRef,
  offer: { target },
}: Parameters<LoadtestApi['getLaunchAccess']>[0]): string {
  const [cluster, namespace] = [target.cluster, target.namespace].map(
    encodeURIComponent,
  );
  return `${entityPath(entityRef)}/targets/${cluster}/${namespace}`;
}

function runPath(id: string): string {
  return `/runs/${encodeURIComponent(id)}`;
}
