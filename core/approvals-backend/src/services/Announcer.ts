import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Approval } from '@slipway/plugin-approvals-common';
import { clockUtc, shortRef } from '@slipway/plugin-break-glass-common';
import { ApprovalsConfig } from '../config';

type Payload = Parameters<NotificationService['send']>[0]['payload'];

/** Titles have one line in lists. */
const short = (words: string) =>
  words.length > 140 ? `${words.slice(0, 139)}…` : words;

/**
 * Notifies those who may answer, and whoever asked. Never throws: the request
 * is there, and its page, the record and the audit log have it.
 */
export class Announcer {
  constructor(
    private readonly options: {
      config: Pick<ApprovalsConfig, 'platformGroups'>;
      logger: LoggerService;
      notifications: NotificationService;
    },
  ) {}

  /** Somebody asks. */
  async asked(approval: Approval): Promise<void> {
    const { requester, reason, asked } = approval;
    await this.#toApprovers(approval, {
      title: short(`${shortRef(requester)} asks for approval: ${asked.words}`),
      description: reason,
      severity: 'high',
    });
  }

  /** It was allowed or refused. */
  async answered(approval: Approval): Promise<void> {
    const { state, answer, asked, expiresAt } = approval;
    if (!answer) return;
    const who = shortRef(answer.by);
    await this.#toRequester(approval, {
      title: short(
        state === 'allowed'
          ? `${who} allowed, until ${clockUtc(expiresAt)}: ${asked.words}`
          : `${who} refused: ${asked.words}`,
      ),
      ...(answer.reason ? { description: answer.reason } : {}),
      severity: 'normal',
    });
  }

  /** It runs out soon: without an answer, or without having been used. */
  async runsOutSoon(approval: Approval): Promise<void> {
    const { state, asked, expiresAt, requester } = approval;
    const until = clockUtc(expiresAt);
    await (state === 'waiting'
      ? this.#toApprovers(approval, {
          title: short(
            `Until ${until}, ${shortRef(requester)} waits for approval: ${
              asked.words
            }`,
          ),
          severity: 'high',
        })
      : this.#toRequester(approval, {
          title: short(
            `Your approval can be used until ${until}: ${asked.words}`,
          ),
          severity: 'normal',
        }));
  }

  /** It ran out. */
  async expired(approval: Approval): Promise<void> {
    await this.#toRequester(approval, {
      title: short(
        approval.state === 'waiting'
          ? `Nobody answered in time: ${approval.asked.words}`
          : `Your approval was not used in time: ${approval.asked.words}`,
      ),
      severity: 'normal',
    });
  }

  /** The owners; the platform groups where there is no owner. They may answer too, and are not notified of every team's requests. */
  #toApprovers(approval: Approval, payload: Payload) {
    const { platformGroups } = this.options.config;
    const owners = approval.approvers.filter(
      ref => !platformGroups.includes(ref),
    );
    return this.#send(
      approval,
      owners.length > 0 ? owners : platformGroups,
      payload,
      approval.requester,
    );
  }

  #toRequester(approval: Approval, payload: Payload) {
    return this.#send(approval, [approval.requester], payload);
  }

  async #send(
    { id }: Approval,
    entityRef: string[],
    payload: Payload,
    excludeEntityRef?: string,
  ) {
    try {
      await this.options.notifications.send({
        recipients: {
          type: 'entity',
          entityRef,
          ...(excludeEntityRef ? { excludeEntityRef } : {}),
        },
        payload: {
          ...payload,
          link: `/approvals/${id}`,
          topic: 'approvals',
          // One line for each request: what is newer replaces what it says.
          scope: `approvals/${id}`,
        },
      });
    } catch (error) {
      this.options.logger.warn(
        `${entityRef.join(
          ', ',
        )} could not be notified of approval ${id}: ${stringifyError(error)}`,
      );
    }
  }
}
