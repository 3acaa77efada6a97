import { useApi } from '@backstage/frontend-plugin-api';
import {
  chaosFaultTopic,
  faultActions,
  FaultCore,
  FaultRef,
  FaultSubject,
  FaultTypes,
} from '@slipway/plugin-chaos-common';
import {
  ActionButton,
  ActionSurface,
  createActionFlow,
  useFetched,
  useLivePart,
  useNow,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import { ReactNode, useMemo } from 'react';
import { chaosApiRef } from '../../api/ChaosApi';

const flow = createActionFlow<FaultTypes>('fault');

/** Parameters of the live topic of one fault. */
export function faultParams({ cluster, namespace, kind, name }: FaultRef) {
  return { cluster, namespace, kind, name };
}

/** Owns the dialog and the sending for faults below it. */
export function FaultFlowProvider({ children }: { children: ReactNode }) {
  const api = useApi(chaosApiRef);
  const surface = useMemo<ActionSurface<FaultTypes>>(
    () => ({
      emptyDraft: {},
      keyOf: ({ uid }) => uid,
      targetOf: ({ ref }) => ref,
      environmentOf: ({ environment }) => environment,
      seenOf: ({ uid }) => ({ uid }),
      contextOf: () => ({ now: Date.now() }),
      useContext: useNowContext,
      useCurrent: useCurrentFault,
      stateInWords: ({ stateText }) => stateText,
      notDone: () => 'The fault was not changed',
      async send({ action, subject, seen }, typedName) {
        const { message, activityId } = await api.act(
          subject.ref,
          action.name,
          seen,
          typedName,
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

function useNowContext() {
  return { now: useNow() };
}

/** The fault as it is now. */
function useCurrentFault(fault: FaultSubject): FaultSubject {
  return useLivePart(chaosFaultTopic, faultParams(fault.ref), 'core') ?? fault;
}

/** Pause or resume, for a workflow its abort; stop, and for one that is stuck the release. */
export function FaultButtons(props: {
  fault: FaultCore;
  /** Why nothing can be done. */
  gone?: string;
}) {
  const { fault, gone } = props;
  const api = useApi(chaosApiRef);
  const access = useFetched(
    `${fault.uid} ${JSON.stringify(fault.entity)}`,
    () => api.getFaultAccess(fault.ref),
  );
  const { button } = flow.useActionButtons(fault, { ...access, gone });
  const { pause, resume, abort, stop, release } = faultActions;
  const hold = fault.state === 'paused' ? resume : pause;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      <ActionButton
        {...button(fault.ref.kind === 'Workflow' ? abort : hold)}
        variant="outlined"
      />
      <ActionButton {...button(stop)} variant="contained" color="error" />
      {fault.problem?.reason === 'stuck-deleting' && (
        <ActionButton {...button(release)} variant="outlined" color="error" />
      )}
    </Box>
  );
}
