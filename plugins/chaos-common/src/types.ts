import {
  EntityBinding,
  ObjectRef,
  ResolvedEnvironment,
} from '@slipway/plugin-clusters-common';
import { JsonObject } from '@backstage/types';
import { NodeState } from './flow/nodeState';
import { LaunchKind } from './kinds';

/** Names one object of Chaos Mesh in one of the clusters. */
export interface FaultRef extends ObjectRef {
  kind: LaunchKind;
}

/**
 * Where a fault stands, by the rule of Chaos Mesh (`GetChaosStatus`). A Schedule
 * is `running` or `paused`; a Workflow is `running` or `finished`; both may be
 * `deleting`.
 */
export type FaultState =
  | 'injecting'
  | 'running'
  | 'paused'
  | 'finished'
  | 'deleting';

/** What is wrong with a fault, with what can be done. */
export interface FaultProblem {
  reason: /** The selector matched nothing: nothing was or will be injected. */
  | 'no-target'
    /** Injecting failed for a target. */
    | 'not-injected'
    /** Recovering failed for a target: it may still be disturbed. */
    | 'not-recovered'
    /** It is deleted, and its finalizer keeps it because a target has not recovered. */
    | 'stuck-deleting'
    /** It has no end: it runs until somebody deletes it. */
    | 'no-end'
    /** It ended without one target having been injected. */
    | 'never-injected'
    /** Nobody reconciles it: its controller has not written a status. */
    | 'not-observed'
    /** A Schedule that will not start anything by itself any more. */
    | 'schedule-stuck'
    /** A start of a Schedule was refused. */
    | 'schedule-failed'
    /** A start of a Schedule waits for what still runs. */
    | 'schedule-waiting'
    /** A start of a Schedule is due, and nothing says why it did not happen. */
    | 'schedule-overdue'
    /** A step of a Workflow does not do what it is for. */
    | 'step-stuck';
  severity: 'error' | 'warning';
  /** One sentence: what it is and why. */
  summary: string;
  /** One sentence: what to do about it. */
  remedy?: string;
}

/**
 * How many targets there are and where they stand. Sources only: the far side
 * of a NetworkChaos (records with the selector key `.Target`) counts apart.
 */
export interface TargetCounts {
  /** Targets that the controller selected; undefined while it has selected none. */
  selected?: number;
  /** In the phase Injected now. */
  injected: number;
  /** Were injected before and are not now. */
  recovered: number;
  /** Their last event is a failure. */
  failing: number;
  /** Targets on the far side of a NetworkChaos. */
  farSide?: number;
}

/** One fault, Schedule or Workflow as lists show it. */
export interface FaultRow {
  ref: FaultRef;
  uid: string;
  environment: ResolvedEnvironment;
  entity: EntityBinding;
  ownerRef?: string;
  /** `spec.action`, where the kind has one. */
  action?: string;
  /** What it does in words: `Delays packets by 300ms`. */
  effect: string;
  state: FaultState;
  /** State in one sentence, with counts: `Running: 2 of 2 targets injected`. */
  stateText: string;
  problem?: FaultProblem;
  targets: TargetCounts;
  /** True for what happens once and ignores pause and duration. */
  oneShot: boolean;
  createdAt: string;
  /** `spec.duration` as written. */
  duration?: string;
  /** ISO time at which the controller recovers it: creation and duration. Absent for one-shots, and when it has no end. */
  endsAt?: string;
  /** First time that a target was injected, as far as the records still say. */
  injectedAt?: string;
  /** Last time that a target recovered; for one-shots the last injection. Absent while a target is disturbed. */
  endedAt?: string;
  deletedAt?: string;
  /** User who launched it through the portal: `user:default/olga`. */
  startedBy?: string;
  /** Why, in the words of who launched it. */
  purpose?: string;
  /** Schedule or Workflow that started it. */
  parent?: { kind: 'Schedule' | 'Workflow'; name: string };
}

/** One event of a target, as the controller keeps it in the record. */
export interface TargetEvent {
  at: string;
  operation: 'Apply' | 'Recover';
  outcome: 'Succeeded' | 'Failed';
  message?: string;
}

/** One target of a fault. */
export interface TargetRecord {
  /** Id of the record: `<namespace>/<pod>`, `<namespace>/<pod>/<container>`, or JSON of a machine. */
  id: string;
  /** `source`: disturbed. `target`: far side of a NetworkChaos. */
  side: 'source' | 'target';
  /** `Not Injected`, `Injected`, or `<one of both>/<step>` while it is between. */
  phase: string;
  injectedCount: number;
  recoveredCount: number;
  /** Oldest first; the controller keeps the last few. */
  events: TargetEvent[];
  /** The pod as it is now; absent when it is gone, which is what pod-kill is for, and when pods cannot be read. */
  pod?: PodFacts;
}

/** A workload whose pods a fault disturbs. */
export interface TouchedWorkload {
  namespace: string;
  /** `Rollout order-service` */
  workload: string;
}

/** What is known of a pod. */
export interface PodFacts {
  namespace: string;
  name: string;
  uid: string;
  phase: string;
  ready: boolean;
  node?: string;
  restarts: number;
  createdAt: string;
  /** Name of the workload that it belongs to, with its kind: `Rollout order-service`. */
  workload?: string;
  /** Stable or canary, where it belongs to a Rollout that is being updated. */
  revision?: string;
  deleting?: true;
}

/** One Kubernetes event about a fault. */
export interface FaultEvent {
  uid: string;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  count: number;
  firstAt: string;
  lastAt: string;
}

/** One child of a Schedule, or one node of a Workflow. */
export interface FaultChild {
  /** Name of the object. */
  name: string;
  kind: string;
  /** Template of a Workflow that it runs. */
  template?: string;
  /** Where it stands, one or two words. */
  state: string;
  /** For a node of a Workflow: where it stands. */
  nodeState?: NodeState;
  /** For a node of a Workflow that runs: what the fault does that it started. */
  faultText?: string;
  /** Why it does not do what it is for. */
  problem?: string;
  /** Node above it, for nodes of a Workflow. */
  parent?: string;
  startedAt?: string;
  deadlineAt?: string;
  /** Fault that it started, where there is a page for it. */
  fault?: FaultRef;
}

/** A fault with what its page shows beside the targets and events. */
export interface FaultCore extends FaultRow {
  /** The object as it would be applied, without status and what the server fills in. */
  manifest: JsonObject;
  /** What an action on it sends as `seen`. */
  seen: SeenFault;
  /** Pauses count against the duration: an ISO time since when it is paused, where events still say. */
  pausedAt?: string;
  /** For a Schedule: its last start. */
  lastScheduledAt?: string;
  /** Workloads whose pods it disturbs, by its records and the pods as they are now. */
  touched: TouchedWorkload[];
  /** Why the pods cannot be read now: then it is not known which are gone. */
  podsUnread?: string;
  /** For a Schedule: its next starts, at most 5, ISO times. */
  nextStarts?: string[];
}

/** What the user saw of a fault when an action was asked for. */
export interface SeenFault {
  uid: string;
}

/** A fault with everything that its page shows. */
export interface FaultDetail {
  core: FaultCore;
  records: TargetRecord[];
  events: FaultEvent[];
  children: FaultChild[];
}

/** All new faults are blocked: who did so, when and why. */
export interface HaltState {
  halted: boolean;
  by?: string;
  at?: string;
  reason?: string;
  /** It is being carried out, or whoever did was interrupted: it is continued then. */
  stopping?: boolean;
  /** Faults that were stopped by it. */
  stopped?: number;
  /** What it could not stop, or is not known, each with the reason. */
  left?: string[];
}
