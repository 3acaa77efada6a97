import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';

/** May read designs, runs, reports and scores, of whatever owner. */
export const resilienceReadPermission = createPermission({
  name: 'resilience.read',
  attributes: { action: 'read' },
});

/** May launch a joint run on the entity; each part needs the permission of its own plugin too. */
export const resilienceLaunchPermission = createPermission({
  name: 'resilience.launch',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** May stop a joint run on the entity. */
export const resilienceStopPermission = createPermission({
  name: 'resilience.stop',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** May save and delete designs of the entity. */
export const resilienceDesignPermission = createPermission({
  name: 'resilience.design',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** All permissions of joint runs. */
export const resiliencePermissions = [
  resilienceReadPermission,
  resilienceLaunchPermission,
  resilienceStopPermission,
  resilienceDesignPermission,
];
