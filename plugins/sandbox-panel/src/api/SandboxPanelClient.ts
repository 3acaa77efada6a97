import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { fetchJson } from '@slipway/plugin-portal-react';
import {
  StartedRelease,
  PanelDemo,
  ReleaseRequest,
  SandboxTime,
} from '@slipway/plugin-sandbox-panel-common';
import { SandboxPanelApi } from './SandboxPanelApi';

/** {@link SandboxPanelApi} over HTTP. */
export class SandboxPanelClient implements SandboxPanelApi {
  constructor(
    private readonly options: {
      discoveryApi: DiscoveryApi;
      fetchApi: FetchApi;
    },
  ) {}

  demo(): Promise<PanelDemo> {
    return this.#request('/demo');
  }

  release(request: ReleaseRequest): Promise<StartedRelease> {
    return this.#request('/releases', request);
  }

  setSpeed(speed: number): Promise<SandboxTime> {
    return this.#request('/speed', { speed });
  }

  async #request<T>(path: string, body?: object): Promise<T> {
    const { discoveryApi, fetchApi } = this.options;
    const base = await discoveryApi.getBaseUrl('sandbox-panel');
    return fetchJson<T>(
      fetchApi,
      `${base}/v1${path}`,
      body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
    );
  }
}
