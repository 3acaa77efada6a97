import {
  AuditorService,
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  LoggerService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  assertError,
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  acceptedOf,
  Action,
  ActionAnswer,
  ActionTypes,
  Channel,
  checkGuardrails,
  parseActionBody,
  Plan,
  ReadyAction,
  titleOf,
} from '@slipway/plugin-actions-common';
import { ActivityService } from '@slipway/plugin-activity-node';
import {
  BreakGlassConfig,
  BreakGlassService,
} from '@slipway/plugin-break-glass-node';
import {
  Actor,
  Bound,
  KubeObject,
  ObjectRef,
  Write,
} from '@slipway/plugin-clusters-common';
import { applyWrites, Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import { Request } from 'express';
import { z } from 'zod/v3';
import { ActionAuthority, ObjectAccess } from './ActionAuthority';
import { ActionRecord } from './ActionRecord';
import { GrantReader } from './GrantReader';

/** An object as the API server gave it. */
export type RawObject = KubeObject & Record<string, unknown>;

/** The types of actions on objects of a cluster. */
export interface ObjectActionTypes extends ActionTypes {
  write: Write;
}

/** What a plugin tells the runner about the kind of object that its actions are done to. */
export interface ObjectSubject<
  T extends ObjectActionTypes,
  A extends Action<T> = Action<T>,
> {
  /** `Rollout` */
  kind: string;
  /** What the user saw, as it is sent. */
  seen: z.ZodType<T['seen'], z.ZodTypeDef, unknown>;
  /** Who owns the object, where that is known without a read. */
  boundOf(ref: ObjectRef): Bound | undefined;
  /** Reads the object as it is now. Throws NotFoundError. */
  read(ref: ObjectRef): Promise<RawObject>;
  /** Adds what the plan of this action needs beside it. */
  complete(
    ref: ObjectRef,
    raw: RawObject,
    action: A,
    args: unknown,
  ): Promise<T['fresh']>;
  /** Where it stands now, for a refusal: `Paused, step 3 of 8`. */
  stateInWords(ref: ObjectRef): string | undefined;
  /** Address at which a user can act. */
  linkOf(ref: ObjectRef): string;
}

export interface ActionRunnerOptions<
  T extends ObjectActionTypes,
  A extends Action<T> = Action<T>,
> {
  /** Id of the plugin, for the activity record. */
  plugin: string;
  actions: readonly A[];
  subject: ObjectSubject<T, A>;
  activity: ActivityService;
  auditor: AuditorService;
  auth: AuthService;
  breakGlass: BreakGlassService;
  breakGlassConfig: BreakGlassConfig;
  clusters: Clusters;
  logger: LoggerService;
  owners: Owners;
  permissions: PermissionsService;
  userInfo: UserInfoService;
}

/** An action as it was asked for. */
export interface ActionCommand<Name extends string = string> {
  ref: ObjectRef;
  action: Name;
  /** `{ seen, args?, confirm? }`, not yet validated. */
  body: unknown;
  credentials: BackstageCredentials<BackstageUserPrincipal>;
  channel: Channel;
  request?: Request;
}

/** Answer to an accepted action on an object of a cluster. */
export interface ObjectActionAnswer<Name extends string> extends ActionAnswer {
  action: Name;
  ref: ObjectRef;
  /** resourceVersion after the write; empty when the API server answered none. */
  resourceVersion: string;
}

interface Asked<T extends ObjectActionTypes, A extends Action<T>> {
  action: A;
  ref: ObjectRef;
  seen: T['seen'];
  ready: ReadyAction<T>;
  typedName: string | undefined;
  actor: Actor;
  credentials: BackstageCredentials<BackstageUserPrincipal>;
  channel: Channel;
}

/**
 * Executes every action of a plugin: validate, permission on the owning
 * entity, guardrails of the environment, fresh read, preconditions, record,
 * dry run of all writes, writes, outcome. Permission, audit event and activity
 * entry cannot be left out.
 */
export class ActionRunner<
  T extends ObjectActionTypes,
  A extends Action<T> = Action<T>,
> {
  readonly #authority: ActionAuthority<T['name']>;
  readonly #grants: GrantReader;

  constructor(private readonly options: ActionRunnerOptions<T, A>) {
    this.#grants = new GrantReader({
      ...options,
      config: options.breakGlassConfig,
    });
    this.#authority = new ActionAuthority<T['name']>({
      ...options,
      grants: this.#grants,
      kind: options.subject.kind,
    });
  }

  /** Names of all actions, in their order. */
  get names(): ReadonlyArray<T['name']> {
    return this.options.actions.map(({ name }) => name);
  }

  /** All actions, in their order. */
  get actions(): readonly A[] {
    return this.options.actions;
  }

  /** Kind of the objects. */
  get kind(): string {
    return this.options.subject.kind;
  }

  /** What the caller may do to an object that is bound like this, with the reason where not. */
  access(
    bound: Bound,
    name: string,
    credentials: BackstageCredentials,
  ): Promise<ObjectAccess<T['name']>> {
    return this.#authority.access(bound, name, credentials);
  }

  /**
   * Executes an action for a user.
   *
   * @throws InputError for a body that is not right or a name that was not typed
   * @throws NotAllowedError when the user may not, or nobody may
   * @throws NotFoundError when there is no such object or action
   * @throws ConflictError when it changed since the user looked, or the action is not applicable
   * @throws ServiceUnavailableError when the record or the cluster does not answer; nothing was changed
   * @throws PartiallyAppliedError when a part was applied and another was not
   * @throws OutcomeUnknownError when the cluster was sent the change and did not confirm it
   */
  async run(
    command: ActionCommand<T['name']>,
  ): Promise<ObjectActionAnswer<T['name']>> {
    const { ref, credentials, channel, request } = command;
    const action = this.options.actions.find(
      ({ name }) => name === command.action,
    );
    if (!action) throw new NotFoundError(`No action ${command.action}.`);
    const { subject, userInfo } = this.options;
    const { seen, ready, typedName } = parseActionBody<T>(
      action,
      subject.seen,
      command.body,
    );
    const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
      credentials,
    );
    const record = await ActionRecord.open(this.options, {
      action,
      actor: userEntityRef,
      target: { kind: subject.kind, ...ref },
      channel,
      request,
    });
    try {
      return await this.#execute(
        {
          action,
          ref,
          seen,
          ready,
          typedName,
          actor: { userEntityRef, ownershipEntityRefs },
          credentials,
          channel,
        },
        record,
      );
    } catch (error) {
      assertError(error);
      await record.failed(error);
      throw error;
    }
  }

  async #execute(
    asked: Asked<T, A>,
    record: ActionRecord,
  ): Promise<ObjectActionAnswer<T['name']>> {
    const { action, ref } = asked;
    const { clusters, subject } = this.options;
    const bound = await this.#bound(ref);
    // Before the permission: a grant that it was judged by is not past its end here.
    record.breakGlass = await this.#grants.grantOf(asked.actor, bound);
    const entityRef = await this.#authority.require(
      action,
      bound,
      ref.name,
      asked.credentials,
    );
    checkGuardrails({
      action,
      environment: clusters.environmentOf(ref.cluster, ref.namespace),
      channel: asked.channel,
      kind: subject.kind,
      name: ref.name,
      typedName: asked.typedName,
      link: subject.linkOf(ref),
    });
    await this.#requireWritable(ref.cluster);

    const { plan, resourceVersion } = await this.#send(
      asked,
      entityRef,
      record,
    );
    await record.succeeded(plan.after);
    return {
      ...(record.activityId ? { activityId: record.activityId } : {}),
      ref,
      action: action.name,
      resourceVersion,
      message: [
        acceptedOf(action, ref.name),
        ...(record.missing ? [record.missing] : []),
      ].join(' '),
    };
  }

  /** Plans on a fresh object and sends the writes; again after a conflict only as often as the risk of the action allows. */
  async #send(
    asked: Asked<T, A>,
    entityRef: string,
    record: ActionRecord,
  ): Promise<{ plan: Plan<Write>; resourceVersion: string }> {
    const { action, actor, ref } = asked;
    const { attempts = 1 } = action.risk;
    for (let attempt = 1; ; attempt++) {
      const { plan, uid } = await this.#plan(asked, entityRef);
      if (attempt === 1) {
        await record.begin({
          plugin: this.options.plugin,
          type: action.name,
          actor: actor.userEntityRef,
          target: { kind: this.kind, ...ref, uid, entityRef },
          summary:
            (plan.summary ?? titleOf(action, ref.name)) +
            (record.breakGlass ? ' under break-glass' : ''),
          severity: 'notice',
          before: {
            ...plan.before,
            ...(record.breakGlass ? { breakGlass: record.breakGlass } : {}),
          },
        });
      }
      try {
        const last = await applyWrites(
          this.options.clusters,
          ref.cluster,
          plan.writes,
          actor,
        );
        return { plan, resourceVersion: last?.metadata.resourceVersion ?? '' };
      } catch (error) {
        assertError(error);
        if (error.name !== 'ConflictError') throw error;
        // Here nothing was changed: a part that was applied is another error.
        // Planning again compares again with what the user saw: an object
        // that has changed ends the loop with its own refusal.
        if (attempt < attempts) continue;
        this.options.logger.debug(
          `${action.name} of ${ref.name}: ${error.message}`,
        );
        const now = this.options.subject.stateInWords(ref);
        throw new ConflictError(
          `${ref.name} changed since you looked, while this was being sent.${
            now ? ` It is now ${now}.` : ''
          }`,
        );
      }
    }
  }

  async #plan(
    { action, ref, seen, ready, actor }: Asked<T, A>,
    entityRef: string,
  ): Promise<{ plan: Plan<Write>; uid: string }> {
    const { owners, subject } = this.options;
    const raw = await subject.read(ref);
    const { entity } = owners.bind(ref.cluster, raw.metadata);
    if (entity.state !== 'bound' || entity.entityRef !== entityRef) {
      throw new ConflictError(
        `${ref.name} changed since you looked: it no longer belongs to ${entityRef}.`,
      );
    }
    const fresh = await subject.complete(ref, raw, action, ready.args);
    return {
      uid: raw.metadata.uid,
      plan: ready.plan(fresh, seen, {
        actor: actor.userEntityRef,
        now: new Date().toISOString(),
      }),
    };
  }

  /** Who owns the object: as it is known, or read now. */
  async #bound(ref: ObjectRef): Promise<Bound> {
    const { owners, subject } = this.options;
    const known = subject.boundOf(ref);
    if (known) return known;
    const { metadata } = await subject.read(ref);
    return owners.bind(ref.cluster, metadata);
  }

  /** Before a record is kept: nobody can act on a read-only cluster. */
  async #requireWritable(cluster: string) {
    const infos = await this.options.clusters.list();
    const info = infos.find(({ name }) => name === cluster);
    if (!info) throw new NotFoundError(`No cluster ${cluster} is configured.`);
    if (!info.allowActions) {
      throw new NotAllowedError(
        `Cluster ${cluster} is read-only: its configuration does not allow actions.`,
      );
    }
  }
}
