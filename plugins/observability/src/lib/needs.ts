import { NeededPermission } from '@slipway/plugin-portal-react';
import { observabilityReadPermission } from '@slipway/plugin-observability-common';

/** What it takes to see this tab. */
export const SEE_OBSERVABILITY: NeededPermission = {
  what: 'see what is measured of services',
  permission: observabilityReadPermission.name,
  grantedBy: 'the platform group',
};
