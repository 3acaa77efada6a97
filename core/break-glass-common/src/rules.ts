import { BreakGlassGrant } from './types';

/** Whether a grant is worth something at this time: not ended, and not yet past its end. */
export function isOpen(
  grant: Pick<BreakGlassGrant, 'until' | 'endedAt'>,
  now: Date,
): boolean {
  return grant.endedAt === undefined && Date.parse(grant.until) > now.getTime();
}

/**
 * Why this user may not open a grant; undefined when they may.
 *
 * @param asker.ownershipEntityRefs - the user and the groups that they belong to
 * @param entity.ownerRefs - who owns the entity
 */
export function openRefusal(
  asker: { ownershipEntityRefs: readonly string[] },
  entity: { entityRef: string; ownerRefs: readonly string[] },
  groups: readonly string[],
): string | undefined {
  const { ownershipEntityRefs } = asker;
  if (!ownershipEntityRefs.some(ref => groups.includes(ref))) {
    return `Only members of ${groups.join(', ')} may break the glass.`;
  }
  if (entity.ownerRefs.some(ref => ownershipEntityRefs.includes(ref))) {
    return `You already own ${entity.entityRef}.`;
  }
  return undefined;
}

/** `user:default/nora` → `nora`; `component:shop/cart` → `shop/cart`. */
export function shortRef(entityRef: string): string {
  return entityRef.replace(/^[^:]*:/, '').replace(/^default\//, '');
}

/** `2026-01-02T14:05:00.000Z` → `14:05 UTC`, for texts that are made where the reader's zone is not known. */
export function clockUtc(iso: string): string {
  return `${iso.slice(11, 16)} UTC`;
}

/** Where the activity record keeps what is about an entity itself: in no cluster but the catalog. */
export function entityTarget(entityRef: string): {
  cluster: string;
  namespace: string;
  kind: string;
  name: string;
} {
  const [kind, namespace, name] = entityRef.split(/[:/]/);
  return { cluster: 'catalog', namespace, kind, name };
}
