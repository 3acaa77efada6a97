import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/frontend-plugin-api';
import { ActionButton, buttonState } from '@slipway/plugin-portal-react';
import {
  rolloutActions,
  RolloutSummary,
  seenStateOf,
} from '@slipway/plugin-rollouts-common';
import { rolloutsApiRef } from '../../api/RolloutsApi';
import { useAccess } from '../../hooks/useAccess';
import { useLinks } from '../../hooks/useLinks';
import { nextStep } from '../../lib/nextStep';
import { rolloutFlow } from './flow';

/** The one next step of a rollout as a button, obeying access; the gate is asked with fresh state when pressed. */
export function NextStepButton({ rollout }: { rollout: RolloutSummary }) {
  const step = nextStep(rollout);
  const links = useLinks();
  const api = useApi(rolloutsApiRef);
  const flow = rolloutFlow.useActionFlow();
  const access = useAccess(step === 'open' ? undefined : rollout);
  const { ref, uid } = rollout;
  if (step === 'open') {
    return (
      <Link
        to={links.rollout(ref) ?? ''}
        aria-label={`Open ${ref.name}`}
        style={{ fontWeight: 600, fontSize: 13 }}
      >
        Open
      </Link>
    );
  }
  const action = rolloutActions[step];
  const state = buttonState(step, access);
  return (
    <ActionButton
      label={action.words.label}
      size="small"
      variant={state.enabled ? 'contained' : 'outlined'}
      state={state}
      busy={flow.isPending(uid, action)}
      onPress={() =>
        flow.startFrom(
          { key: uid, name: ref.name, read: () => api.getRollout(ref) },
          action,
          seenStateOf(rollout),
        )
      }
    />
  );
}
