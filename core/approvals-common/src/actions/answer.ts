import { ConflictError, NotAllowedError } from '@backstage/errors';
import {
  defineAction,
  hasChangedSince,
  Plan,
  PlanContext,
} from '@slipway/plugin-actions-common';
import { shortRef } from '@slipway/plugin-break-glass-common';
import { z } from 'zod/v3';
import {
  approvalsAnswerPermission,
  approvalsReadPermission,
} from '../permissions';
import {
  answerObstacle,
  ownAnswerRefusal,
  withdrawObstacle,
  withdrawRefusal,
} from '../rules';
import { reasonSchema } from '../schemas';
import { Approval } from '../types';
import { AnswerWrite, ApprovalTypes, SeenApproval } from './types';

const GUARD = ['digest', 'state'] as const;

/** `olga: Launch spike test on order-service`, for records. */
const whatOf = ({ requester, asked }: Approval) =>
  `${shortRef(requester)}: ${asked.words}`;

function requireUnchanged(approval: Approval, seen: SeenApproval) {
  if (hasChangedSince(seen, approval, GUARD)) {
    throw new ConflictError(
      `The request changed since you looked: it is ${approval.state} now.`,
    );
  }
}

function planOf(
  approval: Approval,
  write: Omit<AnswerWrite, 'id' | 'by' | 'at'>,
  { actor, now }: PlanContext,
  summary: string,
): Plan<AnswerWrite> {
  const { id, asked, digest, state, requester } = approval;
  return {
    writes: [{ id, by: actor, at: now, ...write }],
    target: {
      cluster: 'portal',
      namespace: 'approvals',
      kind: 'Approval',
      name: id,
      entityRef: asked.entityRef,
    },
    summary,
    before: { state, digest, requester },
    after: {
      state: write.to,
      ...(write.reason === undefined ? {} : { reason: write.reason }),
    },
  };
}

/** @throws NotAllowedError for the requester; ConflictError when it is answered already */
function requireAnswerable(approval: Approval, actor: string, now: string) {
  const own = ownAnswerRefusal(approval, actor);
  if (own !== undefined) throw new NotAllowedError(own);
  const obstacle = answerObstacle(approval, new Date(now));
  if (obstacle !== undefined) throw new ConflictError(obstacle);
}

/** Leave for the requester to do exactly this, once. */
export const allow = defineAction<
  ApprovalTypes,
  { reason?: string } | undefined
>({
  name: 'allow',
  words: {
    label: 'Allow',
    phrase: 'Allow request',
    recordedAs: 'approval-allowed',
  },
  permission: approvalsAnswerPermission,
  args: z.object({ reason: reasonSchema.optional() }).strict().optional(),
  risk: { severity: 'high' },
  guard: GUARD,
  gate: approval => answerObstacle(approval, new Date()),
  preview: ({ requester, asked }) => ({
    effect: `${shortRef(requester)} may do exactly this, once: ${asked.words}`,
    warnings: [],
  }),
  plan(approval, args, seen, context) {
    requireAnswerable(approval, context.actor, context.now);
    requireUnchanged(approval, seen);
    return planOf(
      approval,
      { to: 'allowed', ...args },
      context,
      `Allow ${whatOf(approval)}`,
    );
  },
});

/** No, with a reason. */
export const refuse = defineAction<ApprovalTypes, { reason: string }>({
  name: 'refuse',
  words: {
    label: 'Refuse',
    phrase: 'Refuse request',
    recordedAs: 'approval-refused',
  },
  permission: approvalsAnswerPermission,
  args: z.object({ reason: reasonSchema }).strict(),
  risk: { severity: 'medium' },
  guard: GUARD,
  gate: approval => answerObstacle(approval, new Date()),
  missing: ({ reason }) => (reason?.trim() ? undefined : 'Say why.'),
  preview: ({ requester, asked }) => ({
    effect: `${shortRef(requester)} may not do this: ${asked.words}`,
    warnings: [],
  }),
  plan(approval, { reason }, seen, context) {
    requireAnswerable(approval, context.actor, context.now);
    requireUnchanged(approval, seen);
    return planOf(
      approval,
      { to: 'refused', reason },
      context,
      `Refuse ${whatOf(approval)}`,
    );
  },
});

/** The requester does not want it any more. */
export const withdraw = defineAction<ApprovalTypes, undefined>({
  name: 'withdraw',
  words: {
    label: 'Withdraw',
    phrase: 'Withdraw request',
    recordedAs: 'approval-withdrawn',
  },
  // Whose it is decides: see the plan.
  permission: approvalsReadPermission,
  args: z.undefined(),
  risk: { severity: 'medium' },
  guard: ['digest'],
  gate: approval => withdrawObstacle(approval, new Date()),
  preview: () => ({
    effect: 'It can neither be answered nor used any more.',
    warnings: [],
  }),
  plan(approval, _args, seen, context) {
    const refusal = withdrawRefusal(approval, context.actor);
    if (refusal !== undefined) throw new NotAllowedError(refusal);
    const obstacle = withdrawObstacle(approval, new Date(context.now));
    if (obstacle !== undefined) throw new ConflictError(obstacle);
    if (seen.digest !== approval.digest) {
      throw new ConflictError('This is another request than the one you saw.');
    }
    return planOf(
      approval,
      { to: 'withdrawn' },
      context,
      `Withdraw ${whatOf(approval)}`,
    );
  },
});

/** What can be done to an approval, in the order of the buttons. */
export const approvalActions = [allow, refuse, withdraw];
