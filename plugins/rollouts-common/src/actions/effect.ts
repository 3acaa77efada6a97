import { shortDuration } from '../derive/duration';
import { RolloutActionName, RolloutCore, RolloutDetail } from '../types';
import { templateWay } from './effectTemplate';
import {
  background,
  blueGreenWay,
  clockTime,
  count,
  lower,
  movesOn,
  pauseText,
  revisionText,
  thenStops,
} from './effectWords';
import { runToEnd } from './predict/analysis';
import { runningAnalyses } from './predict/facts';
import { Prediction, PredictionArgs } from './predict';

function promoteEffect(core: RolloutCore, prediction: Prediction): string {
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

function promoteFullEffect(core: RolloutCore, prediction: Prediction): string {
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

function undoEffect(
  detail: RolloutDetail,
  prediction: Prediction,
  args: PredictionArgs,
): string {
  const target = detail.revisions.find(r => r.revision === args.toRevision);
  if (!target) return 'Choose the revision to go back to.';
  const images = target.containers
    .filter(container => !container.init)
    .map(container => container.image)
    .join(', ');
  return `Puts the template of revision ${
    target.revision
  } (${images}) back. ${templateWay(detail.core, prediction)}`;
}

function setImageEffect(
  core: RolloutCore,
  prediction: Prediction,
  args: PredictionArgs,
): string {
  const changes = (args.images ?? []).map(
    ({ container, image }) =>
      `${container === '*' ? 'every container' : container} to ${image}`,
  );
  if (changes.length === 0) return 'Choose a container and its new image.';
  const same =
    prediction.target === undefined
      ? ''
      : ` These are the images of revision ${prediction.target}; if nothing else differs:`;
  return `Sets ${changes.join(' and ')}.${same} ${templateWay(
    core,
    prediction,
  )}`;
}

/** How long the pods of an aborted revision are kept; a number only where the spec has it. */
function keptText(core: RolloutCore, seconds: number | undefined): string {
  const from = revisionText(core.revision);
  if (seconds === undefined) return ` The pods of ${from} stay.`;
  if (seconds === 0) return '';
  return core.updateRules.abortScaleDownDelayGiven
    ? ` The pods of ${from} are scaled down ${shortDuration(seconds)} later.`
    : ` The pods of ${from} are scaled down shortly after.`;
}

function abortEffect(detail: RolloutDetail, prediction: Prediction): string {
  const { core } = detail;
  const { serves, keptSeconds } = prediction;
  const stable = detail.revisions.find(
    revision => revision.podTemplateHash === core.stableHash,
  )?.revision;
  const to =
    stable === undefined ? 'the stable revision' : `revision ${stable}`;
  const To = `${to[0].toUpperCase()}${to.slice(1)}`;
  const wait =
    serves.waitsFor === undefined
      ? ''
      : ` when all pods of revision ${serves.waitsFor} are ready`;
  const back =
    core.strategy === 'blueGreen'
      ? {
          unchanged: `${To} keeps all traffic.`,
          'at-once': `The active service goes back to ${to}.`,
          'when-ready': `The active service goes back to ${to}, but only${
            wait || ' when the pods are ready'
          }.`,
          'with-pods': `The active service goes back to ${to}.`,
          'after-resume': `It is paused by a user: the active service goes back to ${to} only when it is resumed.`,
        }[serves.when]
      : {
          unchanged: `${To} keeps all traffic.`,
          'at-once': `All traffic goes back to ${to} at once.`,
          'when-ready': `All traffic goes back to ${to}${wait}.`,
          'with-pods': `All traffic goes back to ${to}, gradually as its pods get ready.`,
          'after-resume': `It is paused by a user: traffic goes back to ${to} only when it is resumed.`,
        }[serves.when];
  const kept = keptText(core, keptSeconds);
  return `${back}${kept} The new template stays in the spec: it is not rolled out until it is retried or changed.`;
}

function retryEffect(core: RolloutCore, prediction: Prediction): string {
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

function pauseEffect(detail: RolloutDetail): string {
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

function resumeEffect(core: RolloutCore, prediction: Prediction): string {
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

function restartEffect(core: RolloutCore): string {
  const { current, desired, available } = core.replicas;
  const { restartsAtOnce } = core.updateRules;
  const waits =
    available < Math.max(current, desired) - restartsAtOnce + 1
      ? ' It waits until enough pods are available.'
      : '';
  return `Replaces all ${current} pods, ${restartsAtOnce} at a time, without a new revision.${waits}`;
}

function terminateEffect(
  detail: RolloutDetail,
  prediction: Prediction,
  args: PredictionArgs,
): string {
  const { core } = detail;
  const run = runToEnd(detail, args.analysisRun);
  const name = args.analysisRun ?? run?.name;
  if (!name) return 'Choose the analysis run to end.';
  const verdict = `Ends AnalysisRun ${name} now; its verdict is made from the measurements taken so far.`;
  const current = core.currentAnalysisRuns?.find(entry => entry.name === name);
  switch (current?.type) {
    case 'Step':
      return core.specPaused
        ? `${verdict} The rollout stays paused by a user.`
        : `${verdict} Within its limits it counts as passed: ${lower(
            movesOn(core, prediction),
          )}`;
    case 'PrePromotion':
    case 'PostPromotion':
      return `${verdict} Within its limits it counts as passed: ${lower(
        blueGreenWay(core, prediction),
      )}`;
    case 'Background':
      return `${verdict} The rollout continues without a background analysis.`;
    default:
      return verdict;
  }
}

/** The prediction in words: what will happen, in one or a few sentences. */
export function effectOf(
  action: RolloutActionName,
  detail: RolloutDetail,
  prediction: Prediction,
  args: PredictionArgs,
): string {
  const { core } = detail;
  // What is not chosen yet is no prediction: the action says what to choose.
  const incomplete =
    (action === 'undo' && !args.toRevision) ||
    (action === 'set-image' && !args.images?.length);
  if (prediction.nothing && !incomplete) return prediction.nothing;
  switch (action) {
    case 'promote':
      return promoteEffect(core, prediction);
    case 'promote-full':
      return promoteFullEffect(core, prediction);
    case 'skip-step':
      return `Skips step ${(core.stepIndex ?? 0) + 1} (${
        core.steps[core.stepIndex ?? 0]?.label ?? 'none'
      }). ${movesOn(core, prediction)}`;
    case 'pause':
      return pauseEffect(detail);
    case 'resume':
      return resumeEffect(core, prediction);
    case 'abort':
      return abortEffect(detail, prediction);
    case 'retry':
      return retryEffect(core, prediction);
    case 'restart':
      return restartEffect(core);
    case 'undo':
      return undoEffect(detail, prediction, args);
    case 'set-image':
      return setImageEffect(core, prediction, args);
    case 'terminate-analysis':
      return terminateEffect(detail, prediction, args);
    default:
      return '';
  }
}
