import { NeededPermission } from '@slipway/plugin-portal-react';
import {
  logsReadPermission,
  observabilityReadPermission,
} from '@slipway/plugin-observability-common';

/** What it takes to see this tab. */
export const SEE_OBSERVABILITY: NeededPermission = {
  what: 'see what is measured of services',
  permission: observabilityReadPermission.name,
  grantedBy: 'the platform group',
};

/** What it takes to read log lines: they may hold what no rule masks. */
export const READ_LOGS: NeededPermission = {
  what: 'read the log lines of this service',
  permission: logsReadPermission.name,
  grantedBy:
    'the platform group. The owners of the service have it, and so has on-call with break-glass access to it',
};
