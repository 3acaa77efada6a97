import { UserInfoService } from '@backstage/backend-plugin-api';
import { createCatalogConditionalDecision } from './alpha';
import {
  AuthorizeResult,
  isResourcePermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { BreakGlassGrants } from './breakGlass';
import { ownedOrGranted } from './conditions';
import { decide } from './decide';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * Who may do what in Slipway; {@link decide} holds the rule.
 *
 * Service principals never get here: the permission framework allows them before it asks a policy.
 */
export class SlipwayPermissionPolicy implements PermissionPolicy {
  readonly #userInfo: UserInfoService;
  readonly #platformGroups: ReadonlySet<string>;
  readonly #grants: BreakGlassGrants;

  constructor(options: {
    userInfo: UserInfoService;
    /** Full entity references of the groups whose members do all. */
    platformGroups: readonly string[];
    /** Who may act on what they do not own for now. */
    grants: BreakGlassGrants;
  }) {
    this.#userInfo = options.userInfo;
    this.#platformGroups = new Set(options.platformGroups);
    this.#grants = options.grants;
  }

  /** Denies whoever is not signed in. */
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return DENY;
    const info = await this.#userInfo.getUserInfo(user.credentials);
    const { userEntityRef, ownershipEntityRefs } = info;
    const verdict = decide(permission, {
      platform: ownershipEntityRefs.some(ref => this.#platformGroups.has(ref)),
    });

    if (verdict === 'allow') return ALLOW;
    if (
      verdict === 'if-entity-owner' &&
      isResourcePermission(permission, 'catalog-entity')
    ) {
      return createCatalogConditionalDecision(
        permission,
        ownedOrGranted(
          ownershipEntityRefs,
          await this.#grants.entities(permission.name, info, user.credentials),
        ),
      );
    }
    if (verdict === 'if-task-owner') {
      // The rule of plugin-scaffolder-backend; written out, so that the policy needs only its name.
      return {
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'scaffolder',
        resourceType: 'scaffolder-task',
        conditions: {
          rule: 'IS_TASK_OWNER',
          resourceType: 'scaffolder-task',
          params: { createdBy: [userEntityRef] },
        },
      };
    }
    return DENY;
  }
}
