import { defineTopic, noParams } from '@slipway/plugin-live-common';
import {
  approvalIdSchema,
  approvalRowSchema,
  approvalSchema,
  askedByParamsSchema,
} from './schemas';

/** All open approvals, and the newest of those that are over; keys are ids. */
export const approvalsListTopic = defineTopic('approvals:list', {
  params: noParams,
  value: approvalRowSchema,
});

/** One approval with all that was asked for; its key is its id. */
export const approvalTopic = defineTopic('approvals:one', {
  params: approvalIdSchema,
  value: approvalSchema,
});

/** The newest approvals that one user asked for, for one action on one entity; keys are ids. */
export const approvalsAskedTopic = defineTopic('approvals:asked', {
  params: askedByParamsSchema,
  value: approvalSchema,
});
