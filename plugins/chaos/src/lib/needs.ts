import { faultReadPermission } from '@slipway/plugin-chaos-common';
import { NeededPermission } from '@slipway/plugin-portal-react';

/** What it takes to see faults. */
export const SEE_FAULTS: NeededPermission = {
  what: 'see faults',
  permission: faultReadPermission.name,
  grantedBy: 'the platform group',
};
