import { Environment as Tier } from '@slipway/plugin-clusters-common';

export type { Tier };

/** Where an environment can be. `local`: the machine of the portal, called that everywhere. */
export const CLOUDS = ['local', 'gcp', 'aws', 'azure'] as const;
export type Cloud = (typeof CLOUDS)[number];

export const SIZES = ['small', 'medium', 'large'] as const;
export type Size = (typeof SIZES)[number];

/** How commands are executed. `simulated`: nothing but the objects in the sandbox is real. */
export const RUNNER_KINDS = ['process', 'job', 'simulated'] as const;
export type RunnerKind = (typeof RUNNER_KINDS)[number];

/** Where an environment stands. Whether it has drifted is apart. */
export const ENVIRONMENT_STATES = [
  'planning',
  'waiting',
  'applying',
  'ready',
  'failed',
  'lock-held',
  'destroying',
  'destroyed',
] as const;
export type EnvironmentState = (typeof ENVIRONMENT_STATES)[number];

export const OPERATION_KINDS = [
  'create',
  'change',
  'reconcile',
  'accept-drift',
  'destroy',
  'check-drift',
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/**
 * Where an operation stands. `waiting`: there is a plan, and nobody has had it
 * applied yet. `lock-held`: the state is locked, and not by a process of ours
 * that runs.
 */
export const OPERATION_STATES = [
  'planning',
  'waiting',
  'applying',
  'succeeded',
  'failed',
  'cancelled',
  'lock-held',
] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

export const STEP_NAMES = [
  'terraform:plan',
  'helmfile:diff',
  'terraform:apply',
  'terraform:output',
  'helmfile:sync',
  'helmfile:destroy',
  'environment:register',
] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** `unknown`: how its command ended is not known. `skipped`: there is nothing for it to do here. */
export const STEP_STATES = [
  'pending',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'skipped',
  'unknown',
] as const;
export type StepState = (typeof STEP_STATES)[number];

/** What runs in an environment: a service by its name. */
export interface ServiceChoice {
  /** `1.4.0`: a tag of its image. */
  version: string;
  /** 1 unless given. */
  replicas?: number;
}

/** What an environment is asked to be: all that is committed as its definition. */
export interface Definition {
  /** DNS label. */
  name: string;
  cloud: Cloud;
  size: Size;
  /** Decides on approvals: `prod` always needs one. */
  tier: Tier;
  /** `group:default/team-orders` */
  owner: string;
  /** `system:default/ecommerce` */
  system?: string;
  /** By the name of the service. */
  services: Record<string, ServiceChoice>;
  /** ISO time at which it is torn down; null: never. */
  expiresAt: string | null;
  /** Nobody, and no expiry, destroys it while this is true. */
  protected: boolean;
}

/** What the environment root of Terraform answers, as far as pages show it. */
export interface Outputs {
  namespace?: string;
  clusterName?: string;
  /** By service; null: it has no address. */
  endpoints: Record<string, string | null>;
  quota?: { cpu: string; memory: string; pods: string };
  /** Where its secrets are in Vault; a path, never a value. */
  secretsPath?: string;
  costClass?: string;
}

/** Live objects that are not what was applied. */
export interface DriftSummary {
  /** ISO time of the check. */
  checkedAt: string;
  /** How many things differ; 0: none. */
  differences: number;
  /** One sentence each, most telling first. */
  reasons: string[];
  /** Operation whose plan shows it. */
  operationId: string;
}

/** A step of an operation. */
export interface Step {
  /** Counts from 1. */
  seq: number;
  name: StepName;
  state: StepState;
  /** How often it was started. */
  attempt: number;
  startedAt?: string;
  endedAt?: string;
  /** Why it is where it is, one sentence. */
  reason?: string;
  /** The command as it was run, without values: `terraform plan -input=false …`. */
  command?: string;
  /** Id that the lock of its state had while it ran. */
  lockId?: string;
}

/** Counts of a plan. */
export interface PlanCounts {
  create: number;
  update: number;
  replace: number;
  delete: number;
  read: number;
  /** Changes of objects that a release of Helm would make. */
  releases: number;
}

/** The plan of an operation, without what it would change. */
export interface PlanSummary {
  /** SHA-256 of the plan, of the inputs and of the environment, in hexadecimal: what is approved. */
  hash: string;
  counts: PlanCounts;
  /** Addresses of what it deletes or replaces. */
  destroys: string[];
  /** ISO time from which on it is not applied. */
  expiresAt: string;
  /** Why it can no longer be applied, one sentence. */
  stale?: string;
  /** Why somebody else must allow it, one sentence; absent: nobody must. */
  needsApproval?: string;
  /** Whether it was made by the simulated runner. */
  simulated: boolean;
}

/** The lock of a state, as it is explained. */
export interface HeldLock {
  id: string;
  who: string;
  /** ISO time. */
  since: string;
  /** `OperationTypeApply` */
  operation: string;
  /** The operation of ours that took it, where it is ours. */
  ours?: { operationId: string; step: StepName };
  /** One sentence or two: who, since when, what for. */
  explained: string;
  /** Whether the portal may release it, and why not. */
  mayUnlock: boolean;
  reason: string;
  /** What a user runs where the portal may not. */
  command: string;
}

/** One change of an environment. */
export interface Operation {
  id: string;
  environment: string;
  kind: OperationKind;
  state: OperationState;
  /** `user:default/olga`, or `portal` for sweeps. */
  startedBy: string;
  createdAt: string;
  endedAt?: string;
  /** One sentence: what it does or how it ended. */
  reason?: string;
  steps: Step[];
  plan?: PlanSummary;
  lock?: HeldLock;
  /** Who had the plan applied, and under which approval. */
  appliedBy?: string;
  approvalId?: string;
  /** Asked for by a user: it ends as soon as its command has. */
  cancel?: { by: string; at: string };
}

/** An environment in a list. */
export interface EnvironmentRow extends Definition {
  /** `resource:default/orders-try` */
  entityRef: string;
  state: EnvironmentState;
  /** Why it is in this state, one sentence. */
  reason: string;
  runner: RunnerKind;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  /** ISO time at which it was last applied as a whole; absent: never. */
  appliedAt?: string;
  /** Absent: it has not drifted as far as is known. */
  drift?: DriftSummary;
  outputs: Outputs;
  /** Its latest operation that is not a check for drift. */
  operation?: Pick<Operation, 'id' | 'kind' | 'state' | 'startedBy'> & {
    /** Counts of its plan. */
    counts?: PlanCounts;
    needsApproval?: string;
  };
  /** Cluster of the portal on which its services run, where it is one of the portal's. */
  cluster?: string;
  /** Of the commit that holds its definition. */
  commit?: string;
}

/** One change of an attribute of a resource. */
export interface AttributeChange {
  /** `input.labels["team"]` */
  path: string;
  before: ShownValue;
  after: ShownValue;
  /** Whether this change makes Terraform replace the resource. */
  forcesReplacement: boolean;
}

/** A value as it may be shown. */
export type ShownValue =
  | { is: 'value'; text: string }
  | { is: 'sensitive' }
  | { is: 'unknown' }
  | { is: 'absent' };

export const CHANGE_KINDS = [
  'delete',
  'replace',
  'update',
  'create',
  'read',
  'forget',
  'no-op',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What a plan does to one resource. */
export interface ResourceChange {
  address: string;
  type: string;
  change: ChangeKind;
  /** Why, in words, where Terraform says. */
  reason?: string;
  /** Address that it had. */
  movedFrom?: string;
  /** Id of what is taken over. */
  importedId?: string;
  attributes: AttributeChange[];
  /** Changes of attributes that are not listed, because there are too many. */
  leftOut: number;
}

/** What a plan does to one output. */
export interface OutputChange {
  name: string;
  change: ChangeKind;
  before: ShownValue;
  after: ShownValue;
}

/** What Helm would change in one release. */
export interface ReleaseChange {
  /** Name of the object. */
  name: string;
  namespace: string;
  kind: string;
  change: 'added' | 'changed' | 'removed';
  /** Lines that would be added and removed; values of Secrets are masked. */
  added: number;
  removed: number;
}

/** A plan as it may be read. */
export interface PlanView {
  summary: PlanSummary;
  /** Destroys first, then by address. */
  resources: ResourceChange[];
  outputs: OutputChange[];
  /** What differs from the state already: changed behind Terraform's back. */
  drift: ResourceChange[];
  releases: ReleaseChange[];
}

/** `GET /options` */
export interface CreateOptions {
  clouds: Array<{
    cloud: Cloud;
    runner: RunnerKind;
    /** Why none can be made there now. */
    refused?: string;
    /** Cluster of the portal on which services are installed. */
    cluster?: string;
  }>;
  sizes: Array<{ size: Size; cpu: number; memoryGi: number; pods: number }>;
  /** Services that can be chosen, with the versions that run somewhere. */
  services: Array<{ name: string; title: string; versions: string[] }>;
  /** Teams for which the user may create one. */
  owners: Array<{ owner: string; quota: QuotaUse }>;
  ttl: { defaultHours: number; maxHours: number };
}

/** How much of its quota a team uses. */
export interface QuotaUse {
  environments: number;
  maxEnvironments: number;
  cpu: number;
  maxCpu: number;
}

/** One thing that is wrong with a request: the field, as `services.cart.version`, and what it must be. */
export interface RequestProblem {
  field: string;
  message: string;
}

/** `POST /environments/check` */
export interface CheckAnswer {
  problems: RequestProblem[];
}

/** `POST /environments` */
export interface CreateAnswer {
  name: string;
  operationId: string;
}

/** `GET …/steps/:seq/log` */
export interface LogPart {
  /** Masked. */
  text: string;
  /** Where the next part starts, in bytes. */
  next: number;
  /** True once nothing more will follow. */
  ended: boolean;
}
