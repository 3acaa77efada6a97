import {
  JsonPatchOperation,
  PatchWrite,
} from '@slipway/plugin-clusters-common';
import { currentCanaryStep } from '../derive/weights';
import { isFullyPromoted } from '../derive/phase';
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
function nextIndex(rollout: Rollout): number | undefined {
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
 * else cleared them first, the test or the removal fails, so that two people
 * take one step together.
 */
function clearPauses(rollout: Rollout): JsonPatchOperation[] {
  const { pauseConditions } = rollout.status;
  if (!pauseConditions) return [];
  return [
    test('/status/pauseConditions', pauseConditions),
    remove('/status/pauseConditions'),
  ];
}

/** What a promotion writes to the status; empty when nothing. First match wins, as in `getPatches`. */
function promotion(rollout: Rollout): JsonPatchOperation[] {
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
function unpause(rollout: Rollout, seen: SeenState): PatchWrite[] {
  if (!rollout.spec.paused) return [];
  return [
    specPatch(rollout, [
      ...guards(seen, 'revision'),
      test('/spec/paused', true),
      set('/spec/paused', false),
    ]),
  ];
}

function withStatus(
  rollout: Rollout,
  seen: SeenState,
  operations: JsonPatchOperation[],
): PatchWrite[] {
  return operations.length
    ? [statusPatch(rollout, [...guards(seen, 'step'), ...operations])]
    : [];
}

/** A pause is cleared and nothing else: the controller goes on because `controllerPause` is still set. */
const reliesOnControllerPause = (operations: JsonPatchOperation[]) =>
  operations.length > 0 &&
  operations.every(operation => operation.path === '/status/pauseConditions');

/**
 * Promotes. The plugin sends the status first and `spec.paused: false` after
 * it. Where only a pause is cleared the order is the other way round: a
 * controller that looks in between finds a rollout paused by a person and
 * without pause conditions, resets `controllerPause` (rollout/pause.go
 * `CalculatePauseConditions`), and later pauses at the same step again.
 *
 * @see pkg/kubectl-argo-rollouts/cmd/promote/promote.go `getPatches`
 */
export function planPromote(rollout: Rollout, seen: SeenState) {
  const operations = promotion(rollout);
  const status = withStatus(rollout, seen, operations);
  const spec = unpause(rollout, seen);
  return reliesOnControllerPause(operations)
    ? [...spec, ...status]
    : [...status, ...spec];
}

/** @see pkg/kubectl-argo-rollouts/cmd/promote/promote.go `getPatches`, case full */
export const planPromoteFull = (rollout: Rollout, seen: SeenState) => [
  ...withStatus(
    rollout,
    seen,
    isFullyPromoted(rollout) ? [] : [set('/status/promoteFull', true)],
  ),
  ...unpause(rollout, seen),
];

/**
 * One step on, whatever the current one waits for. The plugin's deprecated
 * flag moves the index only, which leaves a pause standing; Argo CD's action
 * clears the pause too. `controllerPause` is reset with it: left true without
 * a pause condition, the controller would take a following pause step for one
 * that a person has already ended.
 *
 * @see rollout/pause.go `CompletedCanaryPauseStep`
 */
export function planSkipStep(rollout: Rollout, seen: SeenState): PatchWrite[] {
  const next = nextIndex(rollout);
  if (next === undefined) return [];
  return withStatus(rollout, seen, [
    ...clearPauses(rollout),
    ...(rollout.status.controllerPause
      ? [set('/status/controllerPause', false)]
      : []),
    set('/status/currentStepIndex', next),
  ]);
}

/**
 * Abort needs only uid and current pod hash. While a full promotion runs the
 * controller takes an abort back at once (rollout/canary.go and bluegreen.go
 * `RemoveAbort`), so the full promotion is withdrawn with it; the plugin's
 * patch alone would be lost.
 *
 * @see pkg/kubectl-argo-rollouts/cmd/abort/abort.go
 */
export const planAbort = (rollout: Rollout, seen: SeenState) => [
  statusPatch(rollout, [
    ...guards(seen, 'revision'),
    ...(rollout.status.promoteFull ? [set('/status/promoteFull', false)] : []),
    set('/status/abort', true),
  ]),
];

/** @see pkg/kubectl-argo-rollouts/cmd/retry/retry.go */
export const planRetry = (rollout: Rollout, seen: SeenState) =>
  withStatus(rollout, seen, [
    test('/status/abort', true),
    set('/status/abort', false),
  ]);

/** @see pkg/kubectl-argo-rollouts/cmd/pause/pause.go */
export const planPause = (rollout: Rollout, seen: SeenState) => [
  specPatch(rollout, [
    ...guards(seen, 'revision'),
    ...(rollout.spec.paused === undefined
      ? []
      : [test('/spec/paused', rollout.spec.paused)]),
    set('/spec/paused', true),
  ]),
];

/**
 * Takes back {@link planPause}: the part of promote that unpauses, alone.
 *
 * @see pkg/kubectl-argo-rollouts/cmd/promote/promote.go `getPatches`
 */
export const planResume = (rollout: Rollout, seen: SeenState) =>
  unpause(rollout, seen);

/**
 * @param now ISO time; the controller compares whole seconds
 * @see pkg/kubectl-argo-rollouts/cmd/restart/restart.go
 */
export const planRestart = (rollout: Rollout, seen: SeenState, now: string) => [
  specPatch(rollout, [
    ...guards(seen, 'revision'),
    set('/spec/restartAt', now.replace(/\.\d+Z$/, 'Z')),
  ]),
];
