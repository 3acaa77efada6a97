import { JsonObject, JsonValue } from '@backstage/types';

/** Exactly what somebody wants to do. An approval is bound to all of it. */
export interface Asked {
  /** Id of the plugin that carries it out: `chaos`. */
  plugin: string;
  /** Name of its action: `launch`. */
  action: string;
  /** The entity on whose owners it depends: `component:default/order-service`. */
  entityRef: string;
  /** Where, for what is in a place. */
  cluster?: string;
  namespace?: string;
  /** The arguments of the action, valid. */
  args: JsonValue;
  /** What the action is made of beside its arguments, as it was when it was asked for: the hash of a suite. */
  state?: JsonObject;
  /** What it does, in the words of the server; made of the rest, so that both agree. */
  words: string;
}

/** States of an approval. The first two are open. */
export const APPROVAL_STATES = [
  'waiting',
  'allowed',
  'refused',
  'withdrawn',
  'expired',
  'used',
] as const;

/**
 * `waiting` for an answer; `allowed`, not used yet; `refused` by somebody who
 * may answer; `withdrawn` by the requester; `expired` without an answer or a
 * use; `used` for the one thing that it was for.
 */
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** What became of the action that an approval was used for. */
export const USE_OUTCOMES = [
  'succeeded',
  'failed',
  'partial',
  'unknown',
] as const;

/** `failed`: nothing was changed. `partial`: a part was. `unknown`: it was sent, and nobody knows. */
export type UseOutcome = (typeof USE_OUTCOMES)[number];

/** What somebody who may answer said. */
export interface ApprovalAnswer {
  /** `user:default/omar` */
  by: string;
  /** ISO time. */
  at: string;
  /** Why; always there for a refusal. */
  reason?: string;
}

/** The one use of an approval. */
export interface ApprovalUse {
  /** ISO time, from before anything was written. */
  at: string;
  /** The activity entry of what was done. */
  activityId?: string;
  /** What became of it; absent while it runs, and for good when the portal stopped in the middle. */
  outcome?: UseOutcome;
  /** Why not, where it did not succeed. */
  error?: string;
}

/** A request for leave to do one thing, and what became of it. */
export interface Approval {
  id: string;
  asked: Asked;
  /** SHA-256 over the canonical form of `asked`, in hexadecimal. */
  digest: string;
  /** Why an approval is needed, one sentence of the rule that asks for it. */
  needed: string;
  /** `user:default/olga` */
  requester: string;
  /** Why the requester wants it. */
  reason: string;
  /** Groups whose members may answer, as of when it was asked for. Who may is decided again at each answer. */
  approvers: string[];
  /** ISO time. */
  askedAt: string;
  /** ISO time from which on it can neither be answered nor used. */
  expiresAt: string;
  state: ApprovalState;
  answer?: ApprovalAnswer;
  use?: ApprovalUse;
  /** Path of the page on which it can be used: `/resilience/load/launch?entity=…`. */
  path?: string;
}

/** What lists show of an approval: all but the arguments. */
export interface ApprovalRow extends Omit<Approval, 'asked'> {
  asked: Omit<Asked, 'args' | 'state'>;
}

/** Which approvals are asked for; all that is given must hold. */
export interface ApprovalFilter {
  states?: ApprovalState[];
  plugin?: string;
  action?: string;
  entityRef?: string;
  requester?: string;
}

/** What a plugin sends to ask for an approval. */
export interface ApprovalRequest {
  asked: Asked;
  needed: string;
  requester: string;
  reason: string;
  path?: string;
}

/** What a plugin sends to use one. */
export interface ApprovalUseRequest {
  asked: Asked;
  requester: string;
  /** The activity entry of what will be done. */
  activityId?: string;
}

/** What a plugin sends when it is done. */
export interface ApprovalOutcome {
  outcome: UseOutcome;
  error?: string;
}
