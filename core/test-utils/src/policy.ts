import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { decide } from '@slipway/plugin-permission-backend-module-slipway/decide';
import { ownerOf } from './entities';
import {
  isPlatform,
  Users,
  refsOf,
  userEntityRefOf,
  userRef,
} from './testUsers';

/** A question to the permission framework. */
export interface AskedPermission {
  permission: string;
  resourceRef?: string;
}

/** Who may act on an entity although somebody else owns it. */
export type HoldsGrant = (userEntityRef: string, entityRef: string) => boolean;

/**
 * The permissions service with the portal's own rule (`decide` of its policy)
 * over entities in memory. Beside it, the user `blind` may do nothing.
 */
export function permissionsOf(options: {
  users: Users;
  entities: readonly Entity[];
  holdsGrant: HoldsGrant;
  /** Names of permissions that a user, by name, does not have whatever the rule says. */
  refused?: Readonly<Record<string, readonly string[]>>;
  /** Receives each question. */
  asked: AskedPermission[];
}) {
  const { asked, entities, holdsGrant, refused = {} } = options;
  const groupsOf = refsOf(options.users);
  return mockServices.permissions.mock({
    authorize: async (requests, { credentials }) => {
      const user = userEntityRefOf(credentials.principal);
      const groups = groupsOf[user ?? ''] ?? [];
      // The configuration of break-glass takes no permission of approvals.
      const byGrant = (name: string) => !name.startsWith('approvals.');
      const mayAct = (name: string, entityRef: string | undefined) =>
        user !== undefined &&
        entityRef !== undefined &&
        (groups.includes(ownerOf(entities, entityRef) ?? 'nobody') ||
          (byGrant(name) && holdsGrant(user, entityRef)));
      return requests.map(({ permission, resourceRef }) => {
        asked.push({
          permission: permission.name,
          ...(resourceRef === undefined ? {} : { resourceRef }),
        });
        const verdict = decide(permission, { platform: isPlatform(groups) });
        const isRefused = Object.entries(refused).some(
          ([name, permissions]) =>
            user === userRef(name) && permissions.includes(permission.name),
        );
        const allowed =
          user !== userRef('blind') &&
          !isRefused &&
          (verdict === 'allow' ||
            (verdict === 'if-entity-owner' &&
              mayAct(permission.name, resourceRef)));
        return {
          result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
        };
      });
    },
  });
}
