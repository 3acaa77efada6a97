import { AnalysisRun, Experiment, Rollout } from '../raw/types';
import { StepView } from '../types';
import { pauseSeconds } from './duration';
import { stepOfExperiment } from './experiments';
import { compareLatest } from './instants';
import { ownedBy } from './owned';
import { conditionOf } from './pauses';
import { stepLabel, typeOfStep } from './stepLabel';
import { maxTrafficWeight, percentOf } from './weights';

const isBad = (phase: string | undefined) =>
  phase === 'Failed' || phase === 'Error';

interface StepFailure {
  index: number;
  message?: string;
}

/**
 * The step whose analysis ended the rollout. After an abort the controller
 * sets the index back to 0, so the step is read from the run's label.
 */
function failedAnalysis(
  rollout: Rollout,
  analysisRuns: readonly AnalysisRun[],
): StepFailure | undefined {
  const current = rollout.status.canary?.currentStepAnalysisRunStatus;
  if (!current || !isBad(current.status)) return undefined;
  const run = analysisRuns.find(
    candidate => candidate.metadata.name === current.name,
  );
  const label = run?.metadata.labels?.['step-index'];
  return label !== undefined && /^\d+$/.test(label)
    ? { index: Number(label), message: current.message }
    : undefined;
}

/** What the controller says of an abort: `Rollout aborted update to revision 2: …`. */
function abortMessage(rollout: Rollout): string {
  const progressing = conditionOf(rollout, 'Progressing');
  return progressing?.reason === 'RolloutAborted'
    ? progressing.message ?? ''
    : rollout.status.message ?? '';
}

/**
 * The step whose experiment ended the rollout: the controller says that one
 * did, its name says which step made it.
 *
 * @see rollout/experiment.go `reconcileExperiments`
 */
function failedExperiment(
  rollout: Rollout,
  experiments: readonly Experiment[],
): StepFailure | undefined {
  if (!abortMessage(rollout).includes('Experiment analysis phase')) {
    return undefined;
  }
  const [failed] = ownedBy(rollout.metadata.uid, experiments)
    .filter(({ status }) => isBad(status.phase))
    .sort((a, b) =>
      compareLatest(a.metadata.creationTimestamp, b.metadata.creationTimestamp),
    );
  const index = failed && stepOfExperiment(rollout, failed);
  return index === undefined
    ? undefined
    : { index, message: failed.status.message };
}

/**
 * The step whose plugin ended the rollout, as the controller words it.
 *
 * @see rollout/stepplugin.go `reconcile`
 */
function failedPlugin(rollout: Rollout): StepFailure | undefined {
  const said = /Step Plugin (\d+) \([^()\n]*\) failed: ?([\s\S]*)$/.exec(
    abortMessage(rollout),
  );
  if (said)
    return { index: Number(said[1]) - 1, message: said[2] || undefined };
  const failed = rollout.status.canary?.stepPluginStatuses?.find(
    ({ operation, phase }) => operation === 'Run' && phase === 'Failed',
  );
  return failed && { index: failed.index, message: failed.message };
}

function failedStep(
  rollout: Rollout,
  analysisRuns: readonly AnalysisRun[],
  experiments: readonly Experiment[],
): StepFailure | undefined {
  const analysis = failedAnalysis(rollout, analysisRuns);
  if (analysis || !rollout.status.abort) return analysis;
  return failedExperiment(rollout, experiments) ?? failedPlugin(rollout);
}

/** What a plugin says of the step that it ran. */
function pluginMessage({ status }: Rollout, index: number): string | undefined {
  const ran = status.canary?.stepPluginStatuses?.find(
    plugin => plugin.index === index && plugin.operation === 'Run',
  );
  if (!ran || ran.phase === 'Successful') return undefined;
  return [ran.phase, ran.message].filter(Boolean).join(': ') || undefined;
}

/** The controller runs no step: it refuses the spec, or has not yet reported on it. */
const runsNone = ({ status }: Rollout) =>
  status.message?.startsWith('InvalidSpec') === true ||
  status.conditions?.some(({ type }) => type === 'InvalidSpec') === true ||
  (status.currentStepIndex === undefined && !status.currentPodHash);

/**
 * The steps of a canary with their state. `waiting`: the step is held by a
 * pause. `failed`: its analysis, experiment or plugin ended the rollout. After
 * an abort for another reason every step is `upcoming` again: the controller went
 * back to the start. No step is `current` where the controller runs none.
 *
 * @see utils/replicaset/canary.go `GetCurrentCanaryStep`
 */
export function deriveSteps(
  rollout: Rollout,
  analysisRuns: readonly AnalysisRun[] = [],
  experiments: readonly Experiment[] = [],
): StepView[] {
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  const { status, spec } = rollout;
  const maximum = maxTrafficWeight(rollout);
  const failure = failedStep(rollout, analysisRuns, experiments);
  const failed = failure?.index;
  const reached =
    status.abort && failed !== undefined
      ? failed
      : status.currentStepIndex ?? 0;
  const idle = runsNone(rollout);
  const held = Boolean(status.pauseConditions?.length) || spec.paused === true;

  const stateOf = (index: number): StepView['state'] => {
    if (index === failed) return 'failed';
    if (index < reached) return 'done';
    if (index > reached || status.abort || idle) return 'upcoming';
    return held ? 'waiting' : 'current';
  };

  return steps.map((step, index) => {
    const type = typeOfStep(step);
    const weight =
      step.setWeight === undefined
        ? undefined
        : percentOf(step.setWeight, maximum);
    const seconds =
      type === 'pause' ? pauseSeconds(step.pause?.duration) : undefined;
    const message =
      index === failed ? failure?.message : pluginMessage(rollout, index);
    return {
      index,
      type,
      label: stepLabel(step, maximum),
      ...(message ? { message } : {}),
      ...(weight !== undefined ? { weight } : {}),
      ...(seconds !== undefined ? { pauseSeconds: seconds } : {}),
      state: stateOf(index),
    };
  });
}
