import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { assertError, NotFoundError } from '@backstage/errors';
import {
  acceptedOf,
  Action,
  ActionRequest,
  ActionTypes,
  Decision,
  parseActionBody,
  parseInput,
} from '@slipway/plugin-actions-common';
import { Bound } from '@slipway/plugin-clusters-common';
import { randomUUID } from 'node:crypto';
import {
  ActionAuthority,
  ObjectAccess,
  SubjectAccess,
} from './ActionAuthority';
import { ActionRecord } from './ActionRecord';
import { ActionSender, Asked } from './ActionSender';
import { Guardrails } from './Guardrails';
import { ownerOfBound } from './owner';
import { ActionCommand, ActionRunnerOptions, RunAnswer } from './types';

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
  readonly #sender: ActionSender<T, Ref, Result, A>;

  constructor(
    private readonly options: ActionRunnerOptions<T, Ref, Result, A>,
  ) {
    this.#authority = new ActionAuthority<T['name']>(options);
    this.#guardrails = new Guardrails({
      ...options,
      authority: this.#authority,
    });
    this.#sender = new ActionSender({
      ...options,
      guardrails: this.#guardrails,
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
   * @throws UnrecordedError when no record can be kept; nothing was changed
   * @throws ServiceUnavailableError when what is written to does not answer; nothing was changed
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
    const since = grants?.time() ?? 0;
    try {
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
    } finally {
      // After the permission, of a refusal too: what the policy was answered is not asked again.
      record.breakGlass = await grants?.grantOf(
        actor,
        owner,
        action.permission.name,
        since,
      );
    }
    await this.#guardrails.requireAt(subject.placeOf(ref), asked);

    const { plan, result } = await this.#sender.send(asked, owner, record);
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
