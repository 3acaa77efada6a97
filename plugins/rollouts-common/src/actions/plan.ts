import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  Digest,
  maskTemplate,
  PatchWrite,
} from '@slipway/plugin-clusters-common';
import { JsonObject } from '@backstage/types';
import { KubeObject } from '@slipway/plugin-clusters-common';
import { analysisPhase, hasEnded } from '../derive/analysis';
import { deriveCore } from '../derive/core';
import { deriveRevisions } from '../derive/revisions';
import { projectAnalysisRun, projectReplicaSet } from '../raw/project';
import { projectExperiment } from '../raw/projectExperiment';
import { projectRollout } from '../raw/projectRollout';
import { ANALYSIS_RUNS } from '../raw/resources';
import { Json } from '../raw/read';
import { Rollout } from '../raw/types';
import { RolloutActionName, RolloutCore, SeenState } from '../types';
import { ArgsOf, parseActionArgs } from '../schema';
import { actionGate } from './gates';
import {
  planAbort,
  planPause,
  planPromote,
  planPromoteFull,
  planRestart,
  planResume,
  planRetry,
  planSkipStep,
} from './moves';
import { assertSeen, Guard, objectPatch, set, test } from './operations';
import { setImageOperations } from './setImage';
import { templateHolder, templatePatches } from './templates';
import { undoOperations } from './undo';

/** What a plan needs beside the Rollout. Objects are fresh and whole, as the API server gave them. */
export interface PlanExtra {
  /** Ref of the person, for the mark on the object: `user:default/olga`. */
  actor: string;
  /** ISO time of the action. */
  now: string;
  /** Masks values in `before` and `after`. */
  digest: Digest;
  /** ReplicaSets of the namespace. Needed by undo; makes weights in `before` exact. */
  replicaSets?: readonly Json[];
  /** The object that `spec.workloadRef` names. Needed by undo and set-image where it is set. */
  workload?: Json;
  /** The AnalysisRun to end. Needed by terminate-analysis. */
  analysisRun?: Json;
  /** The Experiment that owns the AnalysisRun, if one does. */
  experiment?: Json;
}

/** What to send, in this order, and what to record. */
export interface ActionPlan {
  patches: PatchWrite[];
  /** The part of the state that the action changes, as it was; values masked. */
  before: JsonObject;
  /** The same part as it is asked to be. */
  after: JsonObject;
}

interface Planning {
  rollout: Rollout;
  core: RolloutCore;
  raw: Json;
  seen: SeenState;
  extra: PlanExtra;
}

type Planner<A extends RolloutActionName> = (
  planning: Planning,
  args: ArgsOf<A>,
) => ActionPlan;

/** Actions whose effect depends on the step; the others hold on uid and pod hash alone. */
const STEP_GUARDED: readonly RolloutActionName[] = [
  'promote',
  'promote-full',
  'skip-step',
  'retry',
];

/** How much of what the person saw must still hold for this action. */
export const guardOf = (action: RolloutActionName): Guard =>
  STEP_GUARDED.includes(action) ? 'step' : 'revision';

/** Where an update stands, for the record. */
function place(core: RolloutCore): JsonObject {
  return {
    phase: core.phase,
    paused: core.specPaused,
    pauses: core.pauses.map(pause => pause.reason),
    ...(core.stepIndex === undefined
      ? {}
      : { step: `${core.stepIndex}/${core.stepCount}` }),
    ...(core.setWeight === undefined ? {} : { setWeight: core.setWeight }),
  };
}

const stepAfter = (core: RolloutCore) =>
  core.stepIndex === undefined
    ? {}
    : {
        step: `${Math.min(core.stepIndex + 1, core.stepCount)}/${
          core.stepCount
        }`,
      };

const undo: Planner<'undo'> = ({ rollout, core, raw, seen, extra }, args) => {
  const objects = { rollout: raw, workload: extra.workload };
  const holder = templateHolder(rollout, objects);
  const { revision, next, operations } = undoOperations(
    rollout,
    holder,
    extra.replicaSets ?? [],
    args.toRevision,
  );
  return {
    patches: templatePatches({
      rollout,
      raw: objects,
      holder,
      seen,
      operations,
      next,
      now: extra.now,
      actor: extra.actor,
    }),
    before: {
      ...(core.revision === undefined ? {} : { revision: core.revision }),
      template: maskTemplate(holder.template, extra.digest) as JsonObject,
    },
    after: {
      revision,
      template: maskTemplate(next, extra.digest) as JsonObject,
    },
  };
};

const setImage: Planner<'set-image'> = (
  { rollout, raw, seen, extra },
  args,
) => {
  const objects = { rollout: raw, workload: extra.workload };
  const holder = templateHolder(rollout, objects);
  const { next, operations, before, after } = setImageOperations(
    holder,
    args.images,
  );
  return {
    patches: templatePatches({
      rollout,
      raw: objects,
      holder,
      seen,
      operations,
      next,
      now: extra.now,
      actor: extra.actor,
    }),
    before: { images: before },
    after: { images: after },
  };
};

const isOwnedBy = (object: KubeObject, uid: string) =>
  object.metadata.ownerReferences?.some(owner => owner.uid === uid) === true;

