import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { ActionSurface, createActionFlow } from '@slipway/plugin-portal-react';
import {
  acceptRiskArgs,
  AcceptRiskTypes,
  WithdrawRiskTypes,
} from '@slipway/plugin-security-common';
import { ReactNode, useMemo } from 'react';
import { securityApiRef } from '../../api/SecurityApi';
import { RiskFields } from './RiskFields';

/** The provider of accepting risks and the hooks of its buttons. */
export const acceptFlow = createActionFlow<AcceptRiskTypes>('Risk');
/** The same of taking that back. */
export const withdrawFlow = createActionFlow<WithdrawRiskTypes>('AcceptedRisk');

const targetOf = ({ entityRef }: { entityRef: string }) => {
  const { kind, name } = parseEntityRef(entityRef);
  return {
    kind: kind[0].toLocaleUpperCase('en-US') + kind.slice(1),
    name,
  };
};
const nothing = () => ({});
const noContext = () => undefined;
const asItIs = <Subject,>(subject: Subject) => subject;

function useAcceptSurface(): ActionSurface<AcceptRiskTypes> {
  const api = useApi(securityApiRef);
  return useMemo(
    () => ({
      emptyDraft: {},
      keyOf: ({ entityRef, vulnerability, package: pkg }) =>
        `${entityRef} ${vulnerability} ${pkg}`,
      targetOf,
      seenOf: nothing,
      contextOf: noContext,
      useContext: noContext,
      useCurrent: asItIs,
      stateInWords: ({ severity }) => severity,
      fields: { 'accept-risk': RiskFields },
      approvals: {
        plugin: 'security',
        entityRefOf: ({ entityRef }) => entityRef,
        boundOf: (subject, draft) => ({ args: acceptRiskArgs(subject, draft) }),
        ask: ({ subject, draft }, reason) =>
          api.askToAcceptRisk(
            subject.entityRef,
            acceptRiskArgs(subject, draft),
            reason,
          ),
      },
      async send({ subject, draft }, _typedName, approvalId) {
        const { message, activityId } = await api.acceptRisk(
          subject.entityRef,
          acceptRiskArgs(subject, draft),
          approvalId,
        );
        return { message, recorded: activityId !== undefined };
      },
    }),
    [api],
  );
}

function useWithdrawSurface(): ActionSurface<WithdrawRiskTypes> {
  const api = useApi(securityApiRef);
  return useMemo(
    () => ({
      emptyDraft: {},
      keyOf: ({ id }) => id,
      targetOf,
      seenOf: nothing,
      contextOf: noContext,
      useContext: noContext,
      useCurrent: asItIs,
      stateInWords: ({ until }) => `accepted until ${until}`,
      async send({ subject }) {
        const { message, activityId } = await api.withdrawRisk(subject.id);
        return { message, recorded: activityId !== undefined };
      },
    }),
    [api],
  );
}

/** Owns the dialogs of accepting risks, and of taking that back, for everything below it. */
export function RiskFlows({ children }: { children: ReactNode }) {
  return (
    <acceptFlow.ActionFlowProvider surface={useAcceptSurface()}>
      <withdrawFlow.ActionFlowProvider surface={useWithdrawSurface()}>
        {children}
      </withdrawFlow.ActionFlowProvider>
    </acceptFlow.ActionFlowProvider>
  );
}
