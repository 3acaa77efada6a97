import { NeededPermission } from '@slipway/plugin-portal-react';
import { resilienceReadPermission } from '@slipway/plugin-resilience-common';

/** What it takes to see joint runs. */
export const SEE_RUNS: NeededPermission = {
  what: 'see joint runs',
  permission: resilienceReadPermission.name,
  grantedBy: 'the platform group',
};
