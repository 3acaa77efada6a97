import {
  ApprovalRow,
  approvalsListTopic,
  waitsFor,
} from '@slipway/plugin-approvals-common';
import { TopicState } from '@slipway/plugin-live-common';
import { useMemo } from 'react';
import { useOwnership } from '../hooks/useOwnership';
import { useLiveTopic } from '../live/hooks';

/** What waits for the signed-in user to answer. */
export interface AskedOfMe {
  /** How the list of approvals stands. */
  live: TopicState<ApprovalRow>;
  /** False until it is known who is signed in. */
  known: boolean;
  /** What runs out first stands first. */
  approvals: ApprovalRow[];
}

/** Approvals that wait for an answer of the signed-in user, live. What runs out is taken away by the server. */
export function useAskedOfMe(): AskedOfMe {
  const live = useLiveTopic(approvalsListTopic, {});
  const { known, userRef, refs } = useOwnership();
  const approvals = useMemo(
    () =>
      [...live.items.values()]
        .filter(approval => waitsFor(approval, { userRef, refs }, new Date()))
        .sort((a, b) => a.expiresAt.localeCompare(b.expiresAt)),
    [live.items, userRef, refs],
  );
  return { live, known, approvals };
}
