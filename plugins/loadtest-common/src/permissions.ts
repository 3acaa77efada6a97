import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';

/** May read suites and runs, of whatever owner. A basic permission: lists are not filtered by owner. */
export const loadtestReadPermission = createPermission({
  name: 'loadtest.read',
  attributes: { action: 'read' },
});

/** May launch a load test on the entity that owns the suite. */
export const loadtestLaunchPermission = createPermission({
  name: 'loadtest.launch',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** May stop a run on the entity that owns its suite. */
export const loadtestStopPermission = createPermission({
  name: 'loadtest.stop',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** All permissions of load tests. */
export const loadtestPermissions = [
  loadtestReadPermission,
  loadtestLaunchPermission,
  loadtestStopPermission,
];
