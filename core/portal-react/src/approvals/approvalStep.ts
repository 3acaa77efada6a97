import {
  Approval,
  isOpenState,
  isSameAsked,
  stateAt,
} from '@slipway/plugin-approvals-common';

/** Where the approval of what is about to be done stands. */
export type ApprovalStep =
  /** Not known yet whether there is one. */
  | { step: 'looking' }
  /** To be asked for; `refused` is the newest refusal of the same. */
  | { step: 'ask'; refused?: Approval }
  | { step: 'waiting'; approval: Approval }
  | { step: 'allowed'; approval: Approval };

/**
 * What a dialog offers: to ask, to wait, or to do it as approved. Only an
 * approval of exactly the same arguments counts. Pure.
 *
 * @param approvals - of this user, for the action and entity
 */
export function approvalStep(
  approvals: Iterable<Approval>,
  asked: Parameters<typeof isSameAsked>[0] & {
    cluster?: string;
    namespace?: string;
  },
  now: Date,
): Exclude<ApprovalStep, { step: 'looking' }> {
  const same = [...approvals]
    .filter(
      approval =>
        approval.asked.cluster === asked.cluster &&
        approval.asked.namespace === asked.namespace &&
        isSameAsked(approval.asked, asked),
    )
    .sort((a, b) => b.askedAt.localeCompare(a.askedAt));
  const open = same.find(approval => isOpenState(stateAt(approval, now)));
  if (open) {
    const step = open.state === 'allowed' ? 'allowed' : 'waiting';
    return { step, approval: open };
  }
  const [last] = same;
  return last?.state === 'refused'
    ? { step: 'ask', refused: last }
    : { step: 'ask' };
}
