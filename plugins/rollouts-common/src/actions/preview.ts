import { Environment } from '@slipway/plugin-clusters-common';
import { hasEnded } from '../derive/analysis';
import {
  ActionPreview,
  RolloutActionArgs,
  RolloutActionName,
  RolloutCore,
  RolloutDetail,
  StepView,
} from '../types';
import { equivalentCommand } from './command';
import { hesitationsOf } from './hesitations';
import { RevisionMetrics } from './metricsHesitations';

/** Arguments that a preview may be shown with; the dialog fills them in bit by bit. */
export type PreviewArgs = Partial<
  RolloutActionArgs['undo'] &
    RolloutActionArgs['set-image'] &
    RolloutActionArgs['terminate-analysis']
>;

/** The setWeight that holds at step `index`; 100 after the last. */
function weightAt(core: RolloutCore, index: number): number {
  if (index >= core.steps.length) return 100;
  for (let i = index; i >= 0; i--) {
    const { weight } = core.steps[i];
    if (weight !== undefined) return weight;
  }
  return 0;
}

function doing(step: StepView, weight: number): string {
  switch (step.type) {
    case 'setWeight':
      return `${weight} % of traffic`;
    case 'pause':
      return step.pauseSeconds === undefined
        ? `waits for a person at ${weight} % of traffic`
        : `${step.label} at ${weight} % of traffic`;
    default:
      return `${step.label} at ${weight} % of traffic`;
  }
}

/** `Moves from step 4 to step 5: 60 % of traffic.` Steps are counted from 1 for people. */
function movesOn(core: RolloutCore): string {
  const index = core.stepIndex ?? 0;
  const next = core.steps[index + 1];
  if (!next) {
    return `Finishes step ${
      index + 1
    }, the last one: the canary becomes stable with all traffic.`;
  }
  return `Moves from step ${index + 1} to step ${index + 2}: ${doing(
    next,
    weightAt(core, index + 1),
  )}.`;
}

function promoteEffect(core: RolloutCore): string {
  if (core.strategy === 'blueGreen') {
    return 'The preview becomes active and gets all traffic.';
  }
  if (core.specPaused && !core.pauseConditions) {
    return `Resumes the rollout. ${movesOn(core)}`;
  }
  return movesOn(core);
}

function promoteFullEffect(core: RolloutCore): string {
  if (core.strategy === 'blueGreen') {
    return 'The preview becomes active and stable at once, without the analyses that are left.';
  }
  const left = core.steps.slice(core.stepIndex ?? 0);
  const skipped = left.length
    ? ` Skips ${left.length} step${left.length === 1 ? '' : 's'}: ${left
        .map(step => step.label)
        .join(', ')}.`
    : '';
  return `The canary becomes stable and gets all traffic, without waiting and without analysis.${skipped}`;
}

function undoEffect(detail: RolloutDetail, args: PreviewArgs): string {
  const { core, revisions } = detail;
  const target = revisions.find(r => r.revision === args.toRevision);
  if (!target) return 'Choose the revision to go back to.';
  const images = target.containers
    .filter(container => !container.init)
    .map(container => container.image)
    .join(', ');
  const way =
    target.podTemplateHash === core.stableHash
      ? 'It is the stable one: the steps are skipped.'
      : 'It is rolled out step by step like any other change.';
  return `Puts the template of revision ${target.revision} (${images}) back. ${way}`;
}

function setImageEffect(core: RolloutCore, args: PreviewArgs): string {
  const changes = (args.images ?? []).map(
    ({ container, image }) =>
      `${container === '*' ? 'every container' : container} to ${image}`,
  );
  if (changes.length === 0) return 'Choose a container and its new image.';
  const way =
    core.strategy === 'canary' && core.stepCount > 0
      ? ` A canary starts at step 1: ${core.steps[0].label}.`
      : '';
  return `Sets ${changes.join(' and ')}.${way}`;
}

function abortEffect(core: RolloutCore): string {
  const back =
    core.strategy === 'blueGreen'
      ? 'The active revision keeps all traffic.'
      : 'All traffic goes back to the stable revision.';
  return `${back} The new template stays in the spec: it is not rolled out until retried or changed.`;
}

function terminateEffect(detail: RolloutDetail, args: PreviewArgs): string {
  const running = detail.analysisRuns.filter(run => !hasEnded(run.phase));
  const name = args.analysisRun ?? running[0]?.name;
  return name
    ? `Ends AnalysisRun ${name} now; its verdict is made from the measurements taken so far.`
    : 'Choose the analysis run to end.';
}

function effectOf(
  action: RolloutActionName,
  detail: RolloutDetail,
  args: PreviewArgs,
): string {
  const { core } = detail;
  switch (action) {
    case 'promote':
      return promoteEffect(core);
    case 'promote-full':
      return promoteFullEffect(core);
    case 'skip-step':
      return `Skips step ${(core.stepIndex ?? 0) + 1} (${
        core.steps[core.stepIndex ?? 0]?.label ?? 'none'
      }). ${movesOn(core)}`;
    case 'pause':
      return core.inProgress
        ? 'Holds the rollout where it is until somebody resumes it.'
        : 'Holds back later updates until somebody resumes it.';
    case 'resume':
      return 'The controller goes on from where it was paused.';
    case 'abort':
      return abortEffect(core);
    case 'retry':
      return core.steps.length
        ? `Rolls the new template out again from step 1: ${core.steps[0].label}.`
        : 'Rolls the new template out again.';
    case 'restart':
      return `Replaces all ${core.replicas.current} pods one after the other, without a new revision.`;
    case 'undo':
      return undoEffect(detail, args);
    case 'set-image':
      return setImageEffect(core, args);
    case 'terminate-analysis':
      return terminateEffect(detail, args);
    default:
      return '';
  }
}

const TITLES: Record<RolloutActionName, string> = {
  promote: 'Promote',
  'promote-full': 'Fully promote',
  'skip-step': 'Skip a step of',
  pause: 'Pause',
  resume: 'Resume',
  abort: 'Abort',
  retry: 'Retry',
  restart: 'Restart',
  undo: 'Undo',
  'set-image': 'Set the image of',
  'terminate-analysis': 'Terminate an analysis of',
};

/** Actions for which the name is typed in production. */
const TYPED: readonly RolloutActionName[] = [
  'promote-full',
  'undo',
  'set-image',
];

/**
 * What a dialog shows before an action is sent. Abort is the safe action: one
 * tap, never typed.
 *
 * @see rollout/canary.go `syncRolloutStatusCanary`, `completedCurrentCanaryStep`
 */
export function previewAction(
  action: RolloutActionName,
  detail: RolloutDetail,
  args: PreviewArgs,
  options: { environment: Environment; metrics?: RevisionMetrics },
): ActionPreview {
  const { core } = detail;
  return {
    action,
    title: `${TITLES[action]} ${core.ref.name}`,
    effect: effectOf(action, detail, args),
    hesitations: hesitationsOf(action, detail, options.metrics),
    kubectl: equivalentCommand(action, core, args),
    typedConfirmation: options.environment === 'prod' && TYPED.includes(action),
    oneTap: action === 'abort',
  };
}
