import { assertError, ConflictError } from '@backstage/errors';
import {
  Action,
  ActionOverride,
  ActionTypes,
  Channel,
  Plan,
  PlanContext,
  ReadyAction,
  titleOf,
} from '@slipway/plugin-actions-common';
import { NewUserActivity } from '@slipway/plugin-activity-common';
import { endOfFailedWrite } from '@slipway/plugin-clusters-common';
import { ActionRecord } from './ActionRecord';
import { ApprovalDesk, requireApprovalId, Wanted } from './ApprovalDesk';
import { CheckDesk, Passed } from './checks/CheckDesk';
import {
  overriddenSummary,
  passedInRecord,
  stopsInRecord,
} from './checks/recordOfChecks';
import { Guardrails } from './Guardrails';
import { Acting, ActionRunnerOptions, Loaded, Owner } from './types';

/** A valid command, with who acts and when. */
export interface Asked<T extends ActionTypes, Ref, A extends Action<T>>
  extends Acting<A, Ref> {
  seen: T['seen'];
  ready: ReadyAction<T>;
  typedName: string | undefined;
  channel: Channel;
  context: PlanContext;
  approvalId: string | undefined;
  /** That it is done although rules stop it. */
  override?: ActionOverride;
  /** Only an approval is asked for: nothing is written. */
  asking?: boolean;
}

/** The second half of an action: read, plan, record, write. */
export class ActionSender<
  T extends ActionTypes,
  Ref,
  Result extends object,
  A extends Action<T>,
> {
  constructor(
    private readonly options: Pick<
      ActionRunnerOptions<T, Ref, Result, A>,
      'logger' | 'plugin' | 'subject' | 'writer'
    > & {
      approvals: ApprovalDesk<T, Ref, A>;
      checks: CheckDesk<T, Ref, A>;
      guardrails: Guardrails<T, Ref, A>;
    },
  ) {}

  /**
   * Reads and plans as if it were sent, so that nothing is asked for which would
   * be refused anyway.
   *
   * @throws ConflictError when nobody needs to allow it
   */
  async wanted(
    asked: Asked<T, Ref, A>,
    owner: Owner,
    record: ActionRecord,
  ): Promise<Wanted> {
    const { loaded, wanted } = await this.#planned(asked, owner);
    const { action, actor, ref } = asked;
    const { plugin, subject } = this.options;
    if (!wanted) {
      throw new ConflictError(
        `Nobody needs to allow this: ${action.words.label} can be done at once.`,
      );
    }
    await record.begin({
      plugin,
      type: 'approval-asked',
      actor: actor.userEntityRef,
      target: {
        ...subject.targetOf(ref),
        ...(loaded.uid ? { uid: loaded.uid } : {}),
        entityRef: wanted.asked.entityRef,
      },
      summary: `Ask for approval: ${wanted.need.words}`,
      severity: 'notice',
      before: {},
    });
    return wanted;
  }

  /** Plans on what was read now and writes; again after a conflict only as often as the risk of the action allows. */
  async send(
    asked: Asked<T, Ref, A>,
    owner: Owner,
    record: ActionRecord,
  ): Promise<{ plan: Plan<T['write']>; result: Result }> {
    const { action, ref } = asked;
    const { checks, logger, subject, writer } = this.options;
    const { attempts = 1 } = action.risk;
    const name = subject.nameOf(ref);
    for (let attempt = 1; ; attempt++) {
      const { loaded, plan, wanted } = await this.#planned(asked, owner);
      const approvalId = wanted && requireApprovalId(wanted, asked.approvalId);
      const passed = await checks.require(asked, owner, stops => {
        record.checked = stopsInRecord(stops);
      });
      record.checked = passedInRecord(passed);
      if (attempt === 1) {
        record.approval = approvalId;
        await record.begin(
          this.#entry({ asked, owner, loaded, plan, passed, record }),
          {
            ...plan.target,
          },
        );
      }
      try {
        return { plan, result: await this.#write(asked, plan, wanted, record) };
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

  async #planned(asked: Asked<T, Ref, A>, owner: Owner) {
    const { approvals, guardrails, subject } = this.options;
    const loaded = await subject.load(asked);
    requireSameOwner(subject.nameOf(asked.ref), owner, loaded);
    await guardrails.requireTouched(asked, owner, loaded.touched ?? []);
    const plan = asked.ready.plan(loaded.fresh, asked.seen, asked.context);
    const wanted = approvals.wantedFor(asked, owner, loaded.fresh);
    return { loaded, plan, wanted };
  }

  /** Writes; what needs an approval uses it before, and says afterwards what became of it. */
  async #write(
    { ref, actor }: Asked<T, Ref, A>,
    { writes }: Plan<T['write']>,
    wanted: Wanted | undefined,
    { approval: approvalId, activityId }: ActionRecord,
  ): Promise<Result> {
    const { approvals, writer } = this.options;
    if (!wanted || approvalId === undefined) {
      return writer.apply(ref, writes, actor);
    }
    const requester = actor.userEntityRef;
    const approval = await approvals.use(wanted, {
      approvalId,
      requester,
      activityId,
    });
    try {
      const result = await writer.apply(ref, writes, actor, approval);
      await approvals.finish(approvalId, { outcome: 'succeeded' });
      return result;
    } catch (error) {
      assertError(error);
      const { outcome } = endOfFailedWrite(error);
      await approvals.finish(approvalId, { outcome, error: error.message });
      throw error;
    }
  }

  /** What the activity record keeps before anything is sent. */
  #entry(facts: {
    asked: Asked<T, Ref, A>;
    owner: Owner;
    loaded: Loaded<T['fresh']>;
    plan: Plan<T['write']>;
    passed: Passed;
    record: ActionRecord;
  }): NewUserActivity {
    const { asked, owner, loaded, plan, passed, record } = facts;
    const { action, actor, ref } = asked;
    const { plugin, subject } = this.options;
    const { approval, breakGlass, checked } = record;
    const isOverridden = passed.overridden.length > 0;
    return {
      plugin,
      type: action.words.recordedAs ?? action.name,
      actor: actor.userEntityRef,
      target: {
        ...subject.targetOf(ref),
        ...plan.target,
        ...(loaded.uid ? { uid: loaded.uid } : {}),
        ...(owner.by === 'entity' ? { entityRef: owner.entityRef } : {}),
      },
      summary: overriddenSummary(
        (plan.summary ?? titleOf(action, subject.nameOf(ref))) +
          (breakGlass ? ' under break-glass' : '') +
          (approval ? ' as approved' : ''),
        passed,
      ),
      severity: plan.severity ?? (isOverridden ? 'warning' : 'notice'),
      before: {
        ...plan.before,
        ...(breakGlass ? { breakGlass } : {}),
        ...(approval ? { approval } : {}),
        ...checked,
      },
    };
  }
}

function requireSameOwner(
  name: string,
  asked: Owner,
  { owner }: Loaded<unknown>,
) {
  if (asked.by !== 'entity' || !owner) return;
  if (owner.by === 'entity' && owner.entityRef === asked.entityRef) return;
  throw new ConflictError(
    `${name} changed since you looked: it no longer belongs to ${asked.entityRef}.`,
  );
}
