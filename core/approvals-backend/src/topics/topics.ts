import {
  Approval,
  ApprovalRow,
  approvalsAskedTopic,
  approvalsListTopic,
  approvalsReadPermission,
  approvalTopic,
} from '@slipway/plugin-approvals-common';
import { isError } from '@backstage/errors';
import { provideTopic, TopicProvider } from '@slipway/plugin-live-node';
import { ApprovalFeed } from '../services/ApprovalFeed';
import { ApprovalService } from '../services/ApprovalService';

/** Most of them that a list shows: all open ones come first. */
const MOST_SHOWN = 200;
/** Most that a dialog looks at for what it is about to ask. */
const MOST_ASKED = 10;

const authorize = () => ({ permission: approvalsReadPermission });

/** What lists show: all but the arguments. */
export function rowOf({ asked, ...approval }: Approval): ApprovalRow {
  const { args, state, ...shown } = asked;
  return { ...approval, asked: shown };
}

/** The live topics of approvals, for everybody who may read them. */
export function createTopics({
  approvals,
  feed,
}: {
  approvals: ApprovalService;
  feed: ApprovalFeed;
}): TopicProvider[] {
  return [
    provideTopic(approvalsListTopic, {
      authorize,
      open: (_, sink) =>
        feed.open(
          async () =>
            (await approvals.list({})).slice(0, MOST_SHOWN).map(rowOf),
          sink,
        ),
    }),
    provideTopic(approvalTopic, {
      authorize,
      open: ({ id }, sink) =>
        feed.open(async () => {
          try {
            return [await approvals.get(id)];
          } catch (error) {
            if (isError(error) && error.name === 'NotFoundError') return [];
            throw error;
          }
        }, sink),
    }),
    provideTopic(approvalsAskedTopic, {
      authorize,
      open: (filter, sink) =>
        feed.open(
          async () => (await approvals.list(filter)).slice(0, MOST_ASKED),
          sink,
        ),
    }),
  ];
}
