import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { fetchJson } from '@slipway/plugin-portal-react';
import { ApprovalsApi } from './ApprovalsApi';

/** {@link ApprovalsApi} over HTTP. */
export class ApprovalsClient implements ApprovalsApi {
  constructor(
    private readonly options: {
      discoveryApi: DiscoveryApi;
      fetchApi: FetchApi;
    },
  ) {}

  getAccess: ApprovalsApi['getAccess'] = id => this.#request(id, '/access');

  act: ApprovalsApi['act'] = (id, action, request) =>
    this.#request(id, `/actions/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });

  async #request<T>(id: string, path: string, init?: RequestInit): Promise<T> {
    const { discoveryApi, fetchApi } = this.options;
    const base = await discoveryApi.getBaseUrl('approvals');
    const one = `${base}/v1/approvals/${encodeURIComponent(id)}`;
    return fetchJson<T>(fetchApi, `${one}${path}`, init);
  }
}
