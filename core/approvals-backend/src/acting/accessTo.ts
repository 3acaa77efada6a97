import {
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { ActionAccess } from '@slipway/plugin-actions-common';
import {
  ApprovalTypes,
  ownAnswerRefusal,
  withdrawRefusal,
} from '@slipway/plugin-approvals-common';
import { ApprovalService } from '../services/ApprovalService';
import { AnswerRunner } from './createAnswerRunner';

/**
 * What a user may do to an approval: by permission, and by whether they are the
 * one who asked.
 *
 * @throws NotFoundError
 */
export async function accessTo(
  id: string,
  credentials: BackstageCredentials,
  options: {
    approvals: ApprovalService;
    runner: AnswerRunner;
    userInfo: UserInfoService;
  },
): Promise<ActionAccess<ApprovalTypes['name']>> {
  const { approvals, runner, userInfo } = options;
  const [approval, access, { userEntityRef }] = await Promise.all([
    approvals.get(id),
    runner.accessTo({ id }, credentials),
    userInfo.getUserInfo(credentials),
  ]);
  const own = ownAnswerRefusal(approval, userEntityRef);
  const others = withdrawRefusal(approval, userEntityRef);
  const refused = (reason: string) => ({ allowed: false, reason } as const);
  const { allow, refuse, withdraw } = access.actions;
  return {
    ...access,
    actions: {
      allow: own === undefined ? allow : refused(own),
      refuse: own === undefined ? refuse : refused(own),
      withdraw: others === undefined ? withdraw : refused(others),
    },
  };
}
