import {
  BackstageCredentials,
  BackstageUserPrincipal,
  LoggerService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  assertError,
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
  stringifyError,
} from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  ActivityService,
  recordUnavailableReason,
} from '@slipway/plugin-activity-node';
import {
  breakGlassEndPermission,
  BreakGlassGrant,
  breakGlassOpenPermission,
  breakGlassReadPermission,
  GrantFilter,
  openRefusal,
  OpenGrantRequest,
} from '@slipway/plugin-break-glass-common';
import { BreakGlassConfig } from '@slipway/plugin-break-glass-node';
import { randomUUID } from 'node:crypto';
import { GrantStore } from '../database/GrantStore';
import { activityOf, Announcer } from './Announcer';
import { GrantFeed } from './GrantFeed';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

export interface GrantServiceOptions {
  activity: ActivityService;
  announcer: Announcer;
  catalog: CatalogService;
  config: BreakGlassConfig;
  /** Gets each change, for the pages that are open. */
  feed: GrantFeed;
  logger: LoggerService;
  permissions: PermissionsService;
  store: GrantStore;
  userInfo: UserInfoService;
  /** Default: the clock. */
  now?: () => Date;
}

/** Opens, ends and lists grants. */
export class GrantService {
  readonly #now: () => Date;

  constructor(private readonly options: GrantServiceOptions) {
    this.#now = options.now ?? (() => new Date());
  }

  /**
   * Gives a person leave to act on one entity for a while.
   *
   * @throws NotAllowedError with the reason for whoever may not break the glass
   * @throws NotFoundError when there is no such entity
   * @throws ConflictError that names the grant which is open already
   * @throws ServiceUnavailableError when it cannot be recorded; then there is no grant
   */
  async open(
    { entityRef, reason, minutes }: OpenGrantRequest,
    credentials: UserCredentials,
  ): Promise<BreakGlassGrant> {
    const { activity, announcer, config, feed, logger, store, userInfo } =
      this.options;
    await this.#require(breakGlassOpenPermission, credentials);
    const asker = await userInfo.getUserInfo(credentials);
    const entity = await this.#entity(entityRef, credentials);
    const refusal = openRefusal(asker, entity, config.groups);
    if (refusal) throw new NotAllowedError(refusal);

    const openedAt = this.#now();
    const wanted: BreakGlassGrant = {
      id: randomUUID(),
      userEntityRef: asker.userEntityRef,
      entityRef: entity.entityRef,
      reason,
      openedAt: openedAt.toISOString(),
      until: new Date(openedAt.getTime() + minutes * 60_000).toISOString(),
    };
    const [already] = await store.listOpen(wanted, openedAt);
    if (already) throw alreadyOpen(already);

    let entry: { id: string };
    try {
      entry = await activity.begin(
        activityOf('opened', wanted, asker.userEntityRef),
      );
    } catch (error) {
      // The answer to the person carries no cause: it would hold what a database said.
      logger.warn(
        `No grant without an activity entry: ${stringifyError(error)}`,
      );
      throw new ServiceUnavailableError(
        `Nothing was done: the activity record cannot be kept right now.${recordUnavailableReason(
          error,
        )}`,
      );
    }
    try {
      const { opened, grant } = await store.open(wanted);
      if (!opened) throw alreadyOpen(grant);
      feed.changed(wanted.entityRef);
    } catch (error) {
      assertError(error);
      await this.#finish(entry.id, { outcome: 'failed', error: error.message });
      throw error;
    }
    await this.#finish(entry.id, { outcome: 'succeeded' });
    await announcer.announce('opened', wanted, asker.userEntityRef);
    return wanted;
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
  ): Promise<BreakGlassGrant> {
    const { activity, announcer, feed, logger, store } = this.options;
    const actor = credentials.principal.userEntityRef;
    const found = await store.find(id, this.#now());
    if (!found) throw new NotFoundError(`No grant ${id} is open`);
    if (found.userEntityRef !== actor) {
      await this.#require(
        breakGlassEndPermission,
        credentials,
        `Only ${found.userEntityRef} and the platform group may end this grant.`,
      );
    }
    const ended = await store.end(id, actor, this.#now());
    if (!ended) throw new NotFoundError(`No grant ${id} is open`);
    feed.changed(ended.entityRef);
    try {
      const entry = await activity.begin(activityOf('ended', ended, actor));
      await this.#finish(entry.id, { outcome: 'succeeded' });
    } catch (error) {
      logger.warn(
        `Grant ${id} was ended without an activity entry: ${stringifyError(
          error,
        )}`,
      );
    }
    await announcer.announce('ended', ended, actor);
    return ended;
  }

  /** Open grants, for everybody who has `break-glass.read`. */
  async list(
    filter: GrantFilter,
    credentials: UserCredentials,
  ): Promise<BreakGlassGrant[]> {
    await this.#require(breakGlassReadPermission, credentials);
    return this.openGrants(filter);
  }

  /** Open grants, for plugins. */
  async openGrants(filter: GrantFilter): Promise<BreakGlassGrant[]> {
    return this.options.store.listOpen(filter, this.#now());
  }

  async #entity(ref: string, credentials: UserCredentials) {
    const entity = await this.options.catalog.getEntityByRef(ref, {
      credentials,
    });
    if (!entity) throw new NotFoundError(`There is no entity ${ref}`);
    return {
      entityRef: stringifyEntityRef(entity),
      ownerRefs: (entity.relations ?? [])
        .filter(({ type }) => type === RELATION_OWNED_BY)
        .map(({ targetRef }) => targetRef),
    };
  }

  async #require(
    permission: BasicPermission,
    credentials: BackstageCredentials,
    refusal = `This takes the permission ${permission.name}.`,
  ): Promise<void> {
    const [decision] = await this.options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(refusal);
    }
  }

  /** Never throws: what happened cannot be undone by a record that fails. */
  async #finish(id: string, end: Parameters<ActivityService['finish']>[1]) {
    try {
      await this.options.activity.finish(id, end);
    } catch (error) {
      this.options.logger.warn(
        `The end of activity ${id} could not be kept: ${stringifyError(error)}`,
      );
    }
  }
}

function alreadyOpen(grant: BreakGlassGrant): ConflictError {
  return new ConflictError(
    `You already have break-glass access to ${grant.entityRef}: grant ${grant.id} is open until ${grant.until}.`,
  );
}
