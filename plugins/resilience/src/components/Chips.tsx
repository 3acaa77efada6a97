import { RunPart, RunRow } from '@slipway/plugin-resilience-common';
import { StateChip } from '@slipway/plugin-portal-react';
import { partChip, runStateChip, verdictChip } from '../lib/words';

/** Where the execution of a run stands. */
export function RunStateChip({
  run,
}: {
  run: Pick<RunRow, 'state' | 'problem'>;
}) {
  const { label, state } = runStateChip(run.state);
  return (
    <span data-testid="run-state">
      <StateChip state={state} label={label} detail={run.problem} />
    </span>
  );
}

/** What a run says of the service: three colours, each with its icon and word. */
export function VerdictChip({
  verdict,
}: {
  verdict: Omit<NonNullable<RunRow['verdict']>, 'reason'> & {
    reason?: string;
  };
}) {
  const { label, state } = verdictChip(verdict);
  return (
    <span data-testid="run-verdict">
      <StateChip state={state} label={label} detail={verdict.reason} />
    </span>
  );
}

/** Where a part stands. */
export function PartChip({
  part,
}: {
  part: Pick<RunPart, 'phase' | 'outcome' | 'reason'>;
}) {
  const { label, state } = partChip(part);
  return <StateChip state={state} label={label} detail={part.reason} />;
}
