import { KubeObject, ResourceId } from '@slipway/plugin-clusters-common';
import {
  metadata,
  object,
  optionalObject,
  string,
} from '@slipway/plugin-clusters-common/read';

const DEPLOYMENTS: ResourceId = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
};
const ROLLOUTS: ResourceId = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};

/** What is kept of a workload. */
export interface Workload extends KubeObject {
  kind: 'Deployment' | 'Rollout';
  /** Of a Rollout: the hashes of its pod templates, and its strategy. */
  stableHash?: string;
  currentHash?: string;
  canary?: boolean;
}

function projectDeployment(raw: Record<string, unknown>): Workload {
  return { metadata: metadata(raw), kind: 'Deployment' };
}

function projectRollout(raw: Record<string, unknown>): Workload {
  const status = object(raw.status);
  const stableHash = string(status.stableRS);
  const currentHash = string(status.currentPodHash);
  return {
    metadata: metadata(raw),
    kind: 'Rollout',
    canary:
      optionalObject(object(object(raw.spec).strategy).canary) !== undefined,
    ...(stableHash ? { stableHash } : {}),
    ...(currentHash ? { currentHash } : {}),
  };
}

/** Ready for `clusters.watch(…)`. */
export const deploymentKind = {
  id: 'resilience',
  resource: DEPLOYMENTS,
  project: projectDeployment,
};

/** Ready for `clusters.watch(…)`. */
export const rolloutKind = {
  id: 'resilience',
  resource: ROLLOUTS,
  project: projectRollout,
};

/**
 * The revisions of a canary that is under way; undefined when none is. A
 * Rollout with the strategy blue-green has no canary: its preview has no traffic.
 *
 * @see https://github.com/argoproj/argo-rollouts `status.stableRS` is the last
 * revision that was wholly rolled out, `status.currentPodHash` the wanted one
 */
export function canaryOf({
  canary,
  stableHash,
  currentHash,
}: Pick<Workload, 'canary' | 'stableHash' | 'currentHash'>):
  | { stable: string; canary: string }
  | undefined {
  return canary && stableHash && currentHash && stableHash !== currentHash
    ? { stable: stableHash, canary: currentHash }
    : undefined;
}
