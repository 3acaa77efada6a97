import { JsonObject } from '@backstage/types';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import {
  comingStarts,
  cronWords,
  DraftProblem,
  embeddedFault,
  embeddedWorkflow,
  experimentOf,
  FAULT_KINDS,
  FaultDraft,
  FlowPlace,
  historyText,
  missedRunsText,
  policyText,
  scheduleFacts,
  withScheduled,
} from '@slipway/plugin-chaos-common';
import {
  formatAbsolute,
  SkeletonCard,
  useNow,
} from '@slipway/plugin-portal-react';
import { lazy, Suspense } from 'react';
import { messageAt, problemsBelow } from '../../../lib/problems';
import { FlowCanvas } from './FlowCanvas';

const FaultForm = lazy(() =>
  import('../FaultForm').then(m => ({ default: m.FaultForm })),
);

/** When, how often at once, what is kept and what becomes of missed starts; then the fault or the workflow that is started. */
export function ScheduleEditor(props: {
  cluster: string;
  place: FlowPlace;
  draft: FaultDraft;
  problems: readonly DraftProblem[];
  onChange: (draft: FaultDraft) => void;
}) {
  const { cluster, place, draft, problems, onChange } = props;
  const { spec } = draft;
  const now = useNow();
  const facts = scheduleFacts(spec);
  const set = (change: JsonObject) =>
    onChange({ ...draft, spec: { ...spec, ...change } });
  const words = cronWords(facts.expression);
  const starts = comingStarts(facts.expression, now, now, 5);
  const fault = embeddedFault(spec, facts.type);
  const workflow = embeddedWorkflow(spec);
  const help = (member: string, text: string) => {
    const message = messageAt(problems, `spec.${member}`);
    return { error: message !== undefined, helperText: message ?? text };
  };
  const number = (
    member: 'historyLimit' | 'startingDeadlineSeconds',
    label: string,
    text: string,
  ) => (
    <TextField
      size="small"
      type="number"
      label={label}
      value={typeof spec[member] === 'number' ? spec[member] : ''}
      onChange={event => set({ [member]: Number(event.target.value) })}
      inputProps={{ min: 1 }}
      {...help(member, text)}
    />
  );
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 1.5,
        gridTemplateColumns: '100%',
        '& > *': { maxWidth: 720 },
        // Lanes beside the fields of a step take the whole width.
        '& > [data-whole-width]': { maxWidth: 'none' },
      }}
    >
      <TextField
        size="small"
        label="Name"
        value={draft.name}
        onChange={event => onChange({ ...draft, name: event.target.value })}
        inputProps={{ spellCheck: false }}
        helperText="Free in the whole cluster: Chaos Mesh mixes up schedules of one name in two namespaces."
      />
      <TextField
        size="small"
        label="Schedule"
        value={facts.expression}
        onChange={event => set({ schedule: event.target.value })}
        inputProps={{ spellCheck: false }}
        {...help(
          'schedule',
          'Five fields, six with seconds first, or @every 2h. Times are those of the controller, taken as UTC.',
        )}
      />
      <Box aria-live="polite" data-testid="cron-words">
        {words && <Typography>{`Starts ${words}.`}</Typography>}
        {starts.length > 0 && (
          <Box
            component="ol"
            aria-label="Next five starts"
            sx={{ m: 0, pl: 2.5, fontSize: 14, color: 'text.secondary' }}
          >
            {starts.map(start => (
              <li key={start}>{formatAbsolute(start)}</li>
            ))}
          </Box>
        )}
      </Box>
      <TextField
        select
        size="small"
        label="While one still runs"
        value={facts.policy}
        onChange={event => set({ concurrencyPolicy: event.target.value })}
        {...help('concurrencyPolicy', policyText(facts))}
      >
        <MenuItem value="Forbid">Wait until it is over (Forbid)</MenuItem>
        <MenuItem value="Allow">Start another one (Allow)</MenuItem>
      </TextField>
      {number('historyLimit', 'How many are kept', historyText(facts))}
      {number(
        'startingDeadlineSeconds',
        'Seconds within which a missed start is made up for',
        missedRunsText(facts),
      )}
      <TextField
        select
        size="small"
        label="What it starts"
        value={fault || workflow ? facts.type : ''}
        onChange={event => {
          const experiment = experimentOf(event.target.value);
          if (experiment) {
            onChange({
              ...draft,
              spec: withScheduled(spec, experiment, place),
            });
          }
        }}
        {...help(
          'type',
          fault || workflow
            ? 'Choosing another one starts its fields again.'
            : 'Choose a kind of fault, or a workflow.',
        )}
      >
        <MenuItem value="Workflow">Workflow: several faults in steps</MenuItem>
        {FAULT_KINDS.map(kind => (
          <MenuItem key={kind} value={kind}>
            {kind}
          </MenuItem>
        ))}
      </TextField>
      {workflow && (
        <Box data-whole-width>
          <FlowCanvas
            cluster={cluster}
            place={place}
            draft={{ kind: 'Workflow', name: draft.name, spec: workflow }}
            problems={problemsBelow(problems, 'spec.workflow')}
            onChange={edited => set({ workflow: edited.spec })}
          />
        </Box>
      )}
      {fault && (
        <Suspense
          fallback={<SkeletonCard lines={6} label="Loading the form" />}
        >
          <FaultForm
            cluster={cluster}
            draft={{ kind: fault.kind, name: draft.name, spec: fault.spec }}
            inside="schedule"
            problems={problemsBelow(problems, `spec.${fault.member}`)}
            onChange={edited => set({ [fault.member]: edited.spec })}
          />
        </Suspense>
      )}
    </Box>
  );
}
