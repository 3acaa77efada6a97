import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';

/** May read rollouts, of whatever owner. A basic permission: lists are not filtered by owner. */
export const rolloutsReadPermission = createPermission({
  name: 'rollouts.read',
  attributes: { action: 'read' },
});

/** The permission of an action, asked on the catalog entity that owns the workload. */
export const actionPermission = (action: string) =>
  createPermission({
    name: `rollouts.${action}`,
    attributes: { action: 'update' },
    resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
  });
