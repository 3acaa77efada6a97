import { RunRow, Verdict } from '@slipway/plugin-loadtest-common';
import { StateChip } from '@slipway/plugin-portal-react';
import { runStateChip, verdictChip } from '../lib/words';

/** Where a run stands. */
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

/** What a run says of the service; nothing before anything was judged. */
export function VerdictChip(props: {
  verdict?: Pick<Verdict, 'outcome' | 'final'> & { reason?: string };
}) {
  const { verdict } = props;
  if (!verdict) return null;
  const { label, state } = verdictChip(verdict);
  return (
    <span data-testid="run-verdict">
      <StateChip state={state} label={label} detail={verdict.reason} />
    </span>
  );
}
