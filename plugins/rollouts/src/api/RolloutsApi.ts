import { createApiRef } from '@backstage/frontend-plugin-api';
import { ActionOverride, ActionStops } from '@slipway/plugin-actions-common';
import { ClusterInfo, ObjectRef } from '@slipway/plugin-clusters-common';
import { MetricSeries } from '@slipway/plugin-metrics-common';
import {
  ActionResult,
  RevisionDiff,
  RolloutAccess,
  RolloutActionName,
  RolloutDetail,
  RolloutList,
  SeenState,
} from '@slipway/plugin-rollouts-common';

/** Body of an action: what the user saw, the arguments, the typed name where it is asked, and why it is done although rules stop it. */
export interface ActionRequest {
  seen: SeenState;
  args?: object;
  confirm?: { name: string };
  override?: ActionOverride;
}

/** A range of time for charts; unix seconds, and the distance of points in seconds. */
export interface MetricsRange {
  start: number;
  end: number;
  step: number;
}

/** Golden metrics of both revisions over a range. */
export interface RolloutMetricSeries {
  stable: MetricSeries[];
  canary: MetricSeries[];
}

/** The REST side of rollouts-backend; live state comes by topics instead. Every method throws as `fetchJson` does. */
export interface RolloutsApi {
  listRollouts(): Promise<RolloutList>;
  listClusters(): Promise<ClusterInfo[]>;
  getRollout(ref: ObjectRef): Promise<RolloutDetail>;
  /** What the signed-in user may do to this rollout. */
  getAccess(ref: ObjectRef): Promise<RolloutAccess>;
  /** Template of revision `to` against `from`; values of env and secrets are masked by the server. */
  getDiff(ref: ObjectRef, from: number, to: number): Promise<RevisionDiff>;
  getMetrics(ref: ObjectRef, range: MetricsRange): Promise<RolloutMetricSeries>;
  /** What rules of other features stop now. */
  getStops(ref: ObjectRef, action: RolloutActionName): Promise<ActionStops>;
  /** Sends an action. 409: the rollout is no longer in the state that was seen. */
  act(
    ref: ObjectRef,
    action: RolloutActionName,
    request: ActionRequest,
  ): Promise<ActionResult>;
}

export const rolloutsApiRef = createApiRef<RolloutsApi>({
  id: 'plugin.rollouts.service',
});
