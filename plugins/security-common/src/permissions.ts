import { createPermission } from '@backstage/plugin-permission-common';

/** May read findings, of whatever owner. Exposed secrets are redacted for everybody. */
export const securityReadPermission = createPermission({
  name: 'security.read',
  attributes: { action: 'read' },
});

export const securityPermissions = [securityReadPermission];
