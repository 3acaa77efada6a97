import {
  Approval,
  ApprovalState,
  Asked,
  UseOutcome,
} from '@slipway/plugin-approvals-common';
import { NewApproval } from './ApprovalStore';

/** A row of the table. */
export interface ApprovalDbRow {
  id: string;
  plugin: string;
  action: string;
  entity_ref: string;
  asked: string;
  digest: string;
  needed: string;
  requester: string;
  reason: string;
  approvers: string;
  path: string | null;
  state: ApprovalState;
  asked_at: string;
  expires_at: string;
  warned_at: string | null;
  answered_by: string | null;
  answered_at: string | null;
  answer_reason: string | null;
  used_at: string | null;
  activity_id: string | null;
  outcome: UseOutcome | null;
  outcome_error: string | null;
  open_key: string | null;
}

/** One open request for each user and thing that is asked for. */
export const openKeyOf = ({
  requester,
  digest,
}: Pick<Approval, 'requester' | 'digest'>) => `${requester} ${digest}`;

/** The row of a new request. */
export function toRow(wanted: NewApproval): ApprovalDbRow {
  const { id, asked, digest, needed, requester, reason, approvers } = wanted;
  return {
    id,
    plugin: asked.plugin,
    action: asked.action,
    entity_ref: asked.entityRef,
    asked: JSON.stringify(asked),
    digest,
    needed,
    requester,
    reason,
    approvers: JSON.stringify(approvers),
    path: wanted.path ?? null,
    state: 'waiting',
    asked_at: wanted.askedAt,
    expires_at: wanted.expiresAt,
    warned_at: null,
    answered_by: null,
    answered_at: null,
    answer_reason: null,
    used_at: null,
    activity_id: null,
    outcome: null,
    outcome_error: null,
    open_key: openKeyOf(wanted),
  };
}

/** The approval of a row. */
export function fromRow(row: ApprovalDbRow): Approval {
  const asked: Asked = JSON.parse(row.asked);
  const approvers: string[] = JSON.parse(row.approvers);
  return {
    id: row.id,
    asked,
    digest: row.digest,
    needed: row.needed,
    requester: row.requester,
    reason: row.reason,
    approvers,
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    state: row.state,
    ...(row.path === null ? {} : { path: row.path }),
    ...(row.answered_by === null || row.answered_at === null
      ? {}
      : {
          answer: {
            by: row.answered_by,
            at: row.answered_at,
            ...(row.answer_reason === null
              ? {}
              : { reason: row.answer_reason }),
          },
        }),
    ...(row.used_at === null
      ? {}
      : {
          use: {
            at: row.used_at,
            ...(row.activity_id === null
              ? {}
              : { activityId: row.activity_id }),
            ...(row.outcome === null ? {} : { outcome: row.outcome }),
            ...(row.outcome_error === null ? {} : { error: row.outcome_error }),
          },
        }),
  };
}
