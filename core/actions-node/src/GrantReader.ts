import {
  BackstageCredentials,
  BackstageUserPrincipal,
  LoggerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { BreakGlassAccess } from '@slipway/plugin-break-glass-common';
import {
  BreakGlassConfig,
  BreakGlassService,
} from '@slipway/plugin-break-glass-node';
import { Actor } from '@slipway/plugin-clusters-common';
import { Owner } from './types';

/**
 * What actions say about break-glass. It names grants and gives none: what a
 * grant allows is decided by the permission policy alone.
 */
export class GrantReader {
  static create(options: {
    breakGlass: BreakGlassService;
    breakGlassConfig: BreakGlassConfig;
    logger: LoggerService;
    userInfo: UserInfoService;
  }): GrantReader {
    return new GrantReader({ ...options, config: options.breakGlassConfig });
  }

  private constructor(
    private readonly options: {
      breakGlass: BreakGlassService;
      config: BreakGlassConfig;
      logger: LoggerService;
      userInfo: UserInfoService;
    },
  ) {}

  /** Whether grants give this permission at all. */
  gives(permissionName: string): boolean {
    return this.options.config.permissions.some(prefix =>
      permissionName.startsWith(prefix),
    );
  }

  /**
   * Open grants for an entity as a user sees them, and whether they may open one.
   *
   * @param mayActAnyway - whether the user may do everything as it is
   * @returns undefined when the grants cannot be read
   */
  async seenBy(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
    entityRef: string,
    mayActAnyway: boolean,
  ): Promise<BreakGlassAccess | undefined> {
    const { breakGlass, config, logger, userInfo } = this.options;
    const { groups, defaultMinutes, maxMinutes } = config;
    try {
      const [user, grants] = await Promise.all([
        userInfo.getUserInfo(credentials),
        breakGlass.openGrants({ entityRef }),
      ]);
      const grant = grants.find(
        ({ userEntityRef }) => userEntityRef === user.userEntityRef,
      );
      return {
        mayOpen:
          !mayActAnyway &&
          !grant &&
          user.ownershipEntityRefs.some(ref => groups.includes(ref)),
        defaultMinutes,
        maxMinutes,
        ...(grant ? { grant } : {}),
        others: grants.filter(other => other !== grant),
      };
    } catch (error) {
      logger.warn(
        `Grants of break-glass for ${entityRef} are not shown: ${stringifyError(
          error,
        )}`,
      );
      return undefined;
    }
  }

  /** The time before a permission is asked, for {@link grantOf}. */
  time(): number {
    return this.options.breakGlass.time();
  }

  /**
   * The grant under which a user acts on an object: they are of a break-glass
   * group and no owner of the entity. Where the policy has just asked for the
   * grants of the user, its answer is taken: the grant that it judged by is the
   * one that is named.
   *
   * @param since - {@link time} before the permission was asked
   * @returns its id; `unknown` when the grants cannot be read; undefined when they act without one
   */
  async grantOf(
    { userEntityRef, ownershipEntityRefs }: Actor,
    owner: Owner,
    permissionName: string,
    since: number,
  ): Promise<string | undefined> {
    const { breakGlass, config, logger } = this.options;
    if (owner.by !== 'entity' || !this.gives(permissionName)) return undefined;
    const { entityRef, ownerRef } = owner;
    const isOwner = ownerRef && ownershipEntityRefs.includes(ownerRef);
    const mayHold = ownershipEntityRefs.some(ref =>
      config.groups.includes(ref),
    );
    if (isOwner || !mayHold) return undefined;
    try {
      const grants = await breakGlass.grantsSince(since, userEntityRef);
      return grants.find(grant => grant.entityRef === entityRef)?.id;
    } catch (error) {
      logger.warn(
        `Under which grant ${userEntityRef} acts on ${entityRef} is not known: ${stringifyError(
          error,
        )}`,
      );
      return 'unknown';
    }
  }
}
