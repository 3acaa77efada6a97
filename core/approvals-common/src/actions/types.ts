import { ActionTypes } from '@slipway/plugin-actions-common';
import { Approval, ApprovalState } from '../types';

/** What the user saw of an approval: an answer is to exactly this. */
export interface SeenApproval {
  digest: string;
  state: ApprovalState;
}

/** What is to be written. */
export interface AnswerWrite {
  id: string;
  to: Extract<ApprovalState, 'allowed' | 'refused' | 'withdrawn'>;
  by: string;
  /** ISO time. */
  at: string;
  reason?: string;
}

/** The types that the actions on an approval share. */
export interface ApprovalTypes extends ActionTypes {
  name: 'allow' | 'refuse' | 'withdraw';
  subject: Approval;
  draft: { reason?: string };
  context: undefined;
  seen: SeenApproval;
  fresh: Approval;
  write: AnswerWrite;
}
