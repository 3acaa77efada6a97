import {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
  AuthService,
  LoggerService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  Action,
  ActionAnswer,
  ActionTypes,
  Channel,
} from '@slipway/plugin-actions-common';
import { JsonObject } from '@backstage/types';
import { ActivityTarget } from '@slipway/plugin-activity-common';
import { ActivityService } from '@slipway/plugin-activity-node';
import { Approval } from '@slipway/plugin-approvals-common';
import { ApprovalsService } from '@slipway/plugin-approvals-node';
import { Actor } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { OwnedMetadata, Owners } from '@slipway/plugin-owners-node';
import { Request } from 'express';
import { z } from 'zod/v3';
import { ActionChecks } from './checks/types';
import { GrantReader } from './GrantReader';

/** Credentials of a user: services own nothing and do not act. */
export type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

/** Where something is, by which its environment is known. */
export interface Place {
  cluster: string;
  namespace: string;
}

/** Whose something is, and so who is asked for the permission. */
export type Owner =
  /** An entity: the permission is asked on it. */
  | { by: 'entity'; entityRef: string; ownerRef?: string }
  /** Nobody: then nobody may act, for this reason (one sentence). */
  | { by: 'nobody'; reason: string }
  /** The portal itself: a basic permission is asked. */
  | { by: 'portal' };

/** An object that an action affects although it is not its subject. */
export interface TouchedObject {
  /** `Pod` */
  kind: string;
  /** Its namespace is in the cluster of the action's place. */
  metadata: OwnedMetadata & { name: string };
}

/** What an action is done to, as it was read for this action. */
export interface Loaded<Fresh> {
  /** All that the plan needs. */
  fresh: Fresh;
  uid?: string;
  /** Whose it is now, where that may have changed since the permission was asked: then it is a conflict. */
  owner?: Owner;
  /**
   * What else it affects. The permission is asked on the owner of each object
   * too, and the guardrails of its namespace hold; an object without an owner
   * is nobody's to act on.
   */
  touched?: readonly TouchedObject[];
}

/** An action that is being carried out. */
export interface Acting<A, Ref> {
  action: A;
  ref: Ref;
  /** Valid arguments of the action. */
  args: unknown;
  actor: Actor;
  credentials: UserCredentials;
}

/**
 * What a runner needs to know of the things that its actions are done to. Made
 * by `objectSubject` (objects of a cluster), `entitySubject` (an entity in a
 * place) or `portalSubject` (things of the portal itself).
 */
export interface ActionSubject<
  T extends ActionTypes,
  Ref,
  A extends Action<T> = Action<T>,
> {
  /** `Rollout` */
  kind: string;
  /** What the user saw, as it is sent. */
  seen: z.ZodType<T['seen'], z.ZodTypeDef, unknown>;
  /** As users know it: in titles and refusals, and typed where the risk asks for that. */
  nameOf(ref: Ref): string;
  /** As the audit log and the activity record name it. */
  targetOf(ref: Ref): ActivityTarget;
  /** Where it is; undefined for what is in no environment. */
  placeOf(ref: Ref): Place | undefined;
  /** Where that is which it is about, of what is in no environment itself: there an agent may act on it where it may act at all. Throws NotFoundError. */
  concerns?(ref: Ref): Promise<Place>;
  /** Whether it is a part of what was approved as a whole, so that it needs no approval of its own. */
  isApproved?(ref: Ref): boolean;
  /** Whose it is. Throws NotFoundError. */
  ownerOf(ref: Ref, credentials: BackstageCredentials): Promise<Owner>;
  /** Reads it as it is now, with what the plan of this action needs beside it. Throws NotFoundError. */
  load(acting: Acting<A, Ref>): Promise<Loaded<T['fresh']>>;
  /** Where it stands now, for a refusal: `Paused, step 3 of 8`. */
  stateInWords?(ref: Ref): string | undefined;
  /** Address at which a user can act, where there is one. */
  linkOf?(ref: Ref): string;
  /** Why somebody without the basic permission may not, one sentence; for things of the portal itself. */
  refusalOf?(action: A, ref: Ref): string | Promise<string>;
  /** Whether it is the actor's own, so that no permission is needed; for things of the portal itself. */
  isOwn?(action: A, ref: Ref, actor: Actor): Promise<boolean>;
}

