import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { assertError, ConflictError, NotFoundError } from '@backstage/errors';
import {
  acceptedOf,
  Action,
  ActionRequest,
  ActionTypes,
  Channel,
  Decision,
  parseActionBody,
  parseInput,
  Plan,
  PlanContext,
  ReadyAction,
  titleOf,
} from '@slipway/plugin-actions-common';
import { Bound } from '@slipway/plugin-clusters-common';
import { randomUUID } from 'node:crypto';
import {
  ActionAuthority,
  ObjectAccess,
  SubjectAccess,
} from './ActionAuthority';
import { ActionRecord } from './ActionRecord';
import { Guardrails } from './Guardrails';
import { ownerOfBound } from './owner';
import {
  ActionCommand,
  ActionRunnerOptions,
  Acting,
  Loaded,
  Owner,
  RunAnswer,
} from './types';

interface Asked<T extends ActionTypes, Ref, A extends Action<T>>
  extends Acting<A, Ref> {
  seen: T['seen'];
  ready: ReadyAction<T>;
  typedName: string | undefined;
  channel: Channel;
  context: PlanContext;
}

/**
 * Executes every action of a plugin on one kind of thing: validate, permission
 * on the owning entity, guardrails of the environment, fresh read,
 * preconditions, record, writes (tried first where there are several),
 * outcome. Permission, audit event and activity entry cannot be left out.
 */
export class ActionRunner<
  T extends ActionTypes,
  Ref,
  Result extends object,
  A extends Action<T> = Action<T>,
