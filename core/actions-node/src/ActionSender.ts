import { assertError, ConflictError } from '@backstage/errors';
import {
  Action,
  ActionTypes,
  Channel,
  Plan,
  PlanContext,
  ReadyAction,
  titleOf,
} from '@slipway/plugin-actions-common';
import { NewUserActivity } from '@slipway/plugin-activity-common';
import { ActionRecord } from './ActionRecord';
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
    > & { guardrails: Guardrails<T, Ref, A> },
  ) {}

  /** Plans on what was read now and writes; again after a conflict only as often as the risk of the action allows. */
  async send(
    asked: Asked<T, Ref, A>,
    owner: Owner,
    record: ActionRecord,
  ): Promise<{ plan: Plan<T['write']>; result: Result }> {
    const { action, actor, ref } = asked;
    const { guardrails, logger, subject, writer } = this.options;
    const { attempts = 1 } = action.risk;
    const name = subject.nameOf(ref);
    for (let attempt = 1; ; attempt++) {
      const loaded = await subject.load(asked);
      requireSameOwner(name, owner, loaded);
      await guardrails.requireTouched(asked, owner, loaded.touched ?? []);
      const plan = asked.ready.plan(loaded.fresh, asked.seen, asked.context);
      if (attempt === 1) {
        await record.begin(
          this.#entry({ asked, owner, loaded, plan, record }),
          {
            ...plan.target,
          },
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

  /** What the activity record keeps before anything is sent. */
  #entry(facts: {
    asked: Asked<T, Ref, A>;
    owner: Owner;
    loaded: Loaded<T['fresh']>;
    plan: Plan<T['write']>;
    record: ActionRecord;
  }): NewUserActivity {
    const { asked, owner, loaded, plan, record } = facts;
    const { action, actor, ref } = asked;
    const { plugin, subject } = this.options;
    const { breakGlass } = record;
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
      summary:
        (plan.summary ?? titleOf(action, subject.nameOf(ref))) +
        (breakGlass ? ' under break-glass' : ''),
      severity: plan.severity ?? 'notice',
      before: { ...plan.before, ...(breakGlass ? { breakGlass } : {}) },
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
