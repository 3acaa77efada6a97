import { noArgs } from '@slipway/plugin-actions-common';
import { PatchWrite } from '@slipway/plugin-clusters-common';
import { isFullyPromoted } from '../derive/phase';
import { Rollout } from '../raw/types';
import { RolloutCore, SeenState } from '../types';
import { nameWord, pluginCommand } from './command';
import { count } from './effectWords';
import { blockedUpdate, idle } from './gateReasons';
import { set } from './operations';
import { placeOf } from './planParts';
import { Prediction } from './predict';
import { predictPromoteFull } from './predict/moves';
import { defineRolloutAction } from './rolloutAction';
import { unpause, withStatus } from './statusOperations';
import { forwardWarnings } from './warnings';

function gate(core: RolloutCore): string | undefined {
  const blocked = blockedUpdate(core);
  if (blocked) return blocked;
  if (!core.inProgress) {
    return `${idle(core)} The controller would drop a full promotion.`;
  }
  if (core.promoteFull) return 'Promote full is under way already.';
  return undefined;
}

function effect(core: RolloutCore, prediction: Prediction): string {
  if (core.strategy === 'blueGreen') {
    return prediction.serves.when === 'unchanged'
      ? 'The active revision becomes stable now, without the analyses that are left.'
      : 'The new revision becomes active and stable when its pods are available, without pause and without the analyses that are left.';
  }
  const lost = prediction.lost.find(({ what }) => what === 'steps');
  const left =
    lost?.what === 'steps'
      ? lost.steps.map(index => core.steps[index].label)
      : [];
  const skips = left.length
    ? ` Skips ${count(left.length, 'step')}: ${left.join(', ')}.`
    : '';
  return `The canary becomes stable and gets all traffic when its pods are available, without pause and without analysis.${skips}`;
}

/** @see pkg/kubectl-argo-rollouts/cmd/promote/promote.go `getPatches`, case full */
export function planPromoteFull(
  rollout: Rollout,
  seen: SeenState,
): PatchWrite[] {
  return [
    ...withStatus(
      rollout,
      seen,
      isFullyPromoted(rollout) ? [] : [set('/status/promoteFull', true)],
    ),
    ...unpause(rollout, seen),
  ];
}

/** To the end, past all steps, pauses and analyses. */
export const promoteFull = defineRolloutAction({
  name: 'promote-full',
  words: { label: 'Promote full' },
  args: noArgs,
  risk: { severity: 'high', typedIn: ['prod'] },
  agent: { description: 'Skips all remaining steps and analyses.' },
  guard: 'step',
  gate: ({ core }) => gate(core),
  predict: facts => predictPromoteFull(facts),
  effect: ({ core }, prediction) => effect(core, prediction),
  warnings: forwardWarnings,
  losesManualPause: true,
  command: core => pluginCommand(core, `promote ${nameWord(core)} --full`),
  plan: ({ rollout, core, seen }) => ({
    writes: planPromoteFull(rollout, seen),
    before: placeOf(core),
    after: { promoteFull: true, paused: false },
  }),
});
