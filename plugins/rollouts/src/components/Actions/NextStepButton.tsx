import { Link } from '@backstage/core-components';
import { ActionButton, buttonState } from '@slipway/plugin-portal-react';
import { RolloutSummary, seenStateOf } from '@slipway/plugin-rollouts-common';
import { useAccess } from '../../hooks/useAccess';
import { useLinks } from '../../hooks/useLinks';
import { nextStep } from '../../lib/nextStep';
import { useActionFlow } from './ActionFlow';
import { ACTION_LABELS } from './actionWords';

/** The one next step of a rollout as a button, obeying access; the gate is asked with fresh state when pressed. */
export function NextStepButton({ rollout }: { rollout: RolloutSummary }) {
  const step = nextStep(rollout);
  const links = useLinks();
  const flow = useActionFlow();
  const access = useAccess(step === 'open' ? undefined : rollout);
  if (step === 'open') {
    return (
      <Link
        to={links.rollout(rollout.ref) ?? ''}
        aria-label={`Open ${rollout.ref.name}`}
        style={{ fontWeight: 600, fontSize: 13 }}
      >
        Open
      </Link>
    );
  }
  const state = buttonState(step, access);
  return (
    <ActionButton
      label={ACTION_LABELS[step]}
      size="small"
      variant={state.enabled ? 'contained' : 'outlined'}
      state={state}
      busy={flow.pending?.uid === rollout.uid && flow.pending.action === step}
      onPress={() => flow.startFrom(rollout, step, seenStateOf(rollout))}
    />
  );
}
