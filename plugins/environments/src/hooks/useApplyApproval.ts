import {
  ApprovalRow,
  approvalsListTopic,
} from '@slipway/plugin-approvals-common';
import { useLiveTopic } from '@slipway/plugin-portal-react';
import { useMemo } from 'react';

/** Approvals of applying a plan of an environment, whoever asked; latest first. */
export function useApplyApprovals(entityRef: string): ApprovalRow[] {
  const live = useLiveTopic(approvalsListTopic, {});
  return useMemo(
    () =>
      [...live.items.values()]
        .filter(
          ({ asked }) =>
            asked.plugin === 'environments' &&
            asked.action === 'apply' &&
            asked.entityRef.toLowerCase() === entityRef.toLowerCase(),
        )
        .sort((a, b) => b.askedAt.localeCompare(a.askedAt)),
    [live.items, entityRef],
  );
}

const SHOWN: ReadonlyArray<ApprovalRow['state']> = [
  'waiting',
  'allowed',
  'refused',
];

/**
 * The approval to show beside a plan that waits: the latest that is waiting,
 * allowed or refused, of those asked for since the operation started. Whether
 * it is for exactly this plan the server judges when it is used.
 */
export function shownApproval(
  approvals: readonly ApprovalRow[],
  since: string,
): ApprovalRow | undefined {
  return approvals.find(
    ({ state, askedAt }) => SHOWN.includes(state) && askedAt >= since,
  );
}
