import { createApiRef } from '@backstage/frontend-plugin-api';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { ActionAnswer } from '@slipway/plugin-actions-common';
import {
  AcceptRiskArgs,
  CanaryFindings,
  EntityFindings,
  EntityTrend,
  FindingSearch,
  FleetFindings,
  RiskAccess,
  SearchAnswer,
} from '@slipway/plugin-security-common';

/** The findings backend. Each call throws as `fetchJson` does. */
export interface SecurityApi {
  getEntityFindings(entityRef: string): Promise<EntityFindings>;
  /** How many of them were open, over some days. */
  getTrend(entityRef: string, days: number): Promise<EntityTrend>;
  /** Findings of all services, counted. */
  getFleet(): Promise<FleetFindings>;
  /** Who runs a vulnerability, or a package below a version. */
  search(search: FindingSearch): Promise<SearchAnswer>;
  /** What the canary of a rollout adds. */
  getCanary(rollout: ObjectRef): Promise<CanaryFindings>;
  /** Who may accept risks of an entity. */
  getRiskAccess(entityRef: string): Promise<RiskAccess>;
  /** Asks somebody else to allow it. */
  askToAcceptRisk(
    entityRef: string,
    args: AcceptRiskArgs,
    reason: string,
  ): Promise<unknown>;
  acceptRisk(
    entityRef: string,
    args: AcceptRiskArgs,
    approvalId: string | undefined,
  ): Promise<ActionAnswer>;
  withdrawRisk(id: string): Promise<ActionAnswer>;
}

export const securityApiRef = createApiRef<SecurityApi>({
  id: 'plugin.security.api',
});
