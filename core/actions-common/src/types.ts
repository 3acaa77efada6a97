import {
  ResourcePermission,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import { ActivityTarget } from '@slipway/plugin-activity-common';
import { Environment } from '@slipway/plugin-clusters-common';
import { z } from 'zod/v3';

/**
 * The types that all actions on one kind of object share. A feature names them
 * once: `interface RolloutTypes extends ActionTypes { subject: RolloutDetail; … }`.
 */
export interface ActionTypes {
  /** Names of the actions. */
  name: string;
  /** The object as a page has it: gates and previews are made from it. */
  subject: unknown;
  /** Arguments while the user fills them in. */
  draft: object;
  /** What a preview needs beside the object: the time, metrics. */
  context: unknown;
  /** The part of the object that the user saw, as it is sent with the action. */
  seen: object;
  /** The object as it was read for this action, with all that its plan needs. */
  fresh: unknown;
  /** One change that a plan asks for. */
  write: unknown;
}

/** Whether something is allowed, and if not why not: one sentence. */
export type Decision = { allowed: true } | { allowed: false; reason: string };

/** The words of one action. There is one term for it on every surface. */
export interface ActionWords {
  /** On buttons, in menus, dialogs and messages: `Set image`. */
  label: string;
  /** Goes before the name of the object in titles, records and refusals: `Set image of`. The label unless given. */
  phrase?: string;
  /** Type of its activity entries; the name of the action unless given. */
  recordedAs?: string;
  /** Goes before "was accepted" in the answer: `The halt of all faults`. The label and the name unless given. */
  accepted?: string;
  /** Follows the label where a menu opens a dialog that asks for more: `…`. */
  menuSuffix?: string;
}

/** How dangerous an action is, and what that asks of a user. */
export interface ActionRisk {
  /** Severity of its audit event. Of critical actions the audit log has invalid requests too. */
  severity: 'medium' | 'high' | 'critical';
  /** Environments in which the user types the name of the object. Unknown environments count as production. */
  typedIn?: readonly Environment[];
  /** Sent without a dialog. For the safe direction only. */
  oneTap?: boolean;
  /** Continues when no record can be kept. For the safe direction only. */
  unrecordedOk?: boolean;
  /**
   * How often it is planned on the object as it is now, when something else
   * wrote in between; 1 unless given. More only where a repetition cannot do
   * more than the user wanted.
   */
  attempts?: number;
  /** Shown in the colour of danger. */
  danger?: boolean;
}

/** How agents may use an action. */
export interface AgentUse {
  /** What it does and what its arguments are, for the model that chooses it. */
  description: string;
  /** True unless given. */
  destructive?: boolean;
}

/** What a dialog shows before an action is sent. */
export interface Preview {
  /** What will happen, in one or a few sentences. */
  effect: string;
  /** Reasons to think twice, one sentence each. */
  warnings: string[];
  /** The equivalent command to copy, where there is one. */
  command?: string;
}

/** What to send, in this order, and what to record. */
export interface Plan<Write> {
  writes: Write[];
  /** The part of the state that the action changes, as it was; without secrets. */
  before: JsonObject;
  /** The same part as it is asked to be. */
  after: JsonObject;
  /** The line of the activity record; the title of the action unless given. */
  summary?: string;
  /** Severity of the activity entry; `notice` unless given. */
  severity?: 'notice' | 'warning';
  /** What is recorded as acted on, where that differs from the subject: the object that is made. */
  target?: Partial<ActivityTarget>;
}

/** Who acts, and when. */
export interface PlanContext {
  /** `user:default/olga` */
  actor: string;
  /** ISO time of the action. */
  now: string;
  /** A random UUID, for the name of what is made; the same in each attempt. */
  id: string;
}

/** Why somebody else must allow an action first, and what exactly they are asked. */
export interface ApprovalNeed {
  /** One sentence: `This is production.` */
  why: string;
  /** What will be done, as the approver reads it; made of the arguments and of `state` alone, because it is bound too. */
  words: string;
  /** What of the state is bound beside the arguments: the hash of a suite. */
  state?: JsonObject;
  /** Path of the page on which it can be done once it is allowed; the id of the approval is added as `approval`. */
  path?: string;
}

/** Everything that is known of one action: one file holds it. */
export interface ActionDefinition<T extends ActionTypes, Args> {
  /** In addresses, audit events and the activity record: `set-image`. */
  name: T['name'];
  words: ActionWords;
  /** Asked on the catalog entity that owns the object; a basic permission where nobody owns it. */
  permission: ResourcePermission | BasicPermission;
  /** The arguments; {@link noArgs} for none. */
  args: z.ZodType<Args, z.ZodTypeDef, unknown>;
  risk: ActionRisk;
  /** Left out: agents do not get it. */
  agent?: AgentUse;
  /** The members of what the user saw that must still hold; see {@link hasChangedSince}. */
  guard: ReadonlyArray<keyof T['seen']>;
  /** Why it is not applicable in the current state, one sentence; undefined when it is. */
  gate(subject: T['subject']): string | undefined;
  /** For actions that somebody else must allow first, where a rule says so. Both judge the same; both are pure. */
  approval?: {
    /** For the dialog: why somebody must, one sentence; undefined when nobody must. */
    shown(subject: T['subject'], draft: T['draft']): string | undefined;
    /** For the runner, on what was read for this action: the one that counts. */
    required(fresh: T['fresh'], args: Args): ApprovalNeed | undefined;
  };
  /** What is still to be filled in before it can be sent; undefined when nothing is. */
  missing?(draft: T['draft']): string | undefined;
  /** What will happen. Pure. */
  preview(
    subject: T['subject'],
    draft: T['draft'],
    context: T['context'],
  ): Preview;
  /**
   * The changes that carry it out on the object as it is now. Pure.
   *
   * @throws InputError when the arguments do not fit or nothing would change
   * @throws ConflictError when it is not applicable in the current state
   * @throws NotFoundError when an object that it needs is missing
   */
  plan(
    fresh: T['fresh'],
    args: Args,
    seen: T['seen'],
    context: PlanContext,
  ): Plan<T['write']>;
}

/** A plan whose arguments have been validated. */
export interface ReadyAction<T extends ActionTypes> {
  /** The arguments, valid. */
  readonly args: unknown;
  /** What somebody else must allow first; undefined when nobody must. */
  approval(fresh: T['fresh']): ApprovalNeed | undefined;
  plan(
    fresh: T['fresh'],
    seen: T['seen'],
    context: PlanContext,
  ): Plan<T['write']>;
}

/** An action as buttons, dialogs and the runner use it. */
export interface Action<T extends ActionTypes>
  extends Omit<ActionDefinition<T, unknown>, 'args' | 'plan' | 'approval'> {
  /** Schema of the arguments. */
  readonly args: z.ZodTypeAny;
  readonly approval?: Pick<
    NonNullable<ActionDefinition<T, unknown>['approval']>,
    'shown'
  >;
  /**
   * Validates arguments, once, and gives the planner for them.
   *
   * @param under - where they stand in what was sent; `args` unless given
   * @throws InputError that names each field and its rule
   */
  prepare(args: unknown, under?: readonly string[]): ReadyAction<T>;
}

/** What the signed-in user may do to one object; reasons are shown on disabled buttons. */
export interface ActionAccess<Name extends string = string> {
  /** Owner of the entity, who can help: `group:default/team-orders`. */
  ownerRef?: string;
  actions: Record<Name, Decision>;
}

/** Answer to an accepted action. */
export interface ActionAnswer {
  /** Absent when the record could not be kept; only `unrecordedOk` actions continue then. */
  activityId?: string;
  action: string;
  /** What was accepted, and which record is missing, if one is. */
  message: string;
}
