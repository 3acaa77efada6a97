import {
  createApiRef,
  DiscoveryApi,
  FetchApi,
} from '@backstage/frontend-plugin-api';
import { ActionAccess, ActionAnswer } from '@slipway/plugin-actions-common';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { SeenFreeze } from '@slipway/plugin-freezes-common';
import { fetchJson } from '@slipway/plugin-portal-react';

/** What is sent with an action. */
export interface FreezeRequest {
  seen: SeenFreeze;
  confirm?: { name: string };
}

/** What the pages ask the backend for beside the live topic. Throws as `fetchJson` does. */
export interface FreezesApi {
  getAccess(ref: ObjectRef): Promise<ActionAccess<'lift'>>;
  act(
    ref: ObjectRef,
    action: string,
    request: FreezeRequest,
  ): Promise<ActionAnswer>;
}

export const freezesApiRef = createApiRef<FreezesApi>({
  id: 'plugin.freezes.api',
});

/** {@link FreezesApi} over HTTP. */
export class FreezesClient implements FreezesApi {
  constructor(
    private readonly options: {
      discoveryApi: DiscoveryApi;
      fetchApi: FetchApi;
    },
  ) {}

  getAccess(ref: ObjectRef): Promise<ActionAccess<'lift'>> {
    return this.#request(ref, '/access');
  }

  act(
    ref: ObjectRef,
    action: string,
    request: FreezeRequest,
  ): Promise<ActionAnswer> {
    return this.#request(ref, `/actions/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
  }

  async #request<T>(
    ref: ObjectRef,
    path: string,
    init?: RequestInit,
  ): Promise<T> {
    const { discoveryApi, fetchApi } = this.options;
    const base = await discoveryApi.getBaseUrl('freezes');
    const [cluster, namespace, name] = [
      ref.cluster,
      ref.namespace,
      ref.name,
    ].map(encodeURIComponent);
    const freeze = `clusters/${cluster}/namespaces/${namespace}/freezes/${name}`;
    return fetchJson<T>(fetchApi, `${base}/v1/${freeze}${path}`, init);
  }
}
