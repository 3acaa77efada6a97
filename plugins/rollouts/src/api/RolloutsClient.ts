import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { ClusterInfo, ObjectRef } from '@slipway/plugin-clusters-common';
import { fetchJson } from '@slipway/plugin-portal-react';
import {
  ActionResult,
  RevisionDiff,
  RolloutAccess,
  RolloutActionName,
  RolloutDetail,
  RolloutList,
} from '@slipway/plugin-rollouts-common';
import {
  ActionRequest,
  MetricsRange,
  RolloutMetricSeries,
  RolloutsApi,
} from './RolloutsApi';

/** {@link RolloutsApi} over HTTP. */
export class RolloutsClient implements RolloutsApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  listRollouts(): Promise<RolloutList> {
    return this.#request('/rollouts');
  }

  listClusters(): Promise<ClusterInfo[]> {
    return this.#request('/clusters');
  }

  getRollout(ref: ObjectRef): Promise<RolloutDetail> {
    return this.#request(pathOf(ref));
  }

  getAccess(ref: ObjectRef): Promise<RolloutAccess> {
    return this.#request(`${pathOf(ref)}/access`);
  }

  getDiff(ref: ObjectRef, from: number, to: number): Promise<RevisionDiff> {
    return this.#request(`${pathOf(ref)}/diff?from=${from}&to=${to}`);
  }

  getMetrics(
    ref: ObjectRef,
    range: MetricsRange,
  ): Promise<RolloutMetricSeries> {
    const { start, end, step } = range;
    return this.#request(
      `${pathOf(ref)}/metrics?start=${start}&end=${end}&step=${step}`,
    );
  }

  act(
    ref: ObjectRef,
    action: RolloutActionName,
    request: ActionRequest,
  ): Promise<ActionResult> {
    return this.#request(`${pathOf(ref)}/actions/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
  }

  async #request<T>(path: string, init?: RequestInit): Promise<T> {
    const base = await this.#discoveryApi.getBaseUrl('rollouts');
    return fetchJson<T>(this.#fetchApi, `${base}/v1${path}`, init);
  }
}

function pathOf(ref: ObjectRef): string {
  const [cluster, namespace, name] = [ref.cluster, ref.namespace, ref.name].map(
    encodeURIComponent,
  );
  return `/clusters/${cluster}/namespaces/${namespace}/rollouts/${name}`;
}
