import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';
import { FaultActionName } from './actions/names';

/** May read faults, of whatever owner. A basic permission: lists are not filtered by owner. */
export const faultReadPermission = createPermission({
  name: 'chaos.fault.read',
  attributes: { action: 'read' },
});

const onEntity = (action: 'launch' | FaultActionName) =>
  createPermission({
    name: `chaos.fault.${action}`,
    attributes: { action: 'update' },
    resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
  });

/** May launch faults on a service; asked on the catalog entity that the targets belong to. */
export const launchPermission = onEntity('launch');

/** The permission of each action on a fault, asked on the catalog entity that the fault is for. */
export const faultPermissions = {
  pause: onEntity('pause'),
  resume: onEntity('resume'),
  abort: onEntity('abort'),
  stop: onEntity('stop'),
  release: onEntity('release'),
} satisfies Record<FaultActionName, unknown>;

/**
 * May stop all faults of all clusters, and block new ones until it is lifted. A
 * basic permission: it is not about one service.
 */
export const haltPermission = createPermission({
  name: 'chaos.fault.halt',
  attributes: { action: 'update' },
});

/** May let faults be launched again after a halt. */
export const liftPermission = createPermission({
  name: 'chaos.fault.lift',
  attributes: { action: 'update' },
});

/** Every permission of the feature. */
export const chaosPermissions = [
  faultReadPermission,
  launchPermission,
  ...Object.values(faultPermissions),
  haltPermission,
  liftPermission,
];
