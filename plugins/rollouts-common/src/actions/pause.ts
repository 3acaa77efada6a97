import { noArgs } from '@slipway/plugin-actions-common';
import { PatchWrite } from '@slipway/plugin-clusters-common';
import { Rollout } from '../raw/types';
import { RolloutCore, RolloutDetail, SeenState } from '../types';
import { nameWord, pluginCommand } from './command';
import { INVALID, isInvalid } from './gateReasons';
import { guards, set, specPatch, test } from './operations';
import { placeOf } from './planParts';
import { runningAnalyses } from './predict/facts';
import { predictPause } from './predict/moves';
import { defineRolloutAction } from './rolloutAction';

function gate(core: RolloutCore): string | undefined {
  if (isInvalid(core)) return INVALID;
  if (core.specPaused) return 'It is already paused by a user.';
  return undefined;
}

function effect(detail: RolloutDetail): string {
  const { core } = detail;
  if (!core.inProgress) {
    return 'Holds back later updates until somebody resumes it.';
  }
  const runs = runningAnalyses(detail);
  const more = runs.length
    ? ` ${
        runs.length === 1 ? 'The analysis continues' : 'Analyses continue'
      } and can still abort it.`
    : '';
  const timed = core.pauses.some(({ endsAt }) => endsAt !== undefined)
    ? ' The time of the current pause runs on.'
    : '';
  return `Holds the rollout where it is until somebody resumes it.${more}${timed}`;
}

/** @see pkg/kubectl-argo-rollouts/cmd/pause/pause.go */
export function planPause(rollout: Rollout, seen: SeenState): PatchWrite[] {
  return [
    specPatch(rollout, [
      ...guards(seen, 'revision'),
      ...(rollout.spec.paused === undefined
        ? []
        : [test('/spec/paused', rollout.spec.paused)]),
      set('/spec/paused', true),
    ]),
  ];
}

/** Until a user resumes it. */
export const pause = defineRolloutAction({
  name: 'pause',
  words: { label: 'Pause' },
  args: noArgs,
  risk: { severity: 'medium' },
  agent: {
    description: 'Pauses a rollout until it is resumed.',
    destructive: false,
  },
  guard: 'revision',
  gate: ({ core }) => gate(core),
  predict: facts => predictPause(facts),
  effect,
  command: core => pluginCommand(core, `pause ${nameWord(core)}`),
  plan: ({ rollout, core, seen }) => ({
    writes: planPause(rollout, seen),
    before: placeOf(core),
    after: { paused: true },
  }),
});
