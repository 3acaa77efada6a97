import { workloadResource } from '../raw/resources';
import {
  ActionGate,
  AnalysisRunView,
  RevisionView,
  RolloutActionName,
  RolloutCore,
} from '../types';
import { hasEnded } from '../derive/analysis';
import { leftoverSentence } from '../derive/servingWords';
import { INCONCLUSIVE_EXPERIMENT } from './predict/facts';
import { isWithinRollbackWindow } from './predict/rollbackWindow';

/** All actions, in the order in which menus show them. */
export const ROLLOUT_ACTIONS = [
  'promote',
  'promote-full',
  'skip-step',
  'pause',
  'resume',
  'abort',
  'retry',
  'restart',
  'undo',
  'set-image',
  'terminate-analysis',
] as const satisfies readonly RolloutActionName[];

/** What makes two gates more exact; without it they are judged from the core alone. */
export interface GateObjects {
  revisions?: readonly RevisionView[];
  analysisRuns?: readonly AnalysisRunView[];
}

/** A sentence that says why not; undefined means that the action does something. */
type Reason = string | undefined;

const isInvalid = (core: RolloutCore) =>
  core.phase === 'Degraded' && core.message.startsWith('InvalidSpec');

const isUnpausing = (core: RolloutCore) =>
  core.controllerPause && !core.pauseConditions;

const INVALID =
  'The spec is invalid: the controller does nothing until it is corrected.';
const UNOBSERVED =
  'The controller has not yet seen the last change of the spec; this would be lost. Wait a moment.';
const UNPAUSING =
  'It was promoted and the controller is about to go on. If nothing happens within a minute, pause and resume it: that wakes the controller.';
const FIRST =
  'This is the first deployment: there is no stable revision yet, and steps are not run.';
const STABLE =
  'Nothing is being rolled out: the current revision is already stable.';

/** Nothing is being rolled out; after a rollback an earlier revision can still have traffic. */
const idle = (core: RolloutCore) => {
  const leftover = leftoverSentence(core);
  return leftover
    ? `The current revision is already stable. ${leftover}`
    : STABLE;
};

/** What holds for every action that moves an update along. */
function moving(core: RolloutCore): Reason {
  if (isInvalid(core)) return INVALID;
  if (!core.observed) return UNOBSERVED;
  if (core.stableHash === undefined) return FIRST;
  return undefined;
}

function promote(core: RolloutCore): Reason {
  if (core.aborted) {
    return 'The rollout is aborted: promote would do nothing. Retry it first.';
  }
  const blocked = moving(core);
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
    return 'It waits for nobody: promote moves on a blue-green rollout only while it is paused.';
  }
  if (core.stepCount === 0) return 'The canary has no steps to promote.';
  if ((core.stepIndex ?? 0) >= core.stepCount) {
    return 'All steps are done: it waits for its pods, not for a person.';
  }
  return undefined;
}

function promoteFull(core: RolloutCore): Reason {
  const blocked = moving(core);
  if (blocked) return blocked;
  if (!core.inProgress) {
    return `${idle(core)} The controller would drop a full promotion.`;
  }
  if (core.promoteFull) return 'It is being fully promoted already.';
  return undefined;
}

