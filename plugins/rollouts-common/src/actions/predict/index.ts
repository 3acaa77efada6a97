import {
  RolloutActionArgs,
  RolloutActionName,
  RolloutDetail,
} from '../../types';
import { actionGate } from '../gates';
import { predictAbort } from './abort';
import { predictTerminate, runToEnd } from './analysis';
import { Facts } from './facts';
import {
  predictPause,
  predictPromoteFull,
  predictResume,
  predictRetry,
} from './moves';
import { predictPromote, predictSkipStep } from './promote';
import { restNow, stepNow } from './now';
import { Body } from './shared';
import {
  predictTemplate,
  revisionWith,
  sameContainers,
  withImages,
} from './template';
import { Prediction } from './types';

export type {
  PredictedAnalysis,
  PredictedLoss,
  PredictedPause,
  PredictedRest,
  PredictedServing,
  PredictedShare,
  Prediction,
  Uncertain,
} from './types';
export { isWithinRollbackWindow } from './rollbackWindow';
export { isFastTracked } from './template';

/** Arguments that an action may be predicted with; a dialog fills them in bit by bit. */
export type PredictionArgs = Partial<
  RolloutActionArgs['undo'] &
    RolloutActionArgs['set-image'] &
    RolloutActionArgs['terminate-analysis']
>;

const nothing = ({ core }: Facts, reason: string): Body => ({
  nothing: reason,
  ...stepNow(core),
  rest: restNow(core),
  analyses: [],
  lost: [],
  serves: { shares: [], when: 'unchanged' },
  uncertain: [],
});

function predictUndo(facts: Facts, args: PredictionArgs, now: number): Body {
  const { revisions, core } = facts;
  const target = args.toRevision
    ? revisions.find(revision => revision.revision === args.toRevision)
    : revisions[1];
  if (!target) return nothing(facts, 'There is no such revision.');
  if (target.podTemplateHash === core.currentPodHash) {
    return nothing(
      facts,
      `Nothing would change: the current template is that of revision ${target.revision} already.`,
    );
  }
  return predictTemplate(facts, target, now);
}

function predictSetImage(
  facts: Facts,
  args: PredictionArgs,
  now: number,
): Body {
  const { core, revisions } = facts;
  const next = withImages(core.containers, args.images ?? []);
  if (sameContainers(next, core.containers)) {
    return nothing(
      facts,
      'Nothing would change: the containers have these images already.',
    );
  }
  const target = revisionWith(revisions, next);
  const body = predictTemplate(facts, target, now);
  return target
    ? { ...body, uncertain: [...body.uncertain, 'template'] }
    : body;
}

/**
 * Restart: pods of all revisions are replaced, some at a time; steps, pauses
 * and weights stay.
 *
 * @see rollout/restart.go `RolloutPodRestarter.Reconcile`
 */
function predictRestart(facts: Facts): Body {
  return {
    ...stepNow(facts.core),
    rest: restNow(facts.core),
    analyses: [],
    lost: [],
    serves: { shares: [], when: 'unchanged' },
    uncertain: ['pods'],
  };
}

function bodyOf(
  action: RolloutActionName,
  facts: Facts,
  args: PredictionArgs,
  now: number,
): Body {
  switch (action) {
    case 'promote':
      return predictPromote(facts);
    case 'promote-full':
      return predictPromoteFull(facts);
    case 'skip-step':
      return predictSkipStep(facts);
    case 'pause':
      return predictPause(facts);
    case 'resume':
      return predictResume(facts, now);
    case 'abort':
      return predictAbort(facts);
    case 'retry':
      return predictRetry(facts, now);
    case 'restart':
      return predictRestart(facts);
    case 'undo':
      return predictUndo(facts, args, now);
    case 'set-image':
      return predictSetImage(facts, args, now);
    case 'terminate-analysis':
      return predictTerminate(facts, runToEnd(facts, args.analysisRun));
    default:
      return nothing(facts, 'There is no such action.');
  }
}

/**
 * What the controller will do after an action: where it comes to rest, which
 * analyses run or do not, who serves afterwards, and what is lost. Pure, from
 * what the page has.
 *
 * @see rollout/canary.go `syncRolloutStatusCanary`
 * @see rollout/bluegreen.go `syncRolloutStatusBlueGreen`
 * @see rollout/sync.go `resetRolloutStatus`, `shouldFullPromote`
 * @param now - ms since the epoch: deadlines pass
 */
export function predictAction(
  action: RolloutActionName,
  detail: Facts & Pick<RolloutDetail, 'core' | 'revisions'>,
  args: PredictionArgs,
  now: number,
): Prediction {
  const gate = actionGate(action, detail.core, detail);
  return {
    action,
    ...(gate.enabled
      ? bodyOf(action, detail, args, now)
      : nothing(detail, gate.reason ?? 'Not applicable in the current state.')),
  };
}
