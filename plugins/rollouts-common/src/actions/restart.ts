import { noArgs } from '@slipway/plugin-actions-common';
import { PatchWrite } from '@slipway/plugin-clusters-common';
import { Rollout } from '../raw/types';
import { RolloutCore, SeenState } from '../types';
import { nameWord, pluginCommand } from './command';
import { INVALID, isInvalid } from './gateReasons';
import { guards, set, specPatch } from './operations';
import { restNow, stepNow } from './predict/now';
import { defineRolloutAction } from './rolloutAction';

function gate(core: RolloutCore): string | undefined {
  if (isInvalid(core)) return INVALID;
  if (core.replicas.desired === 0 && core.replicas.current === 0) {
    return 'It is scaled to zero: there are no pods to restart.';
  }
  return undefined;
}

function effect(core: RolloutCore): string {
  const { current, desired, available } = core.replicas;
  const { restartsAtOnce } = core.updateRules;
  const waits =
    available < Math.max(current, desired) - restartsAtOnce + 1
      ? ' It waits until enough pods are available.'
      : '';
  return `Replaces all ${current} pods, ${restartsAtOnce} at a time, without a new revision.${waits}`;
}

/**
 * @param now ISO time; the controller compares whole seconds
 * @see pkg/kubectl-argo-rollouts/cmd/restart/restart.go
 */
export function planRestart(
  rollout: Rollout,
  seen: SeenState,
  now: string,
): PatchWrite[] {
  return [
    specPatch(rollout, [
      ...guards(seen, 'revision'),
      set('/spec/restartAt', now.replace(/\.\d+Z$/, 'Z')),
    ]),
  ];
}

/** Pods of all revisions are replaced; steps, pauses and weights stay. */
export const restart = defineRolloutAction({
  name: 'restart',
  words: { label: 'Restart' },
  args: noArgs,
  risk: { severity: 'medium' },
  agent: { description: 'Restarts all pods of a rollout.' },
  guard: 'revision',
  gate: ({ core }) => gate(core),
  // rollout/restart.go `RolloutPodRestarter.Reconcile`
  predict: ({ core }) => ({
    ...stepNow(core),
    rest: restNow(core),
    analyses: [],
    lost: [],
    serves: { shares: [], when: 'unchanged' },
    uncertain: ['pods'],
  }),
  effect: ({ core }) => effect(core),
  warnings: ({ core }) =>
    core.inProgress
      ? ['An update is being rolled out: its pods restart too.']
      : [],
  command: core => pluginCommand(core, `restart ${nameWord(core)}`),
  plan: ({ rollout, core, seen, now }) => ({
    writes: planRestart(rollout, seen, now),
    before: { restartAt: core.restartAt ?? null },
    after: { restartAt: now },
  }),
});
