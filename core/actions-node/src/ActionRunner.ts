import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { assertError, NotFoundError } from '@backstage/errors';
import {
  acceptedOf,
  Action,
  ActionRequest,
  ActionStops,
  ActionTypes,
  Decision,
  parseActionBody,
  parseAskBody,
  parseInput,
  reasonSchema,
} from '@slipway/plugin-actions-common';
import { approversInWords } from '@slipway/plugin-approvals-common';
import { Bound } from '@slipway/plugin-clusters-common';
import { randomUUID } from 'node:crypto';
import {
  ActionAuthority,
  ObjectAccess,
  SubjectAccess,
} from './ActionAuthority';
import { Admission } from './Admission';
import { ActionRecord } from './ActionRecord';
import { ActionSender, Asked } from './ActionSender';
import { ApprovalDesk } from './ApprovalDesk';
import { CheckDesk } from './checks/CheckDesk';
import { Guardrails } from './Guardrails';
import {
  ActionCommand,
  ActionRunnerOptions,
  ActionSubject,
  AskAnswer,
  AskCommand,
  RunAnswer,
} from './types';

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
  readonly #approvals: ApprovalDesk<T, Ref, A>;
  readonly #admission: Admission<T, Ref, A>;
  readonly #checks: CheckDesk<T, Ref, A>;
  readonly #sender: ActionSender<T, Ref, Result, A>;

  constructor(
    private readonly options: ActionRunnerOptions<T, Ref, Result, A>,
  ) {
    const authority = new ActionAuthority<T['name']>(options);
    const guardrails = new Guardrails({ ...options, authority });
    this.#admission = new Admission({ ...options, authority, guardrails });
    this.#approvals = new ApprovalDesk(options);
    this.#checks = new CheckDesk(options);
    this.#sender = new ActionSender({
      ...options,
      approvals: this.#approvals,
      checks: this.#checks,
      guardrails,
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

  /** Schema of what the user saw. */
  get seen(): ActionSubject<T, Ref, A>['seen'] {
    return this.options.subject.seen;
  }

  /** Whether rules of other features can stop the actions. */
  get isChecked(): boolean {
    return this.options.checks !== undefined;
  }

  /** What the caller may do to an object that is bound like this, with the reason where not. */
  access(
    bound: Bound,
    name: string,
    credentials: BackstageCredentials,
  ): Promise<ObjectAccess<T['name']>> {
    return this.#admission.access(bound, name, credentials);
  }

  /**
   * What the caller may do to each of many objects, in their order. Asks once
   * for each entity; says nothing of break-glass.
   */
  accessToEach(
    objects: ReadonlyArray<{ bound: Bound; name: string }>,
    credentials: BackstageCredentials,
  ): Promise<Array<Record<T['name'], Decision>>> {
    return this.#admission.accessToEach(objects, credentials);
  }

  /** What the caller may do to this, with the reason where not. Throws NotFoundError. */
  accessTo(
    ref: Ref,
    credentials: BackstageCredentials,
  ): Promise<SubjectAccess<T['name']>> {
    return this.#admission.accessTo(ref, credentials);
  }

  /**
   * What stops an action now, for a user who may do it.
   *
   * @throws NotAllowedError when the user may not do it at all
   * @throws NotFoundError when there is no such thing or action
   * @throws ServiceUnavailableError when the rules cannot be asked
   */
  async stops(
    command: Pick<
      ActionCommand<Ref, T['name']>,
      'ref' | 'action' | 'credentials'
    >,
  ): Promise<ActionStops> {
    const { ref, credentials } = command;
    const action = this.#actionOf(command.action);
    const owner = await this.#admission.requirePermission(
      action,
      ref,
      credentials,
    );
    return this.#checks.stops(action, ref, owner, credentials);
  }

  /**
   * Executes an action for a user.
   *
   * @throws InputError for a body that is not right or a name that was not typed
   * @throws NotAllowedError when the user may not, or nobody may
   * @throws ApprovalRequiredError when somebody else must allow it first
   * @throws ActionStoppedError when a rule of another feature stops it
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
    const action = this.#actionOf(command.action);
    // Of critical actions the audit log has invalid requests too.
    const valid =
      action.risk.severity === 'critical'
        ? undefined
        : this.#parse(action, command);
    return this.#recorded(action, command, async (acting, record) => {
      const parsed = valid ?? this.#parse(action, command);
      return this.#execute(
        {
          ...acting,
          ...parsed,
          typedName: parsed.typedName,
          approvalId: parsed.approvalId,
          override: parsed.override,
          args: parsed.ready.args,
        },
        record,
      );
    });
  }

  /**
   * Asks somebody else for an approval of an action. What would be refused
   * anyway is refused here; nothing is written.
   *
   * @throws as {@link run}; ConflictError also when nobody needs to allow it
   */
  async ask(command: AskCommand<Ref, T['name']>): Promise<AskAnswer> {
    const action = this.#actionOf(command.action);
    const { seen } = this.options.subject;
    const { reason, ...parsed } = parseAskBody<T>(
      action,
      seen,
      reasonSchema,
      command.body,
    );
    const recordedAs = { name: 'approval-asked', risk: action.risk };
    return this.#recorded(
      action,
      command,
      async (acting, record) => {
        const asked = {
          ...acting,
          ...parsed,
          typedName: undefined,
          approvalId: undefined,
          args: parsed.ready.args,
          asking: true,
        };
        const owner = await this.#admission.require(asked, record);
        const wanted = await this.#sender.wanted(asked, owner, record);
        const approval = await this.#approvals.ask(
          wanted,
          acting.actor.userEntityRef,
          reason,
        );
        await record.succeeded({ approval: approval.id });
        return {
          approval,
          message: `Approval was asked of ${approversInWords(
            approval.approvers,
          )}.`,
        };
      },
      recordedAs,
    );
  }

  #actionOf(name: T['name']): A {
    const action = this.options.actions.find(one => one.name === name);
    if (!action) throw new NotFoundError(`No action ${name}.`);
    return action;
  }

  /** Keeps an audit event of what is done, whatever becomes of it. */
  async #recorded<Answer>(
    action: A,
    {
      ref,
      credentials,
      channel,
      request,
    }: Pick<ActionCommand<Ref>, 'ref' | 'credentials' | 'channel' | 'request'>,
    work: (
      acting: Pick<
        Asked<T, Ref, A>,
        'action' | 'ref' | 'actor' | 'credentials' | 'channel' | 'context'
      >,
      record: ActionRecord,
    ) => Promise<Answer>,
    recordedAs: Pick<A, 'name' | 'risk'> = action,
  ): Promise<Answer> {
    const { subject, userInfo } = this.options;
    const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
      credentials,
    );
    const record = await ActionRecord.open(this.options, {
      action: recordedAs,
      actor: userEntityRef,
      target: { ...subject.targetOf(ref) },
      channel,
      request,
    });
    const context = {
      actor: userEntityRef,
      now: new Date().toISOString(),
      id: randomUUID(),
    };
    const actor = { userEntityRef, ownershipEntityRefs };
    try {
      return await work(
        { action, ref, actor, credentials, channel, context },
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
          approvalId: command.approvalId,
        };
  }

  async #execute(
    asked: Asked<T, Ref, A>,
    record: ActionRecord,
  ): Promise<RunAnswer<T['name'], Ref, Result>> {
    const { action, ref } = asked;
    const owner = await this.#admission.require(asked, record);
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
        acceptedOf(action, this.options.subject.nameOf(ref)),
        ...(record.missing ? [record.missing] : []),
      ].join(' '),
    };
  }
}
