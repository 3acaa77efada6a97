import { createPermission } from '@backstage/plugin-permission-common';

/**
 * May read the logs of an entity's pods. Asked on the catalog entity that owns
 * them: unlike what the portal shows to everybody, logs may hold secrets and
 * data of customers.
 */
export const podLogsReadPermission = createPermission({
  name: 'clusters.pod-logs.read',
  attributes: { action: 'read' },
  resourceType: 'catalog-entity',
});
