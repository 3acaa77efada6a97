import { environmentsReadPermission } from '@slipway/plugin-environments-common';
import { NeededPermission } from '@slipway/plugin-portal-react';

/** What it takes to see environments, their plans and logs. */
export const SEE_ENVIRONMENTS: NeededPermission = {
  what: 'see environments',
  permission: environmentsReadPermission.name,
  grantedBy: 'the platform group',
};
