import { ApprovalState } from '@slipway/plugin-approvals-common';
import { StateChip } from '@slipway/plugin-portal-react';
import { STATE_WORDS } from '../lib/words';

/** The state of an approval. */
export function StateOf({ state }: { state: ApprovalState }) {
  const words = STATE_WORDS[state];
  return (
    <span data-testid="approval-state">
      <StateChip state={words.state} label={words.label} />
    </span>
  );
}
