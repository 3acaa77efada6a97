import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import {
  BreakGlassGrant,
  clockUtc,
  entityTarget,
  shortRef,
} from '@slipway/plugin-break-glass-common';

/** Notifies the owner of the entity who broke the glass, why and until when. */
export class Announcer {
  constructor(
    private readonly options: {
      notifications: NotificationService;
      logger: LoggerService;
    },
  ) {}

  /** Never throws: the grant is there, and the record and the audit log have it. */
  async announce(
    what: 'opened' | 'ended',
    grant: BreakGlassGrant,
    actor: string,
  ): Promise<void> {
    const who = shortRef(grant.userEntityRef);
    const entity = shortRef(grant.entityRef);
    const { kind, namespace, name } = entityTarget(grant.entityRef);
    try {
      await this.options.notifications.send({
        recipients: { type: 'entity', entityRef: grant.entityRef },
        payload: {
          title:
            what === 'opened'
              ? `${who} has break-glass access to ${entity} until ${clockUtc(
                  grant.until,
                )}`
              : `Break-glass of ${who} for ${entity} was ended by ${shortRef(
                  actor,
                )}`,
          description: grant.reason,
          link: `/catalog/${[namespace, kind, name]
            .map(encodeURIComponent)
            .join('/')}`,
          severity: what === 'opened' ? 'high' : 'normal',
          topic: 'break-glass',
          scope: `break-glass/${grant.id}`,
        },
      });
    } catch (error) {
      this.options.logger.warn(
        `The owner of ${grant.entityRef} could not be notified of grant ${
          grant.id
        }: ${stringifyError(error)}`,
      );
    }
  }
}
