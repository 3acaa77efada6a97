import { ResponseError } from '@backstage/errors';
import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import {
  BreakGlassGrant,
  OpenGrantRequest,
} from '@slipway/plugin-break-glass-common';
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
    const response = await fetchApi.fetch(`${base}/v1/grants${path}`, init);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}