> {
  readonly #authority: ActionAuthority<T['name']>;
  readonly #guardrails: Guardrails<T, Ref, A>;

  constructor(
    private readonly options: ActionRunnerOptions<T, Ref, Result, A>,
  ) {
    this.#authority = new ActionAuthority<T['name']>(options);
    this.#guardrails = new Guardrails({
      ...options,
      authority: this.#authority,
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

  /** Kind of what the actions are done to. */
  get kind(): string {
    return this.options.subject.kind;
  }

  /** What the caller may do to an object that is bound like this, with the reason where not. */
  async access(
    bound: Bound,
    name: string,
    credentials: BackstageCredentials,
  ): Promise<ObjectAccess<T['name']>> {
    const owner = ownerOfBound(`this ${this.kind.toLowerCase()}`, bound);
    return {
      entity: bound.entity,
      ...(await this.#authority.access(owner, name, credentials)),
    };
  }

  /**
   * What the caller may do to each of many objects, in their order. Asks once
   * for each entity; says nothing of break-glass.
   */
  accessToEach(
    objects: ReadonlyArray<{ bound: Bound; name: string }>,
    credentials: BackstageCredentials,
  ): Promise<Array<Record<T['name'], Decision>>> {
    return this.#authority.decideEach(
      objects.map(({ bound, name }) => ({
        owner: ownerOfBound(`this ${this.kind.toLowerCase()}`, bound),
        name,
      })),
      credentials,
    );
  }

  /** What the caller may do to this, with the reason where not. Throws NotFoundError. */
  async accessTo(
    ref: Ref,
    credentials: BackstageCredentials,
  ): Promise<SubjectAccess<T['name']>> {
    const { subject } = this.options;
    return this.#authority.access(
      await subject.ownerOf(ref, credentials),
      subject.nameOf(ref),
      credentials,
      this.#refusalOf(ref),
    );
  }

  /**
   * Executes an action for a user.
   *
   * @throws InputError for a body that is not right or a name that was not typed
   * @throws NotAllowedError when the user may not, or nobody may
   * @throws NotFoundError when there is no such thing or action
   * @throws ConflictError when it changed since the user looked, or the action is not applicable
   * @throws ServiceUnavailableError when the record or what is written to does not answer; nothing was changed
   * @throws PartiallyAppliedError when a part was applied and another was not
   * @throws OutcomeUnknownError when the change was sent and not confirmed
   */
  async run(
    command: ActionCommand<Ref, T['name']>,
  ): Promise<RunAnswer<T['name'], Ref, Result>> {
    const { ref, credentials, channel, request } = command;
    const action = this.options.actions.find(
      ({ name }) => name === command.action,
    );
    if (!action) throw new NotFoundError(`No action ${command.action}.`);
    const { subject, userInfo } = this.options;
    // Of critical actions the audit log has invalid requests too.
    const valid =
      action.risk.severity === 'critical'
        ? undefined
        : this.#parse(action, command);
    const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
      credentials,
    );
    const record = await ActionRecord.open(this.options, {
      action,
      actor: userEntityRef,
      target: { ...subject.targetOf(ref) },
      channel,
      request,
    });
    try {
      const { seen, ready, typedName } = valid ?? this.#parse(action, command);
      return await this.#execute(
        {
          action,
          ref,
          seen,
          ready,
          typedName,
          args: ready.args,
          actor: { userEntityRef, ownershipEntityRefs },
          credentials,
          channel,
          context: {
            actor: userEntityRef,
            now: new Date().toISOString(),
            id: randomUUID(),
          },
        },
        record,
      );
    } catch (error) {
      assertError(error);
      await record.failed(error);
      throw error;
    }
  }

  #parse(action: A, command: ActionCommand<Ref, T['name']>): ActionRequest<T> {
    const { seen } = this.options.subject;
    return 'body' in command
      ? parseActionBody<T>(action, seen, command.body)
      : {
          seen: parseInput(seen, undefined),
          ready: action.prepare(command.args, []),
        };
  }

  async #execute(
    asked: Asked<T, Ref, A>,
    record: ActionRecord,
  ): Promise<RunAnswer<T['name'], Ref, Result>> {
    const { action, ref, actor, credentials } = asked;
    const { grants, subject } = this.options;
    const name = subject.nameOf(ref);
    const owner = await subject.ownerOf(ref, credentials);
    // Before the permission: a grant that it was judged by is not past its end here.
    record.breakGlass = await grants?.grantOf(
      actor,
      owner,
      action.permission.name,
    );
    if (!(await subject.isOwn?.(action, ref, actor))) {
      const refusalOf = subject.refusalOf?.bind(subject);
      await this.#authority.require(
        action,
        owner,
        name,
        credentials,
        refusalOf && (() => refusalOf(action, ref)),
      );
    }
    await this.#guardrails.requireAt(subject.placeOf(ref), asked);

    const { plan, result } = await this.#send(asked, owner, record);
    await record.succeeded({
      ...plan.after,
      ...this.options.writer.afterOf?.(result),
    });
    return {
      ...(record.activityId ? { activityId: record.activityId } : {}),
      ref,
      action: action.name,
      ...result,
      message: [
        acceptedOf(action, name),
        ...(record.missing ? [record.missing] : []),
      ].join(' '),
    };
  }

  /** Plans on what was read now and writes; again after a conflict only as often as the risk of the action allows. */
  async #send(
    asked: Asked<T, Ref, A>,
    owner: Owner,
    record: ActionRecord,
  ): Promise<{ plan: Plan<T['write']>; result: Result }> {
    const { action, actor, ref } = asked;
    const { logger, subject, writer } = this.options;
    const { attempts = 1 } = action.risk;
    const name = subject.nameOf(ref);
    for (let attempt = 1; ; attempt++) {
      const loaded = await subject.load(asked);
      this.#requireSameOwner(name, owner, loaded);
      await this.#guardrails.requireTouched(asked, owner, loaded.touched ?? []);
      const plan = asked.ready.plan(loaded.fresh, asked.seen, asked.context);
      if (attempt === 1) {
        await record.begin(
          {
            plugin: this.options.plugin,
            type: action.words.recordedAs ?? action.name,
            actor: actor.userEntityRef,
            target: {
              ...subject.targetOf(ref),
              ...(plan.target ?? {}),
              ...(loaded.uid ? { uid: loaded.uid } : {}),
              ...(owner.by === 'entity' ? { entityRef: owner.entityRef } : {}),
            },
            summary:
              (plan.summary ?? titleOf(action, name)) +
              (record.breakGlass ? ' under break-glass' : ''),
            severity: plan.severity ?? 'notice',
            before: {
              ...plan.before,
              ...(record.breakGlass ? { breakGlass: record.breakGlass } : {}),
            },
          },
          { ...(plan.target ?? {}) },
        );
      }
      try {
        return { plan, result: await writer.apply(ref, plan.writes, actor) };
      } catch (error) {
        assertError(error);
        if (
          error.name !== 'ConflictError' ||
          !writer.conflictMeansChanged?.(plan.writes)
        ) {
          throw error;
        }
        // Here nothing was changed: a part that was applied is another error.
        // Planning again compares again with what the user saw: an object
        // that has changed ends the loop with its own refusal.
        if (attempt < attempts) continue;
        logger.debug(`${action.name} of ${name}: ${error.message}`);
        const now = subject.stateInWords?.(ref);
        throw new ConflictError(
          `${name} changed since you looked, while this was being sent.${
            now ? ` It is now ${now}.` : ''
          }`,
        );
      }
    }
  }

  #requireSameOwner(name: string, asked: Owner, { owner }: Loaded<unknown>) {
    if (asked.by !== 'entity' || !owner) return;
    if (owner.by === 'entity' && owner.entityRef === asked.entityRef) return;
    throw new ConflictError(
      `${name} changed since you looked: it no longer belongs to ${asked.entityRef}.`,
    );
  }

  #refusalOf(ref: Ref) {
    const { subject, actions } = this.options;
    if (!subject.refusalOf) return undefined;
    return async ({ name }: { name: T['name'] }) => {
      const action = actions.find(one => one.name === name);
      if (!action || !subject.refusalOf) throw new NotFoundError(name);
      return subject.refusalOf(action, ref);
    };
  }
}
