import { createApiRef } from '@backstage/frontend-plugin-api';
import { ActionAccess, ActionAnswer } from '@slipway/plugin-actions-common';
import { ApprovalTypes, SeenApproval } from '@slipway/plugin-approvals-common';

/** The approvals backend; live state comes by topics instead. Each call throws as `fetchJson` does. */
export interface ApprovalsApi {
  /** What the signed-in user may do to an approval. */
  getAccess(id: string): Promise<ActionAccess<ApprovalTypes['name']>>;
  act(
    id: string,
    action: ApprovalTypes['name'],
    request: { seen: SeenApproval; args?: { reason: string } },
  ): Promise<ActionAnswer>;
}

export const approvalsApiRef = createApiRef<ApprovalsApi>({
  id: 'plugin.approvals.api',
});
