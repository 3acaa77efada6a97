import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { Plan } from '@slipway/plugin-actions-common';
import { KubeObject, PatchWrite } from '@slipway/plugin-clusters-common';
import { z } from 'zod/v3';
import { analysisPhase, hasEnded } from '../derive/analysis';
import { projectAnalysisRun } from '../raw/project';
import { projectExperiment } from '../raw/projectExperiment';
import { ANALYSIS_RUNS } from '../raw/resources';
import { kubernetesName } from '../schemaParts';
import { RolloutActionArgs, RolloutDetail } from '../types';
import { pluginCommand, shellWord } from './command';
import { blueGreenWay, lower, movesOn } from './effectWords';
import { objectPatch, set, test } from './operations';
import { PredictionArgs, Prediction } from './predict';
import { predictTerminate, runToEnd } from './predict/analysis';
import { defineRolloutAction, GateSubject, Planning } from './rolloutAction';

type Args = RolloutActionArgs['terminate-analysis'];

const args: z.ZodType<Args, z.ZodTypeDef, unknown> = z
  .object({ analysisRun: kubernetesName, uid: z.string().min(1).max(64) })
  .strict();

function gate({ core, analysisRuns }: GateSubject): string | undefined {
  const running = analysisRuns
    ? analysisRuns.some(run => !hasEnded(run.phase) && !run.terminating)
    : core.currentAnalysisRuns?.some(run => !hasEnded(run.status));
  return running ? undefined : 'No analysis is running.';
}

function effect(
  detail: RolloutDetail,
  prediction: Prediction,
  draft: PredictionArgs,
): string {
  const { core } = detail;
  const run = runToEnd(detail, draft.analysisRun);
  const name = draft.analysisRun ?? run?.name;
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

const isOwnedBy = (object: KubeObject, uid: string) =>
  object.metadata.ownerReferences?.some(owner => owner.uid === uid) === true;

/** @see pkg/kubectl-argo-rollouts/cmd/terminate/terminate.go */
function plan({ rollout, fresh }: Planning, wanted: Args): Plan<PatchWrite> {
  if (!fresh.analysisRun) {
    throw new NotFoundError(`AnalysisRun ${wanted.analysisRun} was not found.`);
  }
  const run = projectAnalysisRun(fresh.analysisRun);
  const { name, uid } = run.metadata;
  const experiment = fresh.experiment && projectExperiment(fresh.experiment);
  const ofExperiment =
    experiment &&
    isOwnedBy(run, experiment.metadata.uid) &&
    isOwnedBy(experiment, rollout.metadata.uid);
  if (!ofExperiment && !isOwnedBy(run, rollout.metadata.uid)) {
    throw new InputError(
      `AnalysisRun ${name} does not belong to ${rollout.metadata.name}.`,
    );
  }
  if (name !== wanted.analysisRun || uid !== wanted.uid) {
    throw new ConflictError(
      `It changed since you looked: AnalysisRun ${wanted.analysisRun} is not the one that you saw.`,
    );
  }
  const phase = analysisPhase(run.status.phase);
  if (hasEnded(phase)) {
    throw new ConflictError(`AnalysisRun ${name} has ended already: ${phase}.`);
  }
  return {
    writes: [
      objectPatch(rollout, ANALYSIS_RUNS, name, [
        test('/metadata/uid', uid),
        set('/spec/terminate', true),
      ]),
    ],
    before: {
      analysisRun: name,
      phase,
      terminate: run.spec.terminate === true,
    },
    after: { analysisRun: name, terminate: true },
  };
}

/** Ends a running analysis; its verdict is made from what was measured. */
export const terminateAnalysis = defineRolloutAction({
  name: 'terminate-analysis',
  words: { label: 'Terminate', phrase: 'Terminate analysis of' },
  args,
  risk: { severity: 'medium' },
  agent: {
    description:
      'Ends a running analysis. Args: {"analysisRun": name, "uid": string}.',
  },
  guard: 'revision',
  reads: ['analysisRun'],
  gate,
  gatesPlan: false,
  predict: (facts, { analysisRun }) =>
    predictTerminate(facts, runToEnd(facts, analysisRun)),
  effect,
  command: (core, { analysisRun = 'NAME' }) =>
    pluginCommand(core, `terminate analysisrun ${shellWord(analysisRun)}`),
  plan,
});
