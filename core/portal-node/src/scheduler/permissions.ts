import { createPermission } from '@backstage/plugin-permission-common';

/** To see the background tasks of a plugin: their schedules and how their last run ended. */
export const schedulerTaskReadPermission = createPermission({
  name: 'scheduler.task.read',
  attributes: { action: 'read' },
});

/** To trigger or cancel a background task of a plugin. */
export const schedulerTaskUpdatePermission = createPermission({
  name: 'scheduler.task.update',
  attributes: { action: 'update' },
});
