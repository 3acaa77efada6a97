import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  loadtestRunTopic,
  RunRow,
  stop,
  StopTypes,
} from '@slipway/plugin-loadtest-common';
import {
  ActionButton,
  ActionSurface,
  createActionFlow,
  useFetched,
  useLivePart,
} from '@slipway/plugin-portal-react';
import { ReactNode, useMemo } from 'react';
import { loadtestApiRef } from '../../api/LoadtestApi';
import { runStateChip } from '../../lib/words';

const flow = createActionFlow<StopTypes>('run');

/** Owns the sending of stops below it. */
export function StopFlowProvider({ children }: { children: ReactNode }) {
  const api = useApi(loadtestApiRef);
  const surface = useMemo<ActionSurface<StopTypes>>(
    () => ({
      emptyDraft: {},
      keyOf: ({ id }) => id,
      targetOf: ({ entityRef, cluster, namespace }) => ({
        cluster,
        namespace,
        name: parseEntityRef(entityRef).name,
        kind: 'Load test',
      }),
      environmentOf: ({ environment }) => ({ environment }),
      seenOf: () => ({}),
      contextOf: () => undefined,
      useContext: () => undefined,
      useCurrent: useCurrentRun,
      stateInWords: ({ state }) => runStateChip(state).label.toLowerCase(),
      notDone: () => 'The run was not stopped',
      async send({ subject, draft }) {
        const answer = await api.stop(subject.id, draft);
        return {
          message: answer.message,
          recorded: answer.activityId !== undefined,
        };
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

/** The run as it is now. */
function useCurrentRun(run: RunRow): RunRow {
  return useLivePart(loadtestRunTopic, { id: run.id }, 'run') ?? run;
}

/** Ends the run at a press; says why not where it cannot be. */
export function StopButton({ run }: { run: RunRow }) {
  const api = useApi(loadtestApiRef);
  const access = useFetched(run.id, () => api.getRunAccess(run.id));
  const { button } = flow.useActionButtons(run, access);
  return <ActionButton {...button(stop)} variant="outlined" color="error" />;
}
