import { ResourceId } from '@slipway/plugin-clusters-common';

export const ROLLOUTS: ResourceId = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};

export const ANALYSIS_RUNS: ResourceId = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'analysisruns',
  kind: 'AnalysisRun',
};

export const EXPERIMENTS: ResourceId = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'experiments',
  kind: 'Experiment',
};

export const REPLICA_SETS: ResourceId = {
  group: 'apps',
  version: 'v1',
  plural: 'replicasets',
  kind: 'ReplicaSet',
};

export const DEPLOYMENTS: ResourceId = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
};

export const POD_TEMPLATES: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'podtemplates',
  kind: 'PodTemplate',
};

export const PODS: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
};

export const EVENTS: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'events',
  kind: 'Event',
};

/**
 * Where the pod template of a `spec.workloadRef` lives, by its kind.
 *
 * @see pkg/kubectl-argo-rollouts/cmd/undo/undo.go `undoWorkloadRef`
 */
export function workloadResource(kind: string): ResourceId | undefined {
  return [DEPLOYMENTS, REPLICA_SETS, POD_TEMPLATES].find(
    resource => resource.kind === kind,
  );
}

/** Label by which the controller distinguishes revisions (`DefaultRolloutUniqueLabelKey`). */
export const POD_TEMPLATE_HASH_LABEL = 'rollouts-pod-template-hash';
/** Annotation with the revision number, on the Rollout, its ReplicaSets and AnalysisRuns. */
export const REVISION_ANNOTATION = 'rollout.argoproj.io/revision';
/** Annotation with the generation of the referenced workload (`utils/annotations`). */
export const WORKLOAD_GENERATION_ANNOTATION =
  'rollout.argoproj.io/workload-generation';
/** Annotation with the time at which the controller will scale a ReplicaSet down. */
export const SCALE_DOWN_DEADLINE_ANNOTATION = 'scale-down-deadline';
/** Slipway's mark on a Rollout whose template was changed past Git. */
export const DIFFERS_FROM_GIT_ANNOTATION = 'slipway.io/differs-from-git';
