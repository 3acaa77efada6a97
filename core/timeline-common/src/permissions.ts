import { createPermission } from '@backstage/plugin-permission-common';

/** May read the timeline. A basic permission; each lane takes that of its plugin too. */
export const timelineReadPermission = createPermission({
  name: 'timeline.read',
  attributes: { action: 'read' },
});

/** Every permission of the plugin. */
export const timelinePermissions = [timelineReadPermission];
