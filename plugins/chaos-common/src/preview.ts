import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import { WorkKind } from '@slipway/plugin-work-common';
import { LaunchKind } from './kinds';
import { PodFacts } from './types';

/** What is wrong with a fault that is to be launched, at the field that it is wrong at. */
export interface DraftProblem {
  /** Place in the object: `spec.duration`, `spec.templates[2].podChaos.mode`; empty for the whole. */
  path: string;
  /** Name of the rule, for tests, logs and links: `duration.missing`. */
  rule: string;
  /**
   * `controller`: the webhook of Chaos Mesh would refuse it, or it would do
   * nothing. `trap`: it would be accepted and do something else than it says.
   * `guardrail`: a rule of this portal forbids it here.
   */
  origin: 'controller' | 'trap' | 'guardrail';
  /** Refused: it is not launched. A warning is shown only. */
  severity: 'refused' | 'warning';
  /** One sentence. */
  message: string;
}

/** How many of what matches will be hit: the least and the most, as some modes are random. */
export interface PickRange {
  least: number;
  most: number;
  /** How it is picked, one sentence: `2 of 3 pods, picked at random: 50 % of 3 is rounded up`. */
  text: string;
}

/** One selector of a fault with what it matches now. */
export interface SelectionPreview {
  /** Place of the selector: `spec`, `spec.target`, `spec.templates[1].networkChaos`. */
  path: string;
  /** Step of a Workflow that it belongs to. */
  step?: string;
  side: 'source' | 'target';
  /** Pods that match now, by the rules of the selector; at most 200 are listed. */
  matched: PodFacts[];
  matchedTotal: number;
  picked: PickRange;
  /** Containers that are hit in each picked pod; absent for faults on whole pods. */
  containers?: string[];
  /** Selector not understood, or it cannot match: one sentence. */
  failure?: string;
}

/** How much of a workload is hit. */
export interface WorkloadShare {
  namespace: string;
  /** `Rollout order-service` */
  workload: string;
  /** Pods that it has now, and how many are ready. */
  pods: number;
  ready: number;
  /** Pods of it that match. */
  matched: number;
  /** Pods of it that may be hit at most. */
  most: number;
  /** Pods that belong to a canary that is being rolled out. */
  canary: number;
}

/** Somebody who calls the service that is disturbed. */
export interface CallerPreview {
  /** Absent for a workload that no entity of the catalog has the name of. */
  entityRef?: string;
  title: string;
  /** `catalog`: by its relations. `traffic`: seen to call now. */
  source: 'catalog' | 'traffic' | 'both';
  /** Requests per second, where traffic was measured. */
  requestRate?: number;
  /** Time over which that was measured, as `1m`; absent for what only the catalog says, which has no age. */
  over?: string;
  /** The permission that its request rate needs, where who asks does not have it: then no rate is given. */
  rateNeeds?: string;
}

/** Something that already disturbs the same targets. */
export interface RunningThere {
  /** `schedule`: nothing runs yet, and it may start a fault meanwhile. */
  what: WorkKind | 'schedule';
  title: string;
  /** Where it stands, in words. */
  state: string;
  /** ISO time of its start. */
  since: string;
  /** Address of its page in the portal. */
  path?: string;
  startedBy?: string;
}

/** Everything that is shown before a fault is launched. */
export interface BlastRadius {
  kind: LaunchKind;
  environment: ResolvedEnvironment;
  /** What it does in words, one or a few sentences. */
  effect: string;
  selections: SelectionPreview[];
  workloads: WorkloadShare[];
  callers: CallerPreview[];
  /** Sources that could not be read, one sentence each: what is missing from the picture. */
  unknown: string[];
  running: RunningThere[];
  problems: DraftProblem[];
  /** Why somebody else must allow the launch; absent when nobody must. */
  approval?: string;
  /** Whether it can be launched as it is. */
  launchable: boolean;
  /** The object as YAML, as it would be created. */
  yaml: string;
  /** The equivalent command. */
  command: string;
  /** What a launch sends as `seen`. */
  seen: SeenTargets;
}

/** What the user saw of the targets: names of the pods that matched, `<namespace>/<name>`, sorted. */
export interface SeenTargets {
  matched: string[];
}
