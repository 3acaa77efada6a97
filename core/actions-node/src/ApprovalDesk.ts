import { stringifyError } from '@backstage/errors';
import {
  Action,
  ActionTypes,
  ApprovalNeed,
  ApprovalRequiredError,
} from '@slipway/plugin-actions-common';
import {
  Approval,
  ApprovalOutcome,
  Asked,
} from '@slipway/plugin-approvals-common';
import { Asked as Command } from './ActionSender';
import { ActionRunnerOptions, Owner } from './types';

/** Most characters of texts that the backend of approvals takes. */
const MOST_WORDS = 2_000;
const MOST_WHY = 500;

const bounded = (text: string, most: number) =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** What somebody else must allow, and why. */
export interface Wanted {
  asked: Asked;
  need: ApprovalNeed;
}

/** Asks for the approvals of a runner's actions, and uses them. */
export class ApprovalDesk<T extends ActionTypes, Ref, A extends Action<T>> {
  constructor(
    private readonly options: Pick<
      ActionRunnerOptions<T, Ref, object, A>,
      'actions' | 'approvals' | 'logger' | 'plugin' | 'subject'
    >,
  ) {
    const { actions, approvals, plugin } = options;
    const first = actions.find(({ approval }) => approval);
    if (first && !approvals) {
      throw new Error(`${plugin} asks nobody for approvals of ${first.name}`);
    }
  }

  /** What somebody else must allow; undefined when nobody must. */
  wantedFor(
    { action, ref, ready }: Command<T, Ref, A>,
    owner: Owner,
    fresh: T['fresh'],
  ): Wanted | undefined {
    if (this.options.subject.isApproved?.(ref)) return undefined;
    const need = ready.approval(fresh);
    if (!need) return undefined;
    if (owner.by !== 'entity') {
      throw new Error(`Nobody can be asked for an approval of ${action.name}`);
    }
    const { plugin, subject } = this.options;
    const place = subject.placeOf(ref);
    return {
      need,
      asked: {
        plugin,
        action: action.name,
        entityRef: owner.entityRef,
        ...(place && { cluster: place.cluster, namespace: place.namespace }),
        // As it travels: what JSON does not hold is not bound.
        args: JSON.parse(JSON.stringify(ready.args ?? null)),
        ...(need.state ? { state: need.state } : {}),
        words: bounded(need.words, MOST_WORDS),
      },
    };
  }

  /** Asks those who may answer. */
  async ask(
    { asked, need }: Wanted,
    requester: string,
    reason: string,
  ): Promise<Approval> {
    return this.#service().ask({
      asked,
      needed: bounded(need.why, MOST_WHY),
      requester,
      reason,
      ...(need.path ? { path: need.path } : {}),
    });
  }

  /**
   * Uses an approval, before anything is written.
   *
   * @throws NotAllowedError when it does not allow this
   * @throws ServiceUnavailableError when that is not known
   */
  async use(
    { asked }: Wanted,
    use: { approvalId: string; requester: string; activityId?: string },
  ): Promise<Approval> {
    const { approvalId, requester, activityId } = use;
    return this.#service().use(approvalId, {
      asked,
      requester,
      ...(activityId ? { activityId } : {}),
    });
  }

  /** Keeps what became of it. Never throws: what happened cannot be undone by a record that fails. */
  async finish(approvalId: string, outcome: ApprovalOutcome): Promise<void> {
    try {
      await this.#service().finish(approvalId, outcome);
    } catch (error) {
      this.options.logger.error(
        `What became of approval ${approvalId} could not be kept: ${stringifyError(
          error,
        )}`,
      );
    }
  }

  #service() {
    const { approvals, plugin } = this.options;
    if (!approvals) throw new Error(`${plugin} has no approvals`);
    return approvals;
  }
}

/** @throws ApprovalRequiredError without an approval for what needs one */
export function requireApprovalId(
  { need }: Wanted,
  approvalId: string | undefined,
): string {
  if (approvalId === undefined) throw new ApprovalRequiredError(need);
  return approvalId;
}
