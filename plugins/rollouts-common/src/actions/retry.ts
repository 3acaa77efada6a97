import { noArgs } from '@slipway/plugin-actions-common';
import { PatchWrite } from '@slipway/plugin-clusters-common';
import { Rollout } from '../raw/types';
import { RolloutCore, SeenState } from '../types';
import { nameWord, pluginCommand } from './command';
import { templateWay } from './effectTemplate';
import { blueGreenWay, clockTime, thenStops } from './effectWords';
import { set, test } from './operations';
import { placeOf } from './planParts';
import { Prediction } from './predict';
import { predictRetry } from './predict/moves';
import { defineRolloutAction } from './rolloutAction';
import { withStatus } from './statusOperations';
import { withReason } from './warnings';

function gate(core: RolloutCore): string | undefined {
  if (!core.aborted) return 'Only an aborted rollout can be retried.';
  if (core.phase !== 'Degraded') {
    return 'The controller has not yet carried out the abort. Wait a moment.';
  }
  return undefined;
}

function effect(core: RolloutCore, prediction: Prediction): string {
  switch (prediction.rule) {
    case 'fast-track':
      return `${templateWay(
        core,
        prediction,
      )} Its pods are still scaled up from before the abort.`;
    case 'fails-again':
      return `It is aborted again by the same failed background analysis, while its pods are still kept from before the abort${
        prediction.validUntil
          ? ` (until ${clockTime(prediction.validUntil)})`
          : ''
      }.`;
    default:
      break;
  }
  if (core.strategy === 'blueGreen') {
    return `Rolls the new template out again. ${blueGreenWay(
      core,
      prediction,
    )}`;
  }
  if (prediction.rest.kind === 'held') {
    return 'Withdraws the abort. It stays paused by a user: nothing moves before it is resumed.';
  }
  return core.steps.length
    ? `Rolls the new template out again from step 1: ${
        core.steps[0].label
      }.${thenStops(core, prediction)}`
    : 'Rolls the new template out again.';
}

/** @see pkg/kubectl-argo-rollouts/cmd/retry/retry.go */
export function planRetry(rollout: Rollout, seen: SeenState): PatchWrite[] {
  return withStatus(rollout, seen, [
    test('/status/abort', true),
    set('/status/abort', false),
  ]);
}

/** An aborted update, from its first step. */
export const retry = defineRolloutAction({
  name: 'retry',
  words: { label: 'Retry' },
  args: noArgs,
  risk: { severity: 'medium' },
  agent: {
    description: 'Starts an aborted update again from its first step.',
  },
  guard: 'step',
  gate: ({ core }) => gate(core),
  predict: (facts, _draft, now) => predictRetry(facts, now),
  effect: ({ core }, prediction) => effect(core, prediction),
  warnings: ({ core }) => [withReason('It was aborted', core.message)],
  command: core => pluginCommand(core, `retry rollout ${nameWord(core)}`),
  plan: ({ rollout, core, seen }) => ({
    writes: planRetry(rollout, seen),
    before: { ...placeOf(core), aborted: true },
    after: { aborted: false },
  }),
});
