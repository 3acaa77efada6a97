import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { Decision } from '@slipway/plugin-actions-common';
import { ReadAccess } from '@slipway/plugin-live-node';
import {
  entityFindingsReadPermission,
  riskAcceptEverywherePermission,
  riskAcceptPermission,
  securityReadPermission,
} from '@slipway/plugin-security-common';

/** The permission framework takes 300 refs at once, and not 350. */
const MOST_REQUESTS = 200;

/** Who may read, and accept risks. */
export class AccessService extends ReadAccess {
  constructor(
    private readonly permissions: Pick<PermissionsService, 'authorize'>,
  ) {
    super({
      permissions,
      permission: securityReadPermission,
      what: 'findings',
    });
  }

  /**
   * @param entityRef - whose findings are read; undefined where no entity owns them
   * @throws NotAllowedError unless the caller may read them
   */
  async requireReadOf(
    entityRef: string | undefined,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (entityRef === undefined) {
      await this.requireRead(credentials);
      return;
    }
    const readable = await this.readable([entityRef], credentials);
    if (readable.has(entityRef)) return;
    throw new NotAllowedError(
      `Reading the findings of ${entityRef} needs the permission ${entityFindingsReadPermission.name} on it.`,
    );
  }

  /** Those of some entities whose findings the caller may read. */
  readable(
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<ReadonlySet<string>> {
    return this.#allowed(entityFindingsReadPermission, entityRefs, credentials);
  }

  /** Those of some entities whose risks the caller may accept. */
  acceptable(
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<ReadonlySet<string>> {
    return this.#allowed(riskAcceptPermission, entityRefs, credentials);
  }

  /** Whether the caller may accept a risk for all services. */
  async mayAcceptEverywhere(
    credentials: BackstageCredentials,
  ): Promise<Decision> {
    const permission = riskAcceptEverywherePermission;
    const [{ result }] = await this.permissions.authorize([{ permission }], {
      credentials,
    });
    return result === AuthorizeResult.ALLOW
      ? { allowed: true }
      : {
          allowed: false,
          reason: `Accepting a risk for all services needs the permission ${permission.name}.`,
        };
  }

  async #allowed(
    permission: ResourcePermission,
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<ReadonlySet<string>> {
    const allowed = new Set<string>();
    for (let i = 0; i < entityRefs.length; i += MOST_REQUESTS) {
      const refs = entityRefs.slice(i, i + MOST_REQUESTS);
      const decisions = await this.permissions.authorize(
        refs.map(resourceRef => ({
          permission,
          resourceRef,
        })),
        { credentials },
      );
      decisions.forEach(({ result }, at) => {
        if (result === AuthorizeResult.ALLOW) allowed.add(refs[at]);
      });
    }
    return allowed;
  }
}
