import { useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import {
  chaosHaltTopic,
  chaosListTopic,
  haltActions,
  haltProgress,
  HaltState,
  HaltTypes,
} from '@slipway/plugin-chaos-common';
import {
  ActionButton,
  ActionFields,
  ActionSurface,
  createActionFlow,
  RelativeTime,
  useFetched,
  useLiveItem,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { chaosApiRef } from '../../api/ChaosApi';
import { isActive } from '../../lib/listQuery';

const flow = createActionFlow<HaltTypes>('all faults');
type Subject = HaltTypes['subject'];

/** Whether new faults are blocked; undefined until that is known. */
export function useHaltState(): HaltState | undefined {
  return useLiveItem(chaosHaltTopic, {}, 'halt');
}

/** The halt with the number of faults that are not over; undefined until both are known. */
function useHaltSubject(): Subject | undefined {
  const halt = useHaltState();
  const { status, items } = useLiveTopic(chaosListTopic, {});
  return useMemo(
    () =>
      halt && status === 'ready'
        ? { ...halt, running: [...items.values()].filter(isActive).length }
        : undefined,
    [halt, status, items],
  );
}

const ReasonField: ActionFields<HaltTypes> = ({ draft, onChange }) => (
  <TextField
    label="Reason"
    required
    fullWidth
    value={draft.reason ?? ''}
    onChange={event => onChange({ reason: event.target.value })}
    helperText="Everybody who wants to launch a fault reads it."
    inputProps={{ maxLength: 300 }}
  />
);

/** "Halt everything", or who halted it and how it is lifted. */
export function HaltBar() {
  const api = useApi(chaosApiRef);
  const subject = useHaltSubject();
  const surface = useMemo<ActionSurface<HaltTypes>>(
    () => ({
      emptyDraft: {},
      keyOf: () => 'halt',
      targetOf: () => ({
        cluster: 'every cluster',
        namespace: 'every namespace',
        name: 'all faults',
      }),
      seenOf: ({ halted, at }) => ({ halted, ...(at ? { at } : {}) }),
      contextOf: () => undefined,
      useContext: () => undefined,
      useCurrent: useCurrentHalt,
      stateInWords: ({ halted }) => (halted ? 'halted' : 'not halted'),
      fields: { halt: ReasonField },
      notDone: () => 'Nothing was halted or lifted',
      async send({ action, seen, draft }) {
        const { message, activityId } = await api.actOnAll(action.name, {
          seen,
          ...(action.name === 'halt' && draft.reason
            ? { args: { reason: draft.reason } }
            : {}),
        });
        return { message, recorded: activityId !== undefined };
      },
    }),
    [api],
  );
  if (!subject) return null;
  return (
    <flow.ActionFlowProvider surface={surface}>
      <HaltButtons subject={subject} />
    </flow.ActionFlowProvider>
  );
}

function useCurrentHalt(before: Subject): Subject {
  return useHaltSubject() ?? before;
}

function HaltButtons({ subject }: { subject: Subject }) {
  const api = useApi(chaosApiRef);
  const access = useFetched('halt', () => api.getHaltAccess());
  const { button } = flow.useActionButtons(subject, access);
  const { halt, lift } = haltActions;
  if (!subject.halted) {
    return <ActionButton {...button(halt)} variant="contained" color="error" />;
  }
  return (
    <Alert severity="error" sx={{ width: '100%' }}>
      <AlertTitle>Faults are halted</AlertTitle>
      {subject.reason ?? 'No reason was given.'}{' '}
      {subject.by && (
        <>
          {'— '}
          <EntityRefLink entityRef={subject.by} defaultKind="user" />{' '}
        </>
      )}
      {subject.at && <RelativeTime at={subject.at} />}
      <Box>{haltProgress(subject).join(' ')}</Box>
      {subject.left && (
        <Box component="ul" sx={{ my: 0.5, pl: 2.5, overflowWrap: 'anywhere' }}>
          {subject.left.map(what => (
            <li key={what}>{what}</li>
          ))}
        </Box>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1 }}>
        {halt.gate(subject) === undefined && (
          <ActionButton {...button(halt)} variant="contained" color="error" />
        )}
        <ActionButton {...button(lift)} variant="outlined" />
      </Box>
    </Alert>
  );
}
