import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';

/** May read environments, their operations, plans (masked) and logs, of whatever owner. */
export const environmentsReadPermission = createPermission({
  name: 'environments.read',
  attributes: { action: 'read' },
});

/** May ask for a new environment; for a team of which the user is a member. */
export const environmentsCreatePermission = createPermission({
  name: 'environments.create',
  attributes: { action: 'create' },
});

/** May ask for a new environment for any team: the platform group's. */
export const environmentsCreateForAnyPermission = createPermission({
  name: 'environments.create-for-any',
  attributes: { action: 'create' },
});

const onEntity = (name: string) =>
  createPermission({
    name: `environments.${name}`,
    attributes: { action: 'update' },
    resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
  });

/** May have a plan of the environment applied, and change what it asks for. */
export const environmentsApplyPermission = onEntity('apply');

/** May cancel what runs on the environment. */
export const environmentsCancelPermission = onEntity('cancel');

/** May move the end of the environment, and protect it from being deleted. */
export const environmentsKeepPermission = onEntity('keep');

/** May have the environment destroyed. */
export const environmentsDestroyPermission = onEntity('destroy');

/** May release the lock of a state that a process which is proven dead has left. */
export const environmentsUnlockPermission = onEntity('unlock');

/** All permissions of environments. */
export const environmentsPermissions = [
  environmentsReadPermission,
  environmentsCreatePermission,
  environmentsCreateForAnyPermission,
  environmentsApplyPermission,
  environmentsCancelPermission,
  environmentsKeepPermission,
  environmentsDestroyPermission,
  environmentsUnlockPermission,
];
