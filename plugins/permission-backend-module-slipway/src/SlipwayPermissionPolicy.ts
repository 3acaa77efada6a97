import { UserInfoService } from '@backstage/backend-plugin-api';
import { catalogConditions, createCatalogConditionalDecision } from './alpha';
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

  constructor(options: {
    userInfo: UserInfoService;
    /** Full entity references of the groups whose members do all. */
    platformGroups: readonly string[];
  }) {
    this.#userInfo = options.userInfo;
    this.#platformGroups = new Set(options.platformGroups);
  }

  /** Denies whoever is not signed in. */
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return DENY;
    const { userEntityRef, ownershipEntityRefs } =
      await this.#userInfo.getUserInfo(user.credentials);
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
        catalogConditions.isEntityOwner({ claims: ownershipEntityRefs }),
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
