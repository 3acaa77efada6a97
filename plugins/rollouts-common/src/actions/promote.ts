import { noArgs } from '@slipway/plugin-actions-common';
import { PatchWrite } from '@slipway/plugin-clusters-common';
import { shortDuration } from '../derive/duration';
import { Rollout } from '../raw/types';
import { RolloutCore, SeenState } from '../types';
import { nameWord, pluginCommand } from './command';
import { background, blueGreenWay, movesOn } from './effectWords';
import { blockedUpdate, idle, isUnpausing, UNPAUSING } from './gateReasons';
import { placeOf, stepAfter } from './planParts';
import { Prediction } from './predict';
import { INCONCLUSIVE_EXPERIMENT } from './predict/facts';
import { predictPromote } from './predict/promote';
import { defineRolloutAction } from './rolloutAction';
import {
  promotion,
  reliesOnControllerPause,
  unpause,
  withStatus,
} from './statusOperations';
import { forwardWarnings } from './warnings';

function gate(core: RolloutCore): string | undefined {
  if (core.aborted) {
    return 'The rollout is aborted: promote would do nothing. Retry it first.';
  }
  const blocked = blockedUpdate(core);
  if (blocked) return blocked;
  if (isUnpausing(core)) {
    return UNPAUSING;
  }
  // rollout/experiment.go `reconcileExperiments` adds the pause again.
  if (core.pauses.some(({ reason }) => reason === INCONCLUSIVE_EXPERIMENT)) {
    return 'The experiment was inconclusive: after a promote the controller pauses at this step again. Skip the step instead.';
  }
  if (core.pauseConditions) return undefined;
  if (!core.inProgress) return idle(core);
  if (core.specPaused) return undefined;
  if (core.strategy !== 'canary') {
    return 'It is not waiting for manual promotion: promote continues a blue-green rollout only while it is paused.';
  }
  if (core.stepCount === 0) return 'The canary has no steps to promote.';
  if ((core.stepIndex ?? 0) >= core.stepCount) {
    return 'All steps are done: it waits for its pods, not for manual promotion.';
  }
  return undefined;
}

function effect(core: RolloutCore, prediction: Prediction): string {
  const resumes = core.specPaused ? 'Resumes the rollout. ' : '';
  if (core.strategy !== 'blueGreen') {
    return `${resumes}${movesOn(core, prediction)}${background(prediction)}`;
  }
  switch (prediction.rule) {
    case 'restarts-countdown': {
      const seconds = prediction.rest.pauses[0]?.seconds ?? 0;
      return `${resumes}The countdown starts again: it is promoted ${shortDuration(
        seconds,
      )} later, not now. Promote full makes it active at once.`;
    }
    case 'analysis-again':
      return `${resumes}The inconclusive analysis runs again and decides.`;
    default:
      break;
  }
  const { rest, analyses, serves } = prediction;
  if (core.specPaused && core.pauses.length < 2) {
    return `Resumes the rollout. ${blueGreenWay(core, prediction)}`;
  }
  const post = analyses.find(({ type }) => type === 'PostPromotion');
  const after =
    rest.kind === 'analysis' && post
      ? ` Analysis ${post.templates?.join(
          ', ',
        )} after the promotion then decides whether it stays.`
      : '';
  const [share] = serves.shares;
  return `${resumes}${
    share?.revision === undefined ? 'The preview' : `Revision ${share.revision}`
  } becomes active and gets all traffic.${after}`;
}

/**
 * Promotes. The plugin sends the status first and `spec.paused: false` after
 * it. Where only a pause is cleared the order is the other way round: a
 * controller that reads in between finds a rollout paused by a user and
 * without pause conditions, resets `controllerPause` (rollout/pause.go
 * `CalculatePauseConditions`), and later pauses at the same step again.
 *
 * @see pkg/kubectl-argo-rollouts/cmd/promote/promote.go `getPatches`
 */
export function planPromote(rollout: Rollout, seen: SeenState): PatchWrite[] {
  const operations = promotion(rollout);
  const status = withStatus(rollout, seen, operations);
  const spec = unpause(rollout, seen);
  return reliesOnControllerPause(operations)
    ? [...spec, ...status]
    : [...status, ...spec];
}

/** To the next step of a canary, or the cut-over of a blue-green update. */
export const promote = defineRolloutAction({
  name: 'promote',
  words: { label: 'Promote' },
  args: noArgs,
  risk: { severity: 'medium' },
  agent: {
    description: 'Continues a paused canary or blue-green rollout.',
  },
  guard: 'step',
  gate: ({ core }) => gate(core),
  predict: facts => predictPromote(facts),
  effect: ({ core }, prediction) => effect(core, prediction),
  warnings: forwardWarnings,
  command: core => pluginCommand(core, `promote ${nameWord(core)}`),
  plan: ({ rollout, core, seen }) => ({
    writes: planPromote(rollout, seen),
    before: placeOf(core),
    after: { ...stepAfter(core), paused: false, pauses: [] },
  }),
});
