import {
  Approval,
  ApprovalOutcome,
  ApprovalRequest,
  ApprovalUseRequest,
} from '@slipway/plugin-approvals-common';

/** Asks for approvals and uses them, with the plugin's own credentials. */
export interface ApprovalsService {
  /**
   * Asks for leave to do one thing. Asking again for the same while it is open
   * gives the approval that there is.
   *
   * @throws InputError for a request that is not right
   * @throws NotFoundError when there is no such entity
   * @throws ServiceUnavailableError when the backend does not answer
   */
  ask(request: ApprovalRequest): Promise<Approval>;
  /**
   * An approval as it is now.
   *
   * @throws NotFoundError when there is none
   * @throws ServiceUnavailableError when the backend does not answer
   */
  get(id: string): Promise<Approval>;
  /**
   * Uses an approval for exactly this, before anything is written. Of two that
   * use it at once, one is refused.
   *
   * @throws NotAllowedError with the reason when it does not allow this (any more)
   * @throws NotFoundError when there is none
   * @throws ServiceUnavailableError when the backend does not answer: then nothing may be written
   */
  use(id: string, request: ApprovalUseRequest): Promise<Approval>;
  /**
   * Keeps what became of what it was used for.
   *
   * @throws ServiceUnavailableError when the backend does not answer
   */
  finish(id: string, outcome: ApprovalOutcome): Promise<void>;
}