function skipStep(core: RolloutCore): Reason {
  if (core.strategy !== 'canary') return 'Only a canary has steps to skip.';
  if (core.stepCount === 0) return 'The canary has no steps to skip.';
  if (core.aborted) {
    return 'The rollout is aborted: skipping a step would do nothing. Retry it first.';
  }
  const blocked = moving(core);
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

function pause(core: RolloutCore): Reason {
  if (isInvalid(core)) return INVALID;
  if (core.specPaused) return 'It is already paused by a person.';
  return undefined;
}

function resume(core: RolloutCore): Reason {
  if (core.specPaused) return undefined;
  return core.pauseConditions
    ? 'It is not paused by a person but waits at a step: promote moves it on.'
    : 'It is not paused by a person.';
}

function nothingToAbort(core: RolloutCore): string {
  const leftover = leftoverSentence(core);
  return leftover
    ? `No update is in progress, so there is nothing to abort. ${leftover}`
    : 'Nothing is being rolled out: there is nothing to abort.';
}

function abort(core: RolloutCore, objects: GateObjects): Reason {
  if (core.aborted) return 'It is already aborted.';
  if (isInvalid(core)) return INVALID;
  if (core.stableHash === undefined) {
    return 'This is the first deployment: there is no stable revision to go back to.';
  }
  if (!core.inProgress) {
    return core.observed ? nothingToAbort(core) : UNOBSERVED;
  }
  // rollout/canary.go and bluegreen.go remove an abort within the window.
  if (
    isWithinRollbackWindow(core, objects.revisions ?? [], core.currentPodHash)
  ) {
    return 'It is a rollback within the rollback window: the controller takes an abort back at once.';
  }
  return undefined;
}

function retry(core: RolloutCore): Reason {
  if (!core.aborted) return 'Only an aborted rollout can be retried.';
  if (core.phase !== 'Degraded') {
    return 'The controller has not yet carried out the abort. Wait a moment.';
  }
  return undefined;
}

function restart(core: RolloutCore): Reason {
  if (isInvalid(core)) return INVALID;
  if (core.replicas.desired === 0 && core.replicas.current === 0) {
    return 'It is scaled to zero: there are no pods to restart.';
  }
  return undefined;
}

function undo(core: RolloutCore, objects: GateObjects): Reason {
  if (core.workloadRef && !workloadResource(core.workloadRef.kind)) {
    return `Its template comes from a ${core.workloadRef.kind}, which cannot be changed from here.`;
  }
  const earlier = objects.revisions
    ? objects.revisions.some(r => r.podTemplateHash !== core.currentPodHash)
    : (core.revision ?? 0) > 1;
  return earlier ? undefined : 'There is no other revision to go back to.';
}

function setImage(core: RolloutCore): Reason {
  // pkg/kubectl-argo-rollouts/cmd/set/set_image.go follows Deployments only.
  if (core.workloadRef && core.workloadRef.kind !== 'Deployment') {
    return `Its template comes from a ${core.workloadRef.kind}: set the image there.`;
  }
  return core.containers.length === 0
    ? 'No container of its template is known yet.'
    : undefined;
}

function terminateAnalysis(core: RolloutCore, objects: GateObjects): Reason {
  const running = objects.analysisRuns
    ? objects.analysisRuns.some(run => !hasEnded(run.phase) && !run.terminating)
    : core.currentAnalysisRuns?.some(run => !hasEnded(run.status));
  return running ? undefined : 'No analysis is running.';
}

const GATES: Record<
  RolloutActionName,
  (core: RolloutCore, objects: GateObjects) => Reason
> = {
  promote,
  'promote-full': promoteFull,
  'skip-step': skipStep,
  pause,
  resume,
  abort,
  retry,
  restart,
  undo,
  'set-image': setImage,
  'terminate-analysis': terminateAnalysis,
};

/**
 * One action: whether it does something now, and if not why not.
 *
 * @see rollout/canary.go `syncRolloutStatusCanary`
 * @see rollout/bluegreen.go `syncRolloutStatusBlueGreen`
 * @see rollout/pause.go `CalculatePauseConditions`
 * @see rollout/sync.go `resetRolloutStatus`
 */
export function actionGate(
  action: RolloutActionName,
  core: RolloutCore,
  objects: GateObjects = {},
): ActionGate {
  const reason = GATES[action](core, objects);
  return reason === undefined
    ? { action, enabled: true }
    : { action, enabled: false, reason };
}

/**
 * Every action, each open only where it does something, with the reason where
 * not. Says nothing of permission: that is the server's `access`.
 *
 * @see rollout/canary.go, rollout/bluegreen.go, rollout/pause.go, rollout/sync.go
 */
export function availableActions(
  core: RolloutCore,
  objects: GateObjects = {},
): ActionGate[] {
  return ROLLOUT_ACTIONS.map(action => actionGate(action, core, objects));
}
