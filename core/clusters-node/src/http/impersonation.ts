import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { Actor } from '@slipway/plugin-clusters-common';

/** Every name that Slipway impersonates begins so; RBAC can allow exactly these names. */
export const IMPERSONATION_PREFIX = 'slipway:';

const REF =
  /^(user|group):[a-z0-9]([-a-z0-9]*[a-z0-9])?\/[a-z0-9]([-._a-z0-9]*[a-z0-9])?$/;

/**
 * Request headers that make the API server judge a write by the user's own
 * RBAC: `Impersonate-User: slipway:user:default/olga` and one
 * `Impersonate-Group: slipway:group:default/team-orders` for each group.
 *
 * Refs of other kinds are left out. A user or group ref with letters that do
 * not belong in one is refused, and so can never smuggle in a header line or a
 * `system:` name.
 *
 * @throws NotAllowedError
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export function impersonationHeaders(actor: Actor): Record<string, string[]> {
  const user = impersonatedName(actor.userEntityRef);
  if (!user.startsWith(`${IMPERSONATION_PREFIX}user:`)) {
    throw new NotAllowedError(
      `Only a user can act on a cluster, not ${actor.userEntityRef}`,
    );
  }
  const groups = actor.ownershipEntityRefs
    .filter(ref => kindOf(ref) === 'group')
    .map(impersonatedName);
  return {
    'Impersonate-User': [user],
    ...(groups.length > 0 && {
      'Impersonate-Group': [...new Set(groups)].sort(),
    }),
  };
}

/**
 * Name in the cluster for a user or group entity.
 *
 * @throws NotAllowedError when the ref is not a plain user or group ref
 */
export function impersonatedName(entityRef: string): string {
  const canonical = canonicalRef(entityRef);
  if (!canonical || !REF.test(canonical) || canonical.includes('system:')) {
    throw new NotAllowedError(
      `${JSON.stringify(entityRef)} cannot be impersonated on a cluster`,
    );
  }
  return `${IMPERSONATION_PREFIX}${canonical}`;
}

function kindOf(entityRef: string): string | undefined {
  return canonicalRef(entityRef)?.split(':')[0];
}

function canonicalRef(entityRef: string): string | undefined {
  try {
    return stringifyEntityRef(parseEntityRef(entityRef));
  } catch {
    return undefined;
  }
}
