import { noArgs } from '@slipway/plugin-actions-common';
import { PatchWrite } from '@slipway/plugin-clusters-common';
import { Rollout } from '../raw/types';
import { RolloutCore, SeenState } from '../types';
import { nameWord, pluginCommand } from './command';
import { movesOn } from './effectWords';
import { blockedUpdate, idle, isUnpausing, UNPAUSING } from './gateReasons';
import { set } from './operations';
import { placeOf, stepAfter } from './planParts';
import { predictSkipStep } from './predict/promote';
import { defineRolloutAction } from './rolloutAction';
import { clearPauses, nextIndex, withStatus } from './statusOperations';
import { forwardWarnings } from './warnings';

function gate(core: RolloutCore): string | undefined {
  if (core.strategy !== 'canary') return 'Only a canary has steps to skip.';
  if (core.stepCount === 0) return 'The canary has no steps to skip.';
  if (core.aborted) {
    return 'The rollout is aborted: skipping a step would do nothing. Retry it first.';
  }
  const blocked = blockedUpdate(core);
  if (blocked) return blocked;
  if (!core.inProgress) return idle(core);
  if (isUnpausing(core)) {
    return UNPAUSING;
  }
  if ((core.stepIndex ?? 0) >= core.stepCount) {
    return 'No step is left to skip.';
  }
  return undefined;
}

/**
 * To the next step, whatever the current one waits for. The plugin's deprecated
 * flag moves the index only, which leaves a pause standing; Argo CD's action
 * clears the pause too. `controllerPause` is reset with it: left true without
 * a pause condition, the controller would take a following pause step for one
 * that a user has already ended.
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

/** Past the current step of a canary. */
export const skipStep = defineRolloutAction({
  name: 'skip-step',
  words: { label: 'Skip step', phrase: 'Skip step of' },
  args: noArgs,
  risk: { severity: 'medium' },
  agent: { description: 'Skips the current step of a canary.' },
  guard: 'step',
  gate: ({ core }) => gate(core),
  predict: facts => predictSkipStep(facts),
  effect: ({ core }, prediction) =>
    `Skips step ${(core.stepIndex ?? 0) + 1} (${
      core.steps[core.stepIndex ?? 0]?.label ?? 'none'
    }). ${movesOn(core, prediction)}`,
  warnings: forwardWarnings,
  // At a pause the plugin's flag would leave the pause standing; its plain promote goes to the next step.
  command: core =>
    pluginCommand(
      core,
      core.pauseConditions
        ? `promote ${nameWord(core)}`
        : `promote ${nameWord(core)} --skip-current-step`,
    ),
  plan: ({ rollout, core, seen }) => ({
    writes: planSkipStep(rollout, seen),
    before: placeOf(core),
    after: { ...stepAfter(core), pauses: [] },
  }),
});
