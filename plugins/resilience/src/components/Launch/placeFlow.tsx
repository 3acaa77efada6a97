import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  PlaceOption,
  ResiliencePlaceTypes,
  RunPlace,
} from '@slipway/plugin-resilience-common';
import { ActionSurface, createActionFlow } from '@slipway/plugin-portal-react';
import { ReactNode, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { resilienceApiRef } from '../../api/ResilienceApi';
import { entityName } from '../../lib/words';
import { runRouteRef, runsRouteRef } from '../../routes';

/** The one way to launch a joint run, and to save and delete designs. */
export const placeFlow = createActionFlow<ResiliencePlaceTypes>('joint run');

type Draft = ResiliencePlaceTypes['draft'];

/** What is sent of what was filled in. */
function argsOf(action: string, { design, designId, name, id }: Draft): object {
  switch (action) {
    case 'launch':
      return { design, ...(designId ? { designId } : {}) };
    case 'save-design':
      return { design, name };
    default:
      return { id };
  }
}

/** Owns the dialog and the sending of what is done in a place below it. */
export function PlaceFlowProvider(props: {
  target: RunPlace;
  environment: PlaceOption['environment'];
  children: ReactNode;
}) {
  const { target, environment, children } = props;
  const { entityRef, cluster, namespace } = target;
  const api = useApi(resilienceApiRef);
  const runOf = useRouteRef(runRouteRef);
  const list = useRouteRef(runsRouteRef);
  const navigate = useNavigate();
  const surface = useMemo<ActionSurface<ResiliencePlaceTypes>>(
    () => ({
      emptyDraft: {},
      keyOf: () => `${entityRef} ${cluster}/${namespace}`,
      targetOf: () => ({
        cluster,
        namespace,
        name: entityName(entityRef),
        kind: 'Service',
      }),
      environmentOf: () => ({ environment }),
      seenOf: () => ({}),
      contextOf: () => undefined,
      useContext: () => undefined,
      useCurrent: subject => subject,
      stateInWords: ({ place }) =>
        place.running ? 'tested by another run' : 'not tested now',
      notDone: ({ name }) =>
        name === 'launch' ? 'No run was launched' : 'No design was changed',
      approvals: {
        plugin: 'resilience',
        entityRefOf: () => entityRef,
        boundOf: (_subject, draft) => ({ args: argsOf('launch', draft) }),
        ask: ({ draft }, reason) =>
          api.askToLaunch(
            { entityRef, cluster, namespace },
            argsOf('launch', draft),
            reason,
          ),
      },
      async send({ action, draft }, typedName, approvalId) {
        const { message, activityId, runId } = await api.actOnPlace(
          { entityRef, cluster, namespace },
          action.name,
          argsOf(action.name, draft),
          typedName,
          approvalId,
        );
        if (action.name === 'launch') {
          const to = runId ? runOf?.({ id: runId }) : list?.();
          if (to) navigate(to);
        }
        return { message, recorded: activityId !== undefined };
      },
    }),
    [api, runOf, list, navigate, entityRef, cluster, namespace, environment],
  );
  return (
    <placeFlow.ActionFlowProvider surface={surface}>
      {children}
    </placeFlow.ActionFlowProvider>
  );
}
