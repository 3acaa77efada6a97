import { NeededPermission } from '@slipway/plugin-portal-react';
import { rolloutsReadPermission } from '@slipway/plugin-rollouts-common';

/** What it takes to see anything of rollouts. */
export const SEE_ROLLOUTS: NeededPermission = {
  what: 'see rollouts',
  permission: rolloutsReadPermission.name,
  grantedBy: 'the platform group',
};
