import { noArgs } from '@slipway/plugin-actions-common';
import { PatchWrite } from '@slipway/plugin-clusters-common';
import { Rollout } from '../raw/types';
import { RolloutCore, SeenState } from '../types';
import { patchCommand } from './command';
import { pauseText } from './effectWords';
import { placeOf } from './planParts';
import { Prediction } from './predict';
import { predictResume } from './predict/moves';
import { defineRolloutAction } from './rolloutAction';
import { unpause } from './statusOperations';
import { forwardWarnings } from './warnings';

function gate(core: RolloutCore): string | undefined {
  if (core.specPaused) return undefined;
  return core.pauseConditions
    ? 'It is not paused by a user but waits at a step: promote it to continue.'
    : 'It is not paused by a user.';
}

function effect(core: RolloutCore, prediction: Prediction): string {
  const { rest } = prediction;
  if (rest.kind === 'pause' && rest.step === prediction.next) {
    return `Takes the user's pause back. It still waits ${rest.pauses
      .map(pauseText)
      .join(' and ')}.`;
  }
  if (rest.kind === 'aborted') {
    return 'The controller continues with the abort: it scales and switches back.';
  }
  return core.inProgress
    ? 'The controller continues from where it was paused.'
    : 'Later updates are rolled out again.';
}

/**
 * Takes back a pause: the part of promote that unpauses, alone.
 *
 * @see pkg/kubectl-argo-rollouts/cmd/promote/promote.go `getPatches`
 */
export function planResume(rollout: Rollout, seen: SeenState): PatchWrite[] {
  return unpause(rollout, seen);
}

/** Takes back the pause of a user; pauses of the controller stay. */
export const resume = defineRolloutAction({
  name: 'resume',
  words: { label: 'Resume' },
  args: noArgs,
  risk: { severity: 'medium' },
  agent: {
    description: 'Takes back a pause that a user set.',
    destructive: false,
  },
  guard: 'revision',
  gate: ({ core }) => gate(core),
  predict: (facts, _draft, now) => predictResume(facts, now),
  effect: ({ core }, prediction) => effect(core, prediction),
  warnings: forwardWarnings,
  command: core => patchCommand(core, { spec: { paused: false } }),
  plan: ({ rollout, core, seen }) => ({
    writes: planResume(rollout, seen),
    before: placeOf(core),
    after: { paused: false },
  }),
});
