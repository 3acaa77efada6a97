import {
  isResourcePermission,
  Permission,
} from '@backstage/plugin-permission-common';
import { podLogsReadPermission } from '@slipway/plugin-clusters-common';

/** What the policy answers, before conditions are put into the framework's form. */
export type Verdict = 'allow' | 'deny' | 'if-entity-owner' | 'if-task-owner';

/** What is known of the user who asks. */
export interface Asker {
  /** Whether the user is a member of a platform group. */
  platform: boolean;
}

/**
 * Things that everybody who is signed in may do although they are not reads. Every other permission that this list does
 * not name is the platform group's alone, so that a new plugin is closed until somebody opens it.
 */
const EVERYBODY = new Set([
  'catalog.entity.refresh',
  'catalog.entity.validate',
  'scaffolder.task.create',
  'scaffolder.action.execute',
  // The environments backend takes it for teams of the user only.
  'environments.create',
  // The break-glass backend takes it from members of its groups only.
  'break-glass.open',
]);

/**
 * The proxy of plugin-kubernetes hands the portal's own credentials to whoever asks, for every verb and path. It would be
 * a way round ownership, guardrails, read-only clusters and the activity record, so nobody may use it.
 */
const NOBODY = new Set(['kubernetes.proxy']);

/** Reads that are the owner's: logs may hold what nobody else should see. */
const OWNER_READS = new Set([
  podLogsReadPermission.name,
  'observability.logs.read',
]);

const PLATFORM_ONLY = new Set([
  // Taking an entity out of the catalog, or changing what the catalog reads, is not the owner's decision.
  'catalog.entity.delete',
  // Names locations and who defines what in them.
  'catalog.conflicts.read',
  // Background tasks of plugins are the portal's own; the errors of their last runs, which come with the list of them, are too.
  'scheduler.task.read',
  'scheduler.task.update',
]);

/**
 * The rule for one permission. Pure; the order of the lines is the rule.
 *
 * Members of a platform group do all but what nobody may. Everybody reads what is not somebody else's alone. A permission on a catalog entity belongs to
 * the entity's owner, a scaffolder task to who started it. What is left is denied.
 */
export function decide(permission: Permission, asker: Asker): Verdict {
  if (NOBODY.has(permission.name)) return 'deny';
  if (asker.platform) return 'allow';
  if (PLATFORM_ONLY.has(permission.name)) return 'deny';
  if (
    permission.attributes.action === 'read' &&
    !OWNER_READS.has(permission.name)
  )
    return 'allow';
  if (EVERYBODY.has(permission.name)) return 'allow';
  if (isResourcePermission(permission, 'catalog-entity')) {
    return 'if-entity-owner';
  }
  if (isResourcePermission(permission, 'scaffolder-task')) {
    return 'if-task-owner';
  }
  return 'deny';
}
