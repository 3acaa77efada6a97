import { useApi } from '@backstage/frontend-plugin-api';
import {
  isActive,
  resilienceRunTopic,
  RunDetail,
  stop,
  StopTypes,
} from '@slipway/plugin-resilience-common';
import {
  ActionButton,
  ActionSurface,
  createActionFlow,
  useFetched,
  useLivePart,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { resilienceApiRef } from '../../api/ResilienceApi';
import { entityName, runStateChip } from '../../lib/words';

const flow = createActionFlow<StopTypes>('joint run');

/** Stops a run with one tap; there as long as something of it may be. */
export function StopRun({ run }: { run: RunDetail }) {
  const api = useApi(resilienceApiRef);
  const { id, cluster, namespace, entityRef, environment } = run;
  const surface = useMemo<ActionSurface<StopTypes>>(
    () => ({
      emptyDraft: {},
      keyOf: () => id,
      targetOf: () => ({
        cluster,
        namespace,
        name: entityName(entityRef),
        kind: 'Joint run',
      }),
      environmentOf: () => ({ environment }),
      seenOf: () => ({}),
      contextOf: () => undefined,
      useContext: () => undefined,
      useCurrent: function useCurrentRun(before) {
        return useLivePart(resilienceRunTopic, { id }, 'run') ?? before;
      },
      stateInWords: ({ state }) => runStateChip(state).label.toLowerCase(),
      notDone: () => 'The run was not stopped',
      async send({ draft }) {
        const { message, activityId } = await api.stop(id, draft.reason);
        return { message, recorded: activityId !== undefined };
      },
    }),
    [api, id, cluster, namespace, entityRef, environment],
  );
  if (!isActive(run)) return null;
  return (
    <flow.ActionFlowProvider surface={surface}>
      <StopButton run={run} />
    </flow.ActionFlowProvider>
  );
}

function StopButton({ run }: { run: RunDetail }) {
  const api = useApi(resilienceApiRef);
  const access = useFetched(run.id, () => api.getRunAccess(run.id));
  const { button } = flow.useActionButtons(run, access);
  return <ActionButton {...button(stop)} variant="contained" color="error" />;
}
