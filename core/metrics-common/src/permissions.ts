import { createPermission } from '@backstage/plugin-permission-common';

/** May read golden metrics, of whatever owner. A basic permission: charts are not filtered by owner. */
export const metricsReadPermission = createPermission({
  name: 'metrics.read',
  attributes: { action: 'read' },
});

/** Every permission of the plugin. */
export const metricsPermissions = [metricsReadPermission];
