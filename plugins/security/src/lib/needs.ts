import { NeededPermission } from '@slipway/plugin-portal-react';
import { securityReadPermission } from '@slipway/plugin-security-common';

/** What it takes to see findings. */
export const SEE_FINDINGS: NeededPermission = {
  what: 'see findings',
  permission: securityReadPermission.name,
  grantedBy: 'the platform group',
};
