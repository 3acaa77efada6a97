import { createPermission } from '@backstage/plugin-permission-common';

/** May see who has broken the glass, where and why. */
export const breakGlassReadPermission = createPermission({
  name: 'break-glass.read',
  attributes: { action: 'read' },
});

/** May ask to break the glass; whether it is given depends on the configured groups too. */
export const breakGlassOpenPermission = createPermission({
  name: 'break-glass.open',
  attributes: { action: 'create' },
});

/** May end grants of other users. Ending one's own takes no permission. */
export const breakGlassEndPermission = createPermission({
  name: 'break-glass.end',
  attributes: { action: 'delete' },
});

export const breakGlassPermissions = [
  breakGlassReadPermission,
  breakGlassOpenPermission,
  breakGlassEndPermission,
];
