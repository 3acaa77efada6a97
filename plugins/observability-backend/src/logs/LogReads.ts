import {
  AuditorService,
  AuditorServiceEvent,
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import { logsReadPermission } from '@slipway/plugin-observability-common';

/** A stream that is opened again within this is the same reading, ms: the live backend asks for the permission as often. */
const SAME_READING_MS = 5 * 60_000;
const MOST_REMEMBERED = 10_000;

/** What is read, as the audit log has it. Never the words that are searched for: they may be a secret. */
export interface LogReadSubject {
  entityRef: string;
  cluster: string;
  namespace: string;
  workload: string;
}

/** Who may read lines, and the trace of who did. */
export class LogReads {
  readonly #followed = new Map<string, number>();

  constructor(
    private readonly options: {
      auditor: AuditorService;
      auth: Pick<AuthService, 'isPrincipal'>;
      permissions: Pick<PermissionsService, 'authorize'>;
      now?: () => number;
    },
  ) {}

  /** @throws NotAllowedError for whoever may not read lines of the entity */
  async require(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [{ result }] = await this.options.permissions.authorize(
      [{ permission: logsReadPermission, resourceRef: entityRef }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `Reading logs of ${entityRef} needs the permission ${logsReadPermission.name}: its owners have it, and on-call with a break-glass grant.`,
      );
    }
  }

  /**
   * Writes to the audit log that lines are read. Nothing is read where that fails.
   *
   * @throws what the auditor throws
   */
  record(
    subject: LogReadSubject,
    credentials: BackstageCredentials,
    more: JsonObject = {},
  ): Promise<AuditorServiceEvent> {
    return this.options.auditor.createEvent({
      eventId: 'logs-read',
      severityLevel: 'medium',
      meta: { ...subject, ...more, actor: this.#actor(credentials) },
    });
  }

  /** {@link LogReads.record} for who follows lines; a stream that is opened again is no new reading. */
  async recordFollowing(
    subject: LogReadSubject,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const now = this.options.now?.() ?? Date.now();
    const key = JSON.stringify([this.#actor(credentials), subject]);
    const before = this.#followed.get(key);
    if (before !== undefined && now - before < SAME_READING_MS) return;
    const event = await this.record(subject, credentials, { following: true });
    await event.success();
    this.#followed.delete(key);
    this.#followed.set(key, now);
    if (this.#followed.size > MOST_REMEMBERED) {
      const [oldest] = this.#followed.keys();
      this.#followed.delete(oldest);
    }
  }

  #actor(credentials: BackstageCredentials): string {
    const { auth } = this.options;
    if (auth.isPrincipal(credentials, 'user')) {
      return credentials.principal.userEntityRef;
    }
    return auth.isPrincipal(credentials, 'service')
      ? `service ${credentials.principal.subject}`
      : 'nobody';
  }
}
