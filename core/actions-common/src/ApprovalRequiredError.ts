import { CustomErrorBase } from '@backstage/errors';
import { ApprovalNeed } from './types';

/**
 * Somebody else must allow this first; nothing was changed. A client reports it
 * from other refusals by its name, and reads in `approval` what to ask for.
 */
export class ApprovalRequiredError extends CustomErrorBase {
  readonly name = 'ApprovalRequiredError' as const;
  /** Read by Backstage's error handler. */
  readonly statusCode = 403;
  readonly approval: { why: string; words: string };

  constructor({ why, words }: ApprovalNeed) {
    super(`This needs an approval by somebody else. ${why}`);
    this.approval = { why, words };
  }
}
