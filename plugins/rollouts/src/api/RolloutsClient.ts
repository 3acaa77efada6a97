import { ActionStops } from '@slipway/plugin-actions-common';
import { ClusterInfo, ObjectRef } from '@slipway/plugin-clusters-common';
import {
  BackendClient,
  ClientApis,
  pathOf,
} from '@slipway/plugin-portal-react';
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
export class RolloutsClient extends BackendClient implements RolloutsApi {
  constructor(apis: ClientApis) {
    super('rollouts', apis);
  }

  listRollouts(): Promise<RolloutList> {
    return this.get('/rollouts');
  }

  listClusters(): Promise<ClusterInfo[]> {
    return this.get('/clusters');
  }

  getRollout(ref: ObjectRef): Promise<RolloutDetail> {
    return this.get(rolloutPath(ref));
  }

  getAccess(ref: ObjectRef): Promise<RolloutAccess> {
    return this.get(`${rolloutPath(ref)}/access`);
  }

  getDiff(ref: ObjectRef, from: number, to: number): Promise<RevisionDiff> {
    return this.get(`${rolloutPath(ref)}/diff?from=${from}&to=${to}`);
  }

  getMetrics(
    ref: ObjectRef,
    range: MetricsRange,
  ): Promise<RolloutMetricSeries> {
    const { start, end, step } = range;
    return this.get(
      `${rolloutPath(ref)}/metrics?start=${start}&end=${end}&step=${step}`,
    );
  }

  getStops(ref: ObjectRef, action: RolloutActionName): Promise<ActionStops> {
    return this.get(`${rolloutPath(ref)}/actions/${action}/stops`);
  }

  act(
    ref: ObjectRef,
    action: RolloutActionName,
    request: ActionRequest,
  ): Promise<ActionResult> {
    return this.post(`${rolloutPath(ref)}/actions/${action}`, request);
  }
}

function rolloutPath({ cluster, namespace, name }: ObjectRef): string {
  return pathOf`/clusters/${cluster}/namespaces/${namespace}/rollouts/${name}`;
}
