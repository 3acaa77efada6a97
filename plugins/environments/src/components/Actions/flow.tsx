import { useApi } from '@backstage/frontend-plugin-api';
import {
  EnvironmentActionTypes,
  EnvironmentDraft,
  EnvironmentRow,
  environmentsDetailTopic,
} from '@slipway/plugin-environments-common';
import {
  ActionSurface,
  createActionFlow,
  useLivePart,
} from '@slipway/plugin-portal-react';
import { ReactNode, useMemo } from 'react';
import { environmentsApiRef } from '../../api/EnvironmentsApi';
import { stateChip } from '../../lib/words';
import { ChangeFields, DestroyFacts, ExtendFields } from './fields';

/** The one way to act on an environment in the browser. */
export const flow = createActionFlow<EnvironmentActionTypes>('environment');

type Name = EnvironmentActionTypes['name'];

/** Actions that take arguments: the draft has them. */
const WITH_ARGS: readonly Name[] = [
  'apply',
  'cancel',
  'retry',
  'unlock',
  'extend',
  'change',
];

/** What is sent of a draft; undefined for an action without arguments. */
export const argsOf = (
  name: Name,
  draft: EnvironmentDraft,
): EnvironmentDraft | undefined =>
  WITH_ARGS.includes(name) ? draft : undefined;

/** The environment as it is now. */
function useCurrentRow(row: EnvironmentRow): EnvironmentRow {
  const { name } = row;
  return useLivePart(environmentsDetailTopic, { name }, 'environment') ?? row;
}

/** Owns the dialog and the sending of actions below it. */
export function EnvironmentFlow({ children }: { children: ReactNode }) {
  const api = useApi(environmentsApiRef);
  const surface = useMemo<ActionSurface<EnvironmentActionTypes>>(
    () => ({
      emptyDraft: {},
      keyOf: ({ name, createdAt }) => `${name} ${createdAt}`,
      targetOf: ({ name }) => ({ name, kind: 'Environment' }),
      seenOf: () => ({}),
      contextOf: () => undefined,
      useContext: () => undefined,
      useCurrent: useCurrentRow,
      stateInWords: row => stateChip(row).label.toLocaleLowerCase('en-US'),
      notDone: () => 'Nothing was changed',
      fields: {
        extend: ExtendFields,
        change: ChangeFields,
        destroy: DestroyFacts,
      },
      approvals: {
        plugin: 'environments',
        entityRefOf: ({ entityRef }) => entityRef,
        boundOf: ({ name }, { operationId, planHash }) => ({
          args: { operationId, planHash },
          state: { planHash, environment: name },
        }),
        ask: ({ subject, action, draft }, reason) =>
          api.ask(subject.name, action.name, draft, reason),
      },
      async send({ subject, action, draft }, typedName, approvalId) {
        const { message, activityId } = await api.act(
          subject.name,
          action.name,
          { args: argsOf(action.name, draft), typedName, approvalId },
        );
        return { message, recorded: activityId !== undefined };
      },
    }),
    [api],
  );
  return (
    <flow.ActionFlowProvider surface={surface}>
      {children}
    </flow.ActionFlowProvider>
  );
}
