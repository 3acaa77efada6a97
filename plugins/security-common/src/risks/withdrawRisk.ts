import { ConflictError } from '@backstage/errors';
import {
  ActionTypes,
  defineAction,
  noArgs,
  NothingSeen,
} from '@slipway/plugin-actions-common';
import { entityTarget } from '@slipway/plugin-break-glass-common';
import { riskAcceptPermission } from '../permissions';
import { RiskWrite } from './acceptRisk';
import { AcceptedRisk, isActiveRisk, riskInWords } from './risks';

/** The types of the action that takes an acceptance back. */
export interface WithdrawRiskTypes extends ActionTypes {
  name: 'withdraw-risk';
  subject: AcceptedRisk;
  seen: NothingSeen;
  fresh: AcceptedRisk;
  write: RiskWrite;
}

/** Lets an accepted finding count again. Needs nobody else: it is the safe direction. */
export const withdrawRisk = defineAction<WithdrawRiskTypes, undefined>({
  name: 'withdraw-risk',
  words: { label: 'Withdraw', phrase: 'Withdraw the acceptance of' },
  permission: riskAcceptPermission,
  args: noArgs,
  risk: { severity: 'medium' },
  guard: [],
  gate: ({ withdrawnAt }) =>
    withdrawnAt ? 'It was withdrawn already.' : undefined,
  preview: risk => ({
    effect: `${riskInWords(risk)} counts again, at once.`,
    warnings: [],
  }),
  plan: (risk, _args, _seen, { actor, now }) => {
    if (!isActiveRisk(risk, now)) {
      throw new ConflictError(
        `${riskInWords(
          risk,
        )} is not accepted any more: there is nothing to withdraw.`,
      );
    }
    return {
      writes: [{ withdraw: risk.id, by: actor, at: now }],
      before: { risk: risk.id, until: risk.until },
      after: { withdrawn: true },
      target: entityTarget(risk.entityRef),
      summary: `Withdraw the acceptance of ${riskInWords(risk)}`,
    };
  },
});
