import {
  JsonPatchOperation,
  PatchWrite,
} from '@slipway/plugin-clusters-common';
import { currentCanaryStep } from '../derive/weights';
import { Rollout } from '../raw/types';
import { SeenState } from '../types';
import {
  guards,
  remove,
  set,
  specPatch,
  statusPatch,
  test,
} from './operations';

/** `min(i + 1, n)`; undefined when the canary has no steps. */
export function nextIndex(rollout: Rollout): number | undefined {
  const { index } = currentCanaryStep(rollout);
  const count = rollout.spec.strategy.canary?.steps?.length ?? 0;
  return index === undefined ? undefined : Math.min(index + 1, count);
}

const isInconclusive = (rollout: Rollout) =>
  rollout.spec.strategy.canary !== undefined &&
  rollout.status.canary?.currentStepAnalysisRunStatus?.status ===
    'Inconclusive';

/**
 * Clears the pause conditions that were read, and only those: if somebody
 * else cleared them first, the test or the removal fails, so that two users
 * take one step together.
 */
export function clearPauses(rollout: Rollout): JsonPatchOperation[] {
  const { pauseConditions } = rollout.status;
  if (!pauseConditions) return [];
  return [
    test('/status/pauseConditions', pauseConditions),
    remove('/status/pauseConditions'),
  ];
}

/** What a promotion writes to the status; empty when nothing. First match wins, as in `getPatches`. */
export function promotion(rollout: Rollout): JsonPatchOperation[] {
  const { status, spec } = rollout;
  const next = nextIndex(rollout);
  const paused = Boolean(status.pauseConditions?.length);
  if (isInconclusive(rollout) && paused && status.controllerPause) {
    return next === undefined
      ? []
      : [
          ...clearPauses(rollout),
          set('/status/controllerPause', false),
          set('/status/currentStepIndex', next),
        ];
  }
  if (paused) return clearPauses(rollout);
  if (spec.strategy.canary && next !== undefined) {
    return [...clearPauses(rollout), set('/status/currentStepIndex', next)];
  }
  return [];
}

/** `spec.paused: false`. Guarded without the step, which a patch before it may have moved. */
export function unpause(rollout: Rollout, seen: SeenState): PatchWrite[] {
  if (!rollout.spec.paused) return [];
  return [
    specPatch(rollout, [
      ...guards(seen, 'revision'),
      test('/spec/paused', true),
      set('/spec/paused', false),
    ]),
  ];
}

/** A patch of the status, guarded by what the user saw; none without operations. */
export function withStatus(
  rollout: Rollout,
  seen: SeenState,
  operations: JsonPatchOperation[],
): PatchWrite[] {
  return operations.length
    ? [statusPatch(rollout, [...guards(seen, 'step'), ...operations])]
    : [];
}

/** A pause is cleared and nothing else: the controller continues because `controllerPause` is still set. */
export const reliesOnControllerPause = (operations: JsonPatchOperation[]) =>
  operations.length > 0 &&
  operations.every(operation => operation.path === '/status/pauseConditions');
