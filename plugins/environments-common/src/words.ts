import {
  EnvironmentState,
  OperationKind,
  OperationState,
  RunnerKind,
  StepName,
} from './types';

/** States of an environment as pages show them. */
export const STATE_WORDS: Record<EnvironmentState, string> = {
  planning: 'Planning',
  waiting: 'Waiting for approval',
  applying: 'Applying',
  ready: 'Ready',
  failed: 'Failed',
  'lock-held': 'Lock held',
  destroying: 'Destroying',
  destroyed: 'Destroyed',
};

/** Kinds of operations as pages show them. */
export const KIND_WORDS: Record<OperationKind, string> = {
  create: 'Create',
  change: 'Change',
  reconcile: 'Reconcile',
  'accept-drift': 'Accept drift',
  destroy: 'Destroy',
  'check-drift': 'Check for drift',
};

/** States of an operation as pages show them. */
export const OPERATION_WORDS: Record<OperationState, string> = {
  planning: 'Planning',
  waiting: 'Plan ready',
  applying: 'Applying',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
  'lock-held': 'Lock held',
};

/** What a step does, for users who do not know the tools. */
export const STEP_WORDS: Record<StepName, string> = {
  'terraform:plan': 'Plan infrastructure',
  'helmfile:diff': 'Compare releases',
  'terraform:apply': 'Apply infrastructure',
  'terraform:output': 'Read outputs',
  'helmfile:sync': 'Install services',
  'helmfile:destroy': 'Uninstall services',
  'environment:register': 'Update the catalog',
};

/** What a runner means, one sentence; pages show it beside what was run by it. */
export const RUNNER_WORDS: Record<RunnerKind, string> = {
  process: 'Terraform and Helmfile run as processes of the portal’s machine.',
  job: 'Terraform and Helmfile run in a Kubernetes Job of their own.',
  simulated:
    'Simulated: no Terraform runs. The plan comes from a small model; only the objects in the cluster of the sandbox are real.',
};

/** The page of an environment in the portal. */
export const environmentPagePath = (name: string): string =>
  `/environments/${name}`;

/** The catalog entity of an environment. */
export const environmentEntityRef = (name: string): string =>
  `resource:default/${name}`;
