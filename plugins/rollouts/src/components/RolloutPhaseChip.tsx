import { StateChip } from '@slipway/plugin-portal-react';
import { RolloutPhase } from '@slipway/plugin-rollouts-common';
import { PHASE_STATES } from '../lib/phaseState';

/** The controller's word for the phase, with the palette's icon and colour. */
export function RolloutPhaseChip(props: {
  phase: RolloutPhase;
  detail?: string;
}) {
  return (
    <span data-testid="rollout-phase">
      <StateChip
        state={PHASE_STATES[props.phase]}
        label={props.phase}
        detail={props.detail}
      />
    </span>
  );
}
