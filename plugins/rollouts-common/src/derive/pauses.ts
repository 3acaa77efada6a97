import { Condition, Rollout } from '../raw/types';
import { PauseView } from '../types';
import { isoAfter, pauseSeconds } from './duration';
import { currentCanaryStep } from './weights';

/** Reason of the pause that a person made with `spec.paused`. */
export const MANUALLY_PAUSED = 'ManuallyPaused';

/** The condition of one type, if the object has it. */
export function conditionOf(
  rollout: Rollout,
  type: string,
): Condition | undefined {
  return rollout.status.conditions?.find(condition => condition.type === type);
}

/**
 * Seconds after which the controller goes on by itself from a pause with this
 * reason; undefined when it waits for a person.
 *
 * @see rollout/pause.go `CompletedCanaryPauseStep`, `CompletedBlueGreenPause`
 */
function secondsOfPause(rollout: Rollout, reason: string): number | undefined {
  if (reason === 'CanaryPauseStep') {
    return pauseSeconds(currentCanaryStep(rollout).step?.pause?.duration);
  }
  if (reason === 'BlueGreenPause') {
    const blueGreen = rollout.spec.strategy.blueGreen;
    const seconds = blueGreen?.autoPromotionSeconds ?? 0;
    return blueGreen?.autoPromotionEnabled !== false && seconds > 0
      ? seconds
      : undefined;
  }
  return undefined;
}

/**
 * What the rollout waits for. While it is manually paused no end is promised
 * for the other pauses: the controller does not go on before it is resumed.
 *
 * @see rollout/pause.go `CompletedCanaryPauseStep`, `CompletedBlueGreenPause`
 */
export function derivePauses(rollout: Rollout): PauseView[] {
  const manual = rollout.spec.paused === true;
  const pauses: PauseView[] = (rollout.status.pauseConditions ?? []).map(
    ({ reason, startTime }) => {
      const seconds = manual ? undefined : secondsOfPause(rollout, reason);
      const endsAt =
        seconds === undefined ? undefined : isoAfter(startTime, seconds);
      return {
        reason,
        ...(startTime ? { startedAt: startTime } : {}),
        ...(endsAt ? { endsAt } : {}),
      };
    },
  );
  if (!manual) return pauses;
  const paused = conditionOf(rollout, 'Paused');
  const since =
    pauses.length === 0 && paused?.status === 'True'
      ? paused.lastTransitionTime
      : undefined;
  return [
    { reason: MANUALLY_PAUSED, ...(since ? { startedAt: since } : {}) },
    ...pauses,
  ];
}
