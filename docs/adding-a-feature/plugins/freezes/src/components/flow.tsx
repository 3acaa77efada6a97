import { useApi } from '@backstage/frontend-plugin-api';
import {
  freezeKey,
  freezesTopic,
  FreezeTypes,
  FreezeView,
} from '@slipway/plugin-freezes-common';
import {
  ActionSurface,
  createActionFlow,
  useLiveItem,
} from '@slipway/plugin-portal-react';
import { ReactNode, useMemo } from 'react';
import { freezesApiRef } from '../api/FreezesApi';

/** The provider of actions on freezes and the hooks of their buttons. */
export const freezeFlow = createActionFlow<FreezeTypes>('Freeze');

const useCurrent = (freeze: FreezeView) =>
  useLiveItem(freezesTopic, {}, freezeKey(freeze)) ?? freeze;

function useFreezeSurface(): ActionSurface<FreezeTypes> {
  const api = useApi(freezesApiRef);
  return useMemo(
    () => ({
      emptyDraft: {},
      keyOf: ({ uid }) => uid,
      targetOf: ({ ref }) => ({ ...ref, kind: 'Freeze' }),
      environmentOf: ({ environment }) => environment,
      seenOf: ({ uid, state }) => ({ uid, state }),
      contextOf: () => undefined,
      useContext: () => undefined,
      useCurrent,
      stateInWords: ({ state }) => state,
      async send({ action, subject, seen }, typedName) {
        const { message, activityId } = await api.act(
          subject.ref,
          action.name,
          {
            seen,
            ...(typedName !== undefined && { confirm: { name: typedName } }),
          },
        );
        return { message, recorded: activityId !== undefined };
      },
    }),
    [api],
  );
}

/** Owns the dialog and the sending of actions for everything below it. */
export function FreezeActionFlow({ children }: { children: ReactNode }) {
  return (
    <freezeFlow.ActionFlowProvider surface={useFreezeSurface()}>
      {children}
    </freezeFlow.ActionFlowProvider>
  );
}
