/** Names of the kinds of work, as pages word them. */
export const WORK_KINDS = ['canary', 'load', 'fault', 'joint-run'] as const;

/** A `canary` is a release that is under way, whatever its strategy. */
export type WorkKind = (typeof WORK_KINDS)[number];

/** How a state is coloured; the palette of states. */
export type WorkTone =
  | 'healthy'
  | 'progressing'
  | 'paused'
  | 'degraded'
  | 'unknown';

/** Where work has its effects. */
export interface WorkPlace {
  cluster: string;
  namespace?: string;
  /** Names of workloads or pods there, where they are known. */
  workloads?: string[];
}

/** What a plugin runs for a while on services, and which ends. */
export interface RunningWork {
  /** `<plugin>:<own id>`; the same as long as the work runs. */
  id: string;
  /** Id of the plugin that runs it. */
  plugin: string;
  kind: WorkKind;
  /** What it is, in words: `Spike on order-service`. */
  title: string;
  /** Where it stands, in words: `paused at step 3 of 8`. */
  state: string;
  tone: WorkTone;
  /** Entities that it touches. */
  entityRefs: string[];
  places: WorkPlace[];
  /** ISO time of its start. */
  since: string;
  /** ISO time of its planned end, where there is one. */
  until?: string;
  /** Share that is done, 0 to 1, where it is known. */
  progress?: number;
  /** Who started it: an entity reference. Absent: not by a user of the portal, or not known. */
  startedBy?: string;
  /** Its page in the portal: `/resilience/…`. */
  path: string;
}

/** Kinds of work that a joint run can start as one of its parts. */
export type PartKind = Extract<WorkKind, 'load' | 'fault'>;

/** Something that can be a part of a joint run on an entity, before it has its parameters. */
export interface PartOffer {
  kind: PartKind;
  /** Stable within its provider: `spike`, `pod-kill`. */
  id: string;
  title: string;
  /** What it finds out and does, in plain words. */
  help: string;
  /** JSON schema (draft 7) of {@link PartOrder.args}; its `title`s and `description`s are what the form shows. */
  schema: object;
  /** Arguments that pass the schema. */
  defaults: object;
  /** How long the part runs with given arguments is in its check; this is for the defaults, in seconds. */
  durationSeconds: number;
  /** Why it cannot be used here now, in words; absent: it can. */
  unavailable?: string;
}

/** A part as it is ordered. */
export interface PartOrder {
  kind: PartKind;
  /** {@link PartOffer.id} */
  offer: string;
  entityRef: string;
  cluster: string;
  namespace: string;
  args: object;
  /** Somebody else allowed the joint run, with exactly this part: it needs no approval of its own. Never taken from a request. */
  approved?: boolean;
}

/** What would happen if the part were started now. */
export interface PartCheck {
  /** Why it may not start: permission, guardrail, no target, something else running. Empty: it may. */
  refusals: string[];
  /** What should be known before. */
  warnings: string[];
  /** What it touches, one line each, most telling first: `2 of 4 pods of order-service`. */
  touches: string[];
  /** Seconds from its start to its planned end; 0 for what happens at once. */
  durationSeconds: number;
  /** The equivalent object or command. */
  equivalent?: string;
}

/**
 * Where a part stands. `starting`: asked for, without effect yet. `running`:
 * its effect is proved. `ending`: its effect is being taken back. `ended`:
 * nothing of it is left.
 */
export type PartPhase = 'starting' | 'running' | 'ending' | 'ended';

/** A part of a joint run that was started. */
export interface StartedPart {
  /** How its provider finds it again, also after a restart. */
  ref: string;
  phase: PartPhase;
  /** Where it stands, in words. */
  state: string;
  /** ISO time from which its effect was there: load arrived, the first target was injected. */
  effectiveAt?: string;
  /** ISO time from which its effect was gone: the last target recovered; for one-shots, injected. */
  effectEndedAt?: string;
  /** How it ended. `failed`: it did not do what was ordered, which says nothing of the service. */
  outcome?: 'completed' | 'stopped' | 'failed';
  /** Why, for `failed` and `stopped`, and for a state that needs a hand. */
  reason?: string;
  /** Own verdict of the part, where it has one. */
  verdict?: { outcome: 'pass' | 'fail' | 'inconclusive'; reasons: string[] };
  /** Its page in the portal. */
  path: string;
}
