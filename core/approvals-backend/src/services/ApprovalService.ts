import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  AnswerWrite,
  Approval,
  ApprovalFilter,
  ApprovalOutcome,
  ApprovalRequest,
  ApprovalUseRequest,
  stateAt,
  useRefusal,
} from '@slipway/plugin-approvals-common';
import { digestOf } from '@slipway/plugin-approvals-node';
import { randomUUID } from 'node:crypto';
import { ApprovalsConfig } from '../config';
import { ApprovalStore } from '../database/ApprovalStore';
import { Announcer } from './Announcer';
import { ApprovalFeed } from './ApprovalFeed';
import { Approvers } from './Approvers';

/** Most requests of one user that may be open at once. */
const MOST_OPEN = 20;
/** Most approvals in one answer. */
const MOST_LISTED = 500;

/** Approvals as plugins and pages use them; what is open ends by the clock. */
export class ApprovalService {
  constructor(
    private readonly options: {
      announcer: Announcer;
      approvers: Approvers;
      config: Pick<ApprovalsConfig, 'answerWithinMs' | 'useWithinMs'>;
      feed: ApprovalFeed;
      store: ApprovalStore;
    },
  ) {}

  /** @throws NotFoundError */
  async get(id: string): Promise<Approval> {
    const approval = await this.options.store.find(id);
    if (!approval) throw new NotFoundError(`There is no approval ${id}.`);
    return asOf(approval, new Date());
  }

  async list(filter: ApprovalFilter): Promise<Approval[]> {
    const { states, ...rest } = filter;
    const now = new Date();
    // What ran out and is not written yet is filtered by what it is now.
    const found = await this.options.store.list(rest, MOST_LISTED);
    return found
      .map(approval => asOf(approval, now))
      .filter(({ state }) => !states || states.includes(state));
  }

  /**
   * Asks for leave to do one thing, for a plugin.
   *
   * @param pluginId - who asks; it can ask for its own actions only
   * @returns the one that is open, whether it is new or not
   * @throws NotFoundError when there is no such entity
   * @throws ConflictError when the user has too many open requests
   */
  async ask(request: ApprovalRequest, pluginId: string): Promise<Approval> {
    const { announcer, approvers, config, feed, store } = this.options;
    const { asked, requester } = request;
    requirePlugin(asked.plugin, pluginId);
    const now = new Date();
    const of = await approvers.of(asked.entityRef);
    if ((await store.countOpen(requester, now)) >= MOST_OPEN) {
      throw new ConflictError(
        `You have ${MOST_OPEN} open requests: withdraw one first.`,
      );
    }
    const { opened, approval } = await store.open({
      ...request,
      id: randomUUID(),
      digest: digestOf(asked),
      approvers: of.approvers,
      askedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + config.answerWithinMs).toISOString(),
    });
    if (opened) {
      feed.changed();
      await announcer.asked(approval);
    }
    return asOf(approval, now);
  }

  /**
   * Writes an answer that was checked.
   *
   * @throws ConflictError when somebody else was first
   */
  async answer(write: AnswerWrite): Promise<Approval> {
    const { announcer, config, feed, store } = this.options;
    const expiresAt =
      write.to === 'allowed'
        ? new Date(Date.parse(write.at) + config.useWithinMs).toISOString()
        : undefined;
    if (!(await store.answer(write, expiresAt))) {
      throw new ConflictError(
        'Somebody else answered or withdrew it at this moment.',
      );
    }
    feed.changed();
    const approval = await this.get(write.id);
    await announcer.answered(approval);
    return approval;
  }

  /**
   * Uses an approval for exactly this. Whoever allowed it must still be one who
   * may; the right of the requester is what the plugin has just asked for.
   *
   * @throws NotAllowedError with the reason
   * @throws NotFoundError
   */
  async use(
    id: string,
    { asked, requester, activityId }: ApprovalUseRequest,
    pluginId: string,
  ): Promise<Approval> {
    const { approvers, feed, store } = this.options;
    requirePlugin(asked.plugin, pluginId);
    const use = { requester, digest: digestOf(asked) };
    const refuse = async () => {
      const reason = useRefusal(await this.get(id), use, new Date());
      if (reason !== undefined) throw new NotAllowedError(reason);
    };
    await refuse();
    await approvers.requireStillMay(await this.get(id));
    const at = new Date();
    if (!(await store.use(id, { ...use, at, activityId }))) {
      await refuse();
      throw new NotAllowedError('It was used at this moment.');
    }
    feed.changed();
    return this.get(id);
  }

  /** Keeps what became of it. @throws NotFoundError */
  async finish(
    id: string,
    outcome: ApprovalOutcome,
    pluginId: string,
  ): Promise<Approval> {
    const { feed, store } = this.options;
    requirePlugin((await this.get(id)).asked.plugin, pluginId);
    if (await store.finish(id, outcome)) feed.changed();
    return this.get(id);
  }
}

/** An approval with the state that it has by the clock. */
function asOf(approval: Approval, now: Date): Approval {
  return { ...approval, state: stateAt(approval, now) };
}

/** @throws NotAllowedError for the request of another plugin */
function requirePlugin(plugin: string, pluginId: string) {
  if (plugin !== pluginId) {
    throw new NotAllowedError(
      `${pluginId} may not ask for, nor use, approvals of ${plugin}.`,
    );
  }
}
