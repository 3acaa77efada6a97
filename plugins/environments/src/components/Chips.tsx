import Box from '@mui/material/Box';
import {
  EnvironmentRow,
  Operation,
  RUNNER_WORDS,
  RunnerKind,
} from '@slipway/plugin-environments-common';
import {
  RelativeTime,
  StateChip,
  stateColour,
  useTicking,
} from '@slipway/plugin-portal-react';
import { useCallback } from 'react';
import { isDrifted } from '../lib/listQuery';
import {
  EndTone,
  endTone,
  operationChip,
  RUNNER_LABELS,
  stateChip,
  toneState,
} from '../lib/words';

/** Where an environment stands; why on hover. */
export function EnvironmentStateChip({ row }: { row: EnvironmentRow }) {
  const { label, state } = stateChip(row);
  return (
    <span data-testid="environment-state">
      <StateChip state={state} label={label} detail={row.reason} />
    </span>
  );
}

/** That what runs is not what was applied; nothing where it is, as far as is known. */
export function DriftMark({ row }: { row: Pick<EnvironmentRow, 'drift'> }) {
  if (!isDrifted(row)) return null;
  return (
    <StateChip
      state="waiting"
      label="Drifted"
      detail={row.drift?.reasons.join(' ')}
    />
  );
}

/** Where an operation stands. */
export function OperationStateChip({
  operation,
}: {
  operation: Pick<Operation, 'state' | 'reason'>;
}) {
  const { label, state } = operationChip(operation.state);
  return <StateChip state={state} label={label} detail={operation.reason} />;
}

/** That nothing but the objects in the sandbox is real; nothing for runners that are. */
export function SimulatedMark({ runner }: { runner: RunnerKind }) {
  if (runner !== 'simulated') return null;
  return (
    <StateChip
      state="unknown"
      label={RUNNER_LABELS.simulated}
      detail={RUNNER_WORDS.simulated}
    />
  );
}

const WEIGHT: Readonly<Record<EndTone, number>> = {
  none: 400,
  later: 400,
  soon: 600,
  near: 600,
  due: 700,
};

/** When an environment is torn down, in the colour of how near that is. */
export function EndNote({
  row,
}: {
  row: Pick<EnvironmentRow, 'expiresAt' | 'protected' | 'state'>;
}) {
  const { expiresAt, state } = row;
  const tone = useTicking(
    useCallback(now => endTone({ expiresAt, state }, now), [expiresAt, state]),
  );
  if (expiresAt === null) return <span>no end</span>;
  const colour = toneState(tone);
  return (
    <Box
      component="span"
      data-tone={tone}
      sx={{
        color: colour && stateColour(colour),
        fontWeight: WEIGHT[tone],
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      <RelativeTime at={expiresAt} />
      {row.protected && ', protected'}
    </Box>
  );
}
