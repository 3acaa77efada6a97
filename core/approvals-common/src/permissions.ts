import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';

/** May see what was asked for, by whom, and what became of it. */
export const approvalsReadPermission = createPermission({
  name: 'approvals.read',
  attributes: { action: 'read' },
});

/**
 * May allow and refuse what is asked for an entity; asked on the entity. Never
 * given by break-glass.
 */
export const approvalsAnswerPermission = createPermission({
  name: 'approvals.answer',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

export const approvalsPermissions = [
  approvalsReadPermission,
  approvalsAnswerPermission,
];
