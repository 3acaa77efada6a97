import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import {
  BreakGlassGrant,
  OpenGrantRequest,
} from '@slipway/plugin-break-glass-common';
import { fetchJson } from '../errors/fetchJson';
import { BreakGlassApi } from './BreakGlassApi';

/** {@link BreakGlassApi} over HTTP. */
export class BreakGlassClient implements BreakGlassApi {
  constructor(
    private readonly options: {
      discoveryApi: DiscoveryApi;
      fetchApi: FetchApi;
    },
  ) {}

  open(request: OpenGrantRequest): Promise<BreakGlassGrant> {
    return this.#request('', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
  }

  end(id: string): Promise<BreakGlassGrant> {
    return this.#request(`/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  async #request(path: string, init: RequestInit): Promise<BreakGlassGrant> {
    const { discoveryApi, fetchApi } = this.options;
    const base = await discoveryApi.getBaseUrl('break-glass');
    return fetchJson(fetchApi, `${base}/v1/grants${path}`, init);
  }
}
