import {
  approvalsAskedTopic,
  isOpenState,
  stateAt,
} from '@slipway/plugin-approvals-common';
import {
  useLiveTopic,
  useNow,
  useOwnership,
} from '@slipway/plugin-portal-react';
import {
  acceptRisk,
  acceptRiskArgsSchema,
  RiskDraft,
  RiskSubject,
} from '@slipway/plugin-security-common';
import { useMemo } from 'react';

/** An acceptance that the user has asked for, and that can still come. */
export interface AskedRisk {
  /** Of the approval. */
  id: string;
  subject: RiskSubject;
  draft: RiskDraft;
  isAllowed: boolean;
}

/** What the signed-in user has asked to accept for an entity, live. */
export function useAskedRisks(entityRef: string): AskedRisk[] {
  const { userRef } = useOwnership();
  const now = useNow();
  const { items } = useLiveTopic(
    approvalsAskedTopic,
    userRef === undefined
      ? undefined
      : {
          requester: userRef.toLowerCase(),
          plugin: 'security',
          action: acceptRisk.name,
          entityRef: entityRef.toLowerCase(),
        },
  );
  return useMemo(
    () =>
      [...items.values()].flatMap(approval => {
        const state = stateAt(approval, new Date(now));
        const args = acceptRiskArgsSchema.safeParse(approval.asked.args);
        if (!isOpenState(state) || !args.success) return [];
        const { scope, until, reason, repository = '', ...of } = args.data;
        return [
          {
            id: approval.id,
            subject: { ...of, entityRef, repository },
            draft: { scope, until, reason },
            isAllowed: state === 'allowed',
          },
        ];
      }),
    [items, now, entityRef],
  );
}
