import { createPermission } from '@backstage/plugin-permission-common';

/** May read metrics, graph and alerts of services, of whatever owner. A basic permission: charts are not filtered by owner. */
export const observabilityReadPermission = createPermission({
  name: 'observability.read',
  attributes: { action: 'read' },
});

/**
 * May read the log lines of an entity's pods. Asked on the entity that owns
 * them: lines may hold what masking does not know, and data of customers.
 */
export const logsReadPermission = createPermission({
  name: 'observability.logs.read',
  attributes: { action: 'read' },
  resourceType: 'catalog-entity',
});

/** Every permission of the plugin. */
export const observabilityPermissions = [
  observabilityReadPermission,
  logsReadPermission,
];
