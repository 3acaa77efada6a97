import { NeededPermission } from '@slipway/plugin-portal-react';
import { workReadPermission } from '@slipway/plugin-work-common';

/** What it takes to see what runs. */
export const SEE_WORK: NeededPermission = {
  what: 'see what runs',
  permission: workReadPermission.name,
  grantedBy: 'the platform group',
};
