import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_MEMBER_OF,
  RELATION_OWNED_BY,
} from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { UserCredentials } from '@slipway/plugin-actions-node';
import { UNTRUSTED_LOCATION_KEY } from '@slipway/plugin-clusters-common';

const refsOf = (entity: Entity | undefined, type: string): string[] =>
  (entity?.relations ?? []).flatMap(relation =>
    relation.type === type ? [relation.targetRef] : [],
  );

/**
 * What a user may do who is not there, by the catalog as it is now: act on what
 * he or a group of his owns, and nothing else. A schedule has no token of its
 * creator; this is stricter than the policy, which lets the platform group act
 * on everything.
 */
export class OwnerRights {
  constructor(
    private readonly options: {
      auth: Pick<AuthService, 'getOwnServiceCredentials'>;
      catalog: Pick<CatalogService, 'getEntityByRef'>;
    },
  ) {}

  /** The catalog as the portal itself reads it. */
  readonly catalog = {
    getEntityByRef: (ref: Parameters<CatalogService['getEntityByRef']>[0]) =>
      this.#entity(String(ref)),
  };

  /** The user and the groups that the catalog says; none for a user that is gone. */
  async refsOfUser(userRef: string): Promise<string[]> {
    const user = await this.#entity(userRef);
    return user ? [userRef, ...refsOf(user, RELATION_MEMBER_OF)] : [];
  }

  /** Whether a user owns an entity now. */
  async owns(userRef: string, entityRef: string): Promise<boolean> {
    const mine = new Set(await this.refsOfUser(userRef));
    const entity = await this.#entity(entityRef);
    // As for the policy: of what an untrusted location defines nobody is the owner.
    if (entity?.metadata.annotations?.[UNTRUSTED_LOCATION_KEY] !== undefined) {
      return false;
    }
    const owners = refsOf(entity, RELATION_OWNED_BY);
    return owners.some(ref => mine.has(ref));
  }

  /** Permission framework, user info and credentials of one user, for an `ActionRunner`. */
  of(userRef: string): {
    permissions: Pick<PermissionsService, 'authorize'>;
    userInfo: UserInfoService;
    auth: Pick<AuthService, 'isPrincipal'>;
    credentials(): Promise<UserCredentials>;
  } {
    return {
      permissions: {
        authorize: async requests =>
          Promise.all(
            requests.map(async request => ({
              result:
                'resourceRef' in request &&
                (await this.owns(userRef, String(request.resourceRef)))
                  ? AuthorizeResult.ALLOW
                  : AuthorizeResult.DENY,
            })),
          ),
      },
      userInfo: {
        getUserInfo: async () => ({
          userEntityRef: userRef,
          ownershipEntityRefs: await this.refsOfUser(userRef),
        }),
      },
      auth: {
        isPrincipal: (
          _credentials,
          type,
        ): _credentials is BackstageCredentials<never> => type === 'user',
      },
      credentials: async () => ({
        ...(await this.options.auth.getOwnServiceCredentials()),
        principal: { type: 'user', userEntityRef: userRef },
      }),
    };
  }

  async #entity(ref: string): Promise<Entity | undefined> {
    const { auth, catalog } = this.options;
    return catalog.getEntityByRef(ref, {
      credentials: await auth.getOwnServiceCredentials(),
    });
  }
}
