import { loadtestReadPermission } from '@slipway/plugin-loadtest-common';
import { NeededPermission } from '@slipway/plugin-portal-react';

/** What it takes to see runs and suites. */
export const SEE_RUNS: NeededPermission = {
  what: 'see load tests',
  permission: loadtestReadPermission.name,
  grantedBy: 'the platform group',
};