/** @see pkg/kubectl-argo-rollouts/cmd/terminate/terminate.go */
const terminateAnalysis: Planner<'terminate-analysis'> = (
  { rollout, extra },
  args,
) => {
  if (!extra.analysisRun) {
    throw new NotFoundError(`AnalysisRun ${args.analysisRun} was not found.`);
  }
  const run = projectAnalysisRun(extra.analysisRun);
  const { name, uid } = run.metadata;
  const experiment = extra.experiment && projectExperiment(extra.experiment);
  const ofExperiment =
    experiment &&
    isOwnedBy(run, experiment.metadata.uid) &&
    isOwnedBy(experiment, rollout.metadata.uid);
  if (!ofExperiment && !isOwnedBy(run, rollout.metadata.uid)) {
    throw new InputError(
      `AnalysisRun ${name} does not belong to ${rollout.metadata.name}.`,
    );
  }
  if (name !== args.analysisRun || uid !== args.uid) {
    throw new ConflictError(
      `It has moved on: AnalysisRun ${args.analysisRun} is not the one that you saw.`,
    );
  }
  const phase = analysisPhase(run.status.phase);
  if (hasEnded(phase)) {
    throw new ConflictError(`AnalysisRun ${name} has ended already: ${phase}.`);
  }
  return {
    patches: [
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
};

const PLANNERS: { [A in RolloutActionName]: Planner<A> } = {
  promote: ({ rollout, core, seen }) => ({
    patches: planPromote(rollout, seen),
    before: place(core),
    after: { ...stepAfter(core), paused: false, pauses: [] },
  }),
  'promote-full': ({ rollout, core, seen }) => ({
    patches: planPromoteFull(rollout, seen),
    before: place(core),
    after: { promoteFull: true, paused: false },
  }),
  'skip-step': ({ rollout, core, seen }) => ({
    patches: planSkipStep(rollout, seen),
    before: place(core),
    after: { ...stepAfter(core), pauses: [] },
  }),
  pause: ({ rollout, core, seen }) => ({
    patches: planPause(rollout, seen),
    before: place(core),
    after: { paused: true },
  }),
  resume: ({ rollout, core, seen }) => ({
    patches: planResume(rollout, seen),
    before: place(core),
    after: { paused: false },
  }),
  abort: ({ rollout, core, seen }) => ({
    patches: planAbort(rollout, seen),
    before: { ...place(core), aborted: false },
    after: { aborted: true },
  }),
  retry: ({ rollout, core, seen }) => ({
    patches: planRetry(rollout, seen),
    before: { ...place(core), aborted: true },
    after: { aborted: false },
  }),
  restart: ({ rollout, core, seen, extra }) => ({
    patches: planRestart(rollout, seen, extra.now),
    before: { restartAt: core.restartAt ?? null },
    after: { restartAt: extra.now },
  }),
  undo,
  'set-image': setImage,
  'terminate-analysis': terminateAnalysis,
};

/** The gates' view of a fresh object. Entity and environment play no part in a plan. */
function coreOf(rollout: Rollout, extra: PlanExtra): RolloutCore {
  return deriveCore(rollout, {
    cluster: '',
    environment: { environment: 'prod', source: 'undeclared' },
    entity: { state: 'unbound', reason: 'not asked' },
    replicaSets: (extra.replicaSets ?? []).map(projectReplicaSet),
  });
}

/**
 * The gates that a plan asks again on the fresh object. The others are judged
 * by their planner, which knows the fresh ReplicaSets, workload and run.
 */
const GATED: readonly RolloutActionName[] = [
  'promote',
  'promote-full',
  'skip-step',
  'pause',
  'resume',
  'abort',
  'retry',
  'restart',
];

/**
 * Plans an action on a fresh object: JSON patches that do what the kubectl
 * plugin does, each guarded by `test` on what the person saw.
 *
 * @param rawRollout the whole object as the API server gave it a moment ago
 * @param args validated here; see `RolloutActionArgs`
 * @throws InputError when the arguments are wrong or nothing would change
 * @throws ConflictError when the rollout has moved on since the person looked, or the action would do nothing now
 * @throws NotFoundError when an object that the plan needs is missing
 * @see pkg/kubectl-argo-rollouts/cmd/promote/promote.go
 */
export function planAction<A extends RolloutActionName>(
  action: A,
  rawRollout: Json,
  args: unknown,
  seen: SeenState,
  extra: PlanExtra,
): ActionPlan {
  const valid = parseActionArgs(action, args);
  const rollout = projectRollout(rawRollout);
  assertSeen(rollout, seen, guardOf(action));
  const core = coreOf(rollout, extra);
  if (GATED.includes(action)) {
    const gate = actionGate(action, core, {
      revisions: deriveRevisions(
        rollout,
        (extra.replicaSets ?? []).map(projectReplicaSet),
      ),
    });
    if (!gate.enabled) throw new ConflictError(gate.reason);
  }
  const plan: Planner<A> = PLANNERS[action];
  return plan({ rollout, core, raw: rawRollout, seen, extra }, valid);
}
