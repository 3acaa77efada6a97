import { JsonObject } from '@backstage/types';

/** What an activity entry is about. */
export interface ActivityTarget {
  cluster: string;
  namespace: string;
  kind: string;
  name: string;
  uid?: string;
  /** Owning catalog entity at that time, if one was known. */
  entityRef?: string;
}

export type ActivityOutcome =
  | 'started'
  | 'succeeded'
  | 'failed'
  /** A part of the changes was applied, another was not; `error` and `after` name both. */
  | 'partial'
  /** The process died before the outcome, or the cluster did not confirm the change; what happened must be read from the cluster. */
  | 'unknown';

/** One line of "what happened". */
export interface ActivityEntry {
  id: string;
  /** ISO time at which it happened (platform) or was asked for (user). */
  at: string;
  source: 'user' | 'platform';
  /** Plugin that wrote it, `rollouts`. */
  plugin: string;
  /** Verb in the field's terms: `promote`, `abort`, `phase-changed`, `analysis-failed`. */
  type: string;
  /** `user:default/olga`; absent for platform events. */
  actor?: string;
  target: ActivityTarget;
  /** One sentence for users, without secrets. */
  summary: string;
  severity: 'info' | 'notice' | 'warning' | 'error';
  outcome: ActivityOutcome;
  /** Message of the error when `failed`, `partial` or `unknown`. */
  error?: string;
  /** Values of env and secrets masked. */
  before?: JsonObject;
  after?: JsonObject;
  finishedAt?: string;
}

/** A user's action, written before the write to the cluster. */
export interface NewUserActivity {
  plugin: string;
  type: string;
  actor: string;
  target: ActivityTarget;
  summary: string;
  severity?: ActivityEntry['severity'];
  before?: JsonObject;
}

/** Something that a platform did; `key` makes it unique over replicas and restarts. */
export interface NewPlatformActivity {
  plugin: string;
  type: string;
  /** Unique name of this transition: `<cluster>/<uid>/<what>/<generation or time>`. */
  key: string;
  at: string;
  target: ActivityTarget;
  summary: string;
  severity: ActivityEntry['severity'];
  before?: JsonObject;
  after?: JsonObject;
}

/** Filters of `GET /api/activity/v1/entries`; all optional, combined with AND. Newest first. */
export interface ActivityQuery {
  cluster?: string;
  namespace?: string;
  kind?: string;
  name?: string;
  entityRef?: string;
  actor?: string;
  source?: ActivityEntry['source'];
  /** Plugin that wrote it. */
  plugin?: string;
  /** ISO times; both ends belong to the range. */
  since?: string;
  until?: string;
  /** 1–500, default 100. */
  limit?: number;
  /** `nextCursor` of the page before. */
  cursor?: string;
}

export interface ActivityPage {
  items: ActivityEntry[];
  nextCursor?: string;
}