/** Carries out the writes of plans: in a cluster, a database, another system. */
export interface ActionWriter<Ref, Write, Result extends object> {
  /**
   * Carries out all of them, in their order.
   *
   * @param approval - the one that was used for it, where it needed one
   * @returns what the answer to the user holds beside the usual: `{ resourceVersion }`
   * @throws PartiallyAppliedError when a part was applied and another was not
   * @throws OutcomeUnknownError when it was sent and nobody knows what became of it
   * @throws any other error only when nothing was changed; its message is for users
   */
  apply(
    ref: Ref,
    writes: readonly Write[],
    actor: Actor,
    approval?: Approval,
  ): Promise<Result>;
  /** What is recorded beside the `after` of the plan, where it is known only afterwards. */
  afterOf?(result: Result): JsonObject;
  /**
   * Whether a ConflictError of these writes means that the object changed while
   * they were being sent: then it is planned again as often as the risk of the
   * action allows, and reported in the words of the runner. False unless given.
   */
  conflictMeansChanged?(writes: readonly Write[]): boolean;
}

export interface ActionRunnerOptions<
  T extends ActionTypes,
  Ref,
  Result extends object,
  A extends Action<T> = Action<T>,
> {
  /** Id of the plugin, for the activity record. */
  plugin: string;
  actions: readonly A[];
  subject: ActionSubject<T, Ref, A>;
  writer: ActionWriter<NoInfer<Ref>, T['write'], Result>;
  activity: ActivityService;
  /** Needed where an action has an `approval`. */
  approvals?: ApprovalsService;
  auditor: AuditorService;
  auth: Pick<AuthService, 'isPrincipal'>;
  /** Rules of other features that can stop the actions; absent: none can. */
  checks?: ActionChecks;
  /** Undefined where nothing that is acted on has a place. */
  clusters: Pick<Clusters, 'requireActions' | 'environmentOf'> | undefined;
  /** Names the break-glass grant of the actor; undefined where no entity owns what is acted on. */
  grants: GrantReader | undefined;
  logger: LoggerService;
  /** Binds what an action touches beside its subject; undefined where it touches nothing. */
  owners: Pick<Owners, 'bind'> | undefined;
  permissions: Pick<PermissionsService, 'authorize'>;
  userInfo: UserInfoService;
}

/** The options of a runner for things of the portal itself: nothing has a place or an owner. */
export const OF_THE_PORTAL = {
  clusters: undefined,
  grants: undefined,
  owners: undefined,
} as const;

/** An action as it was asked for. */
export type ActionCommand<Ref, Name extends string = string> = {
  ref: Ref;
  action: Name;
  credentials: UserCredentials;
  channel: Channel;
  request?: Request;
} & (
  | {
      /** `{ seen, args?, confirm?, approvalId?, override? }`, not yet validated. */
      body: unknown;
    }
  | {
      /** The arguments, not yet validated, of a route that takes nothing else: its actions depend on no state. */
      args: unknown;
      /** The approval under which it is done. */
      approvalId?: string;
    }
);

/** A request for the approval of an action. */
export interface AskCommand<Ref, Name extends string = string>
  extends Pick<
    ActionCommand<Ref, Name>,
    'ref' | 'action' | 'credentials' | 'channel' | 'request'
  > {
  /** `{ seen, args?, reason }`, not yet validated. */
  body: unknown;
}

/** Answer to a request for an approval. */
export interface AskAnswer {
  approval: Approval;
  message: string;
}

/** Answer to an accepted action: the usual, and what the writer returned. */
export type RunAnswer<
  Name extends string,
  Ref,
  Result extends object,
> = ActionAnswer & { action: Name; ref: Ref } & Result;
