import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';

/** May read freezes, of whatever owner. */
export const freezesReadPermission = createPermission({
  name: 'freezes.read',
  attributes: { action: 'read' },
});

/** May lift a freeze; asked on the entity that owns it. */
export const freezesLiftPermission = createPermission({
  name: 'freezes.lift',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

export const freezesPermissions = [
  freezesReadPermission,
  freezesLiftPermission,
];
