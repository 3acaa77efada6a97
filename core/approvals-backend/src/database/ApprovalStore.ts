import {
  AnswerWrite,
  Approval,
  ApprovalFilter,
  ApprovalOutcome,
} from '@slipway/plugin-approvals-common';

/** A request as it is first kept. */
export type NewApproval = Omit<Approval, 'state' | 'answer' | 'use'>;

/**
 * Where approvals are kept. States are as they were written: what has run out
 * by the clock stays open here until `expire`, and counts as expired in every
 * condition of the methods that change something.
 */
export interface ApprovalStore {
  /**
   * Keeps a request unless the requester has an open one for the same.
   *
   * @returns the one that is open now, and whether it is the new one
   */
  open(wanted: NewApproval): Promise<{ opened: boolean; approval: Approval }>;
  find(id: string): Promise<Approval | undefined>;
  /** Open ones first, then the newest. */
  list(filter: ApprovalFilter, limit: number): Promise<Approval[]>;
  /** How many requests of a user are open. */
  countOpen(requester: string, at: Date): Promise<number>;
  /**
   * Writes an answer, or that it was withdrawn, if it is still open.
   *
   * @param expiresAt - the new end, for what is allowed
   * @returns whether it was
   */
  answer(write: AnswerWrite, expiresAt?: string): Promise<boolean>;
  /**
   * Writes that it is used, if it is allowed, for this, and not expired. Of
   * many at once one gets true.
   */
  use(
    id: string,
    use: {
      digest: string;
      requester: string;
      at: Date;
      activityId?: string;
    },
  ): Promise<boolean>;
  /** Writes what became of it; once. @returns whether it did */
  finish(id: string, outcome: ApprovalOutcome): Promise<boolean>;
  /** Writes what has run out. @returns each once over all replicas, as it was before */
  expire(at: Date): Promise<Approval[]>;
  /** Open ones that run out before a time. @returns each once over all replicas */
  takeWarnings(at: Date, before: Date): Promise<Approval[]>;
}
