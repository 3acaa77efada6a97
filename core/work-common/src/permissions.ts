import { createPermission } from '@backstage/plugin-permission-common';

/** May read what runs on services, of all plugins and users. A basic permission. */
export const workReadPermission = createPermission({
  name: 'work.read',
  attributes: { action: 'read' },
});

export const workPermissions = [workReadPermission];
