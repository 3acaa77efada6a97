import { PermissionsService } from '@backstage/backend-plugin-api';
import { UserCredentials } from '@slipway/plugin-actions-node';
import {
  BreakGlassGrant,
  breakGlassReadPermission,
  GrantFilter,
} from '@slipway/plugin-break-glass-common';
import { ReadAccess } from '@slipway/plugin-live-node';
import { Request } from 'express';
import { GrantStore } from '../database/GrantStore';
import { Announcer } from './Announcer';
import {
  createEndRunner,
  createOpenRunner,
  GrantRunnerOptions,
} from './grantRunners';

export interface GrantServiceOptions extends GrantRunnerOptions {
  announcer: Announcer;
  permissions: PermissionsService;
  store: GrantStore;
}

/** Opens, ends and lists grants, and notifies the owners. */
export class GrantService {
  readonly #open: ReturnType<typeof createOpenRunner>;
  readonly #end: ReturnType<typeof createEndRunner>;
  readonly #access: ReadAccess;

  constructor(private readonly options: GrantServiceOptions) {
    this.#open = createOpenRunner(options);
    this.#end = createEndRunner(options);
    this.#access = new ReadAccess({
      permissions: options.permissions,
      permission: breakGlassReadPermission,
      what: 'grants of break-glass',
    });
  }

  /**
   * Gives a user leave to act on one entity for a while.
   *
   * @param body - an `OpenGrantRequest`, not yet validated
   * @throws NotAllowedError with the reason for whoever may not break the glass
   * @throws NotFoundError when there is no such entity
   * @throws ConflictError that names the grant which is open already
   * @throws ServiceUnavailableError when it cannot be recorded; then there is no grant
   */
  async open(
    body: unknown,
    credentials: UserCredentials,
    request: Request,
  ): Promise<BreakGlassGrant> {
    const { grant } = await this.#open.run({
      ref: {},
      action: 'break-glass-open',
      args: body,
      credentials,
      channel: 'portal',
      request,
    });
    await this.options.announcer.announce('opened', grant, grant.userEntityRef);
    return grant;
  }

  /**
   * Ends a grant before its time: the holder, or whoever has `break-glass.end`.
   * Taking leave away is the safe direction: it continues without a record.
   *
   * @throws NotFoundError when no such grant is open
   * @throws NotAllowedError for anybody else
   */
  async end(
    id: string,
    credentials: UserCredentials,
    request: Request,
  ): Promise<BreakGlassGrant> {
    const { grant } = await this.#end.run({
      ref: { id },
      action: 'break-glass-end',
      args: undefined,
      credentials,
      channel: 'portal',
      request,
    });
    await this.options.announcer.announce(
      'ended',
      grant,
      credentials.principal.userEntityRef,
    );
    return grant;
  }

  /** Open grants, for everybody who has `break-glass.read`. */
  async list(
    filter: GrantFilter,
    credentials: UserCredentials,
  ): Promise<BreakGlassGrant[]> {
    await this.#access.requireRead(credentials);
    return this.openGrants(filter);
  }

  /** Open grants, for plugins. */
  async openGrants(filter: GrantFilter): Promise<BreakGlassGrant[]> {
    return this.options.store.listOpen(filter, new Date());
  }
}
