import { createPermission } from '@backstage/plugin-permission-common';

/** May read what users and platforms did, for whatever target. A basic permission. */
export const activityReadPermission = createPermission({
  name: 'activity.read',
  attributes: { action: 'read' },
});

export const activityPermissions = [activityReadPermission];
