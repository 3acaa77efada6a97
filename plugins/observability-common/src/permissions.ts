import { createPermission } from '@backstage/plugin-permission-common';

/** May read metrics, graph and alerts of services, of whatever owner. A basic permission: charts are not filtered by owner. */
export const observabilityReadPermission = createPermission({
  name: 'observability.read',
  attributes: { action: 'read' },
});

/** Every permission of the plugin. */
export const observabilityPermissions = [observabilityReadPermission];
