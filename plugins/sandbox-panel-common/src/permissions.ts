import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';

/** May read what happens in the sandbox. */
export const sandboxReadPermission = createPermission({
  name: 'sandbox.read',
  attributes: { action: 'read' },
});

/** May start a release of a service; asked on the catalog entity that owns the workload. */
export const sandboxReleaseCreatePermission = createPermission({
  name: 'sandbox.release.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** May change how fast sandbox time goes, for everybody. */
export const sandboxSpeedUpdatePermission = createPermission({
  name: 'sandbox.speed.update',
  attributes: { action: 'update' },
});

export const sandboxPanelPermissions = [
  sandboxReadPermission,
  sandboxReleaseCreatePermission,
  sandboxSpeedUpdatePermission,
];
