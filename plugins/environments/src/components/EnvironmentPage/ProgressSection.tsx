import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import {
  KIND_WORDS,
  Operation,
  Step,
  STEP_WORDS,
} from '@slipway/plugin-environments-common';
import {
  CommandLine,
  formatSpan,
  RelativeTime,
  Section,
  StateChip,
  useTicking,
} from '@slipway/plugin-portal-react';
import { useCallback, useId, useState } from 'react';
import { refName } from '../../lib/listQuery';
import { stepChip } from '../../lib/words';
import { StepLog } from './StepLog';

/** Steps whose log is shown without a press. */
const isOpenAtFirst = ({ state }: Step) =>
  state === 'running' || state === 'failed' || state === 'unknown';

/** The steps of an operation, each with its log. */
export function ProgressSection({ operation }: { operation: Operation }) {
  const { kind, steps, startedBy, createdAt, appliedBy, approvalId } =
    operation;
  const done = steps.filter(
    ({ state }) => state === 'succeeded' || state === 'skipped',
  ).length;
  const settled =
    operation.state === 'succeeded' || operation.state === 'cancelled';
  return (
    <Section
      title={`Steps: ${KIND_WORDS[kind]}, ${done} of ${steps.length} done`}
      startOpen={!settled}
    >
      <Box sx={{ fontSize: 14, mb: 1, color: 'text.secondary' }}>
        {`Started by ${refName(startedBy)} `}
        <RelativeTime at={createdAt} />
        {appliedBy && `, applied by ${refName(appliedBy)}`}
        {approvalId && ' as approved'}
      </Box>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {steps.map(step => (
          <StepItem
            key={`${step.seq} ${step.attempt}`}
            operation={operation}
            step={step}
          />
        ))}
      </Box>
    </Section>
  );
}

function StepItem({ operation, step }: { operation: Operation; step: Step }) {
  const { seq, name, state, attempt, reason, command } = step;
  const [chosen, setChosen] = useState<boolean>();
  const open = chosen ?? isOpenAtFirst(step);
  const id = useId();
  const chip = stepChip(state);
  const hasLog = attempt > 0;
  return (
    <Box
      component="li"
      data-testid={`step-${seq}`}
      aria-current={state === 'running' ? 'step' : undefined}
      sx={{ py: 1, '& + &': { borderTop: 1, borderColor: 'divider' } }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1.5,
          rowGap: 0.5,
          fontSize: 14,
        }}
      >
        <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums' }}>
          {`${seq}.`}
        </Box>
        <StateChip state={chip.state} label={chip.label} />
        <Box component="span" sx={{ fontWeight: 600 }}>
          {STEP_WORDS[name]}
        </Box>
        <Box component="code" sx={{ fontSize: 13 }}>
          {name}
        </Box>
        <Duration step={step} />
        {attempt > 1 && <span>{`attempt ${attempt}`}</span>}
        {hasLog && (
          <Button
            size="small"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setChosen(!open)}
          >
            {open ? 'Hide log' : 'Show log'}
          </Button>
        )}
      </Box>
      {reason && (
        <Box sx={{ fontSize: 14, mt: 0.5, overflowWrap: 'anywhere' }}>
          {reason}
        </Box>
      )}
      <Box id={id}>
        {hasLog && open && (
          <>
            {command && <CommandLine command={command} />}
            <StepLog
              environment={operation.environment}
              operationId={operation.id}
              step={step}
            />
          </>
        )}
      </Box>
    </Box>
  );
}

/** How long a step took, or has taken so far. */
function Duration({ step }: { step: Step }) {
  const { startedAt, endedAt } = step;
  const text = useTicking(
    useCallback(
      now => {
        if (!startedAt) return '';
        const end = endedAt ? Date.parse(endedAt) : now;
        return formatSpan(end - Date.parse(startedAt));
      },
      [startedAt, endedAt],
    ),
  );
  return text === '' ? null : (
    <Box
      component="span"
      sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}
    >
      {text}
    </Box>
  );
}
