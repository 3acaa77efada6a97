import { createApiRef } from '@backstage/frontend-plugin-api';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  CanaryFindings,
  EntityFindings,
  FindingSearch,
  FleetFindings,
  SearchAnswer,
} from '@slipway/plugin-security-common';

/** The findings backend. Each call throws as `fetchJson` does. */
export interface SecurityApi {
  getEntityFindings(entityRef: string): Promise<EntityFindings>;
  /** Findings of all services, counted. */
  getFleet(): Promise<FleetFindings>;
  /** Who runs a vulnerability, or a package below a version. */
  search(search: FindingSearch): Promise<SearchAnswer>;
  /** What the canary of a rollout adds. */
  getCanary(rollout: ObjectRef): Promise<CanaryFindings>;
}

export const securityApiRef = createApiRef<SecurityApi>({
  id: 'plugin.security.api',
});
