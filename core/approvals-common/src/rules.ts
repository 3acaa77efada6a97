import { shortRef } from '@slipway/plugin-break-glass-common';
import { Approval, ApprovalRow, ApprovalState } from './types';

/** The part of an approval that its rules depend on. */
export type Judged = Pick<
  Approval,
  'state' | 'expiresAt' | 'requester' | 'digest' | 'answer'
>;

/** Catalog references differ in case and name the same. */
const isSameRef = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Whether an approval in this state can still be answered or used, its time aside. */
export function isOpenState(state: ApprovalState): boolean {
  return state === 'waiting' || state === 'allowed';
}

/** The state at a time: what is open ends by the clock, whether anybody wrote that down or not. */
export function stateAt(
  { state, expiresAt }: Pick<Approval, 'state' | 'expiresAt'>,
  now: Date,
): ApprovalState {
  return isOpenState(state) && Date.parse(expiresAt) <= now.getTime()
    ? 'expired'
    : state;
}

/** Whether somebody is the one who asked: the same user, through whatever token. */
export function isRequester(
  { requester }: Pick<Approval, 'requester'>,
  userEntityRef: string,
): boolean {
  return isSameRef(requester, userEntityRef);
}

/** How it ended, for the refusal of what comes later; undefined while it waits. */
function ended({ answer, ...approval }: Judged, now: Date): string | undefined {
  const by = answer ? ` by ${shortRef(answer.by)}` : '';
  switch (stateAt(approval, now)) {
    case 'waiting':
      return undefined;
    case 'allowed':
      return `It was allowed${by} already.`;
    case 'refused':
      return `It was refused${by}.`;
    case 'withdrawn':
      return `${shortRef(approval.requester)} withdrew it.`;
    case 'expired':
      return 'It has expired: ask again.';
    default:
      return 'It was used already. An approval is used once: ask again.';
  }
}

/** Why a user may not answer because of who they are; undefined when they may, as far as the approval says. */
export function ownAnswerRefusal(
  approval: Pick<Approval, 'requester'>,
  userEntityRef: string,
): string | undefined {
  return isRequester(approval, userEntityRef)
    ? 'You asked for this yourself: somebody else must answer.'
    : undefined;
}

/** Why it cannot be answered any more; undefined when it can. It is answered once. */
export function answerObstacle(
  approval: Judged,
  now: Date,
): string | undefined {
  return ended(approval, now);
}

/** Why somebody may not withdraw it; undefined when they may. */
export function withdrawRefusal(
  approval: Pick<Approval, 'requester'>,
  userEntityRef: string,
): string | undefined {
  return isRequester(approval, userEntityRef)
    ? undefined
    : `Only ${shortRef(
        approval.requester,
      )}, who asked for it, may withdraw it.`;
}

/** Why it cannot be withdrawn any more; undefined when it can, also after it was allowed. */
export function withdrawObstacle(
  approval: Judged,
  now: Date,
): string | undefined {
  return isOpenState(stateAt(approval, now)) ? undefined : ended(approval, now);
}

/**
 * Why an approval does not allow this; undefined when it does. Whether the two
 * users still have the right to it is asked elsewhere.
 *
 * @param use.digest - of exactly what is to be done now
 */
export function useRefusal(
  approval: Judged,
  use: { requester: string; digest: string },
  now: Date,
): string | undefined {
  if (!isRequester(approval, use.requester)) {
    return `This approval is for ${shortRef(approval.requester)} alone.`;
  }
  if (approval.digest !== use.digest) {
    return 'This is not what was asked for: it changed since. Ask for an approval of what you want to do now.';
  }
  const state = stateAt(approval, now);
  if (state === 'waiting') return 'Nobody has allowed it yet.';
  if (state !== 'allowed') return ended(approval, now);
  // Nobody can have answered it so; held here too, because everything hangs on it.
  return !approval.answer || isRequester(approval, approval.answer.by)
    ? 'It was not allowed by somebody else.'
    : undefined;
}

/**
 * Whether somebody who is not asking now may still answer for an entity: a
 * member of one of its owners or of a platform group, the rule of the
 * permission policy. Break-glass does not count.
 *
 * @param refs - the user and the groups that they belong to
 * @param approvers - owners of the entity, and the platform groups
 */
export function mayStillAnswer(
  refs: readonly string[],
  approvers: readonly string[],
): boolean {
  return refs.some(ref => approvers.some(one => isSameRef(one, ref)));
}

/** Whether an approval waits for an answer of this user, as far as a page can tell. */
export function waitsFor(
  approval: Pick<
    ApprovalRow,
    'state' | 'expiresAt' | 'requester' | 'approvers'
  >,
  user: { userRef?: string; refs: readonly string[] },
  now: Date,
): boolean {
  return (
    stateAt(approval, now) === 'waiting' &&
    !(user.userRef && isRequester(approval, user.userRef)) &&
    mayStillAnswer(user.refs, approval.approvers)
  );
}

/** `team-orders or platform`: who may answer. */
export function approversInWords(approvers: readonly string[]): string {
  const names = approvers.map(shortRef);
  return names.length > 1
    ? `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`
    : names[0] ?? 'the platform group';
}
