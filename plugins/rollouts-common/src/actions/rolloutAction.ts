import { ConflictError } from '@backstage/errors';
import { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  Action,
  ActionRisk,
  ActionTypes,
  ActionWords,
  AgentUse,
  defineAction,
  hasChangedSince,
  Plan,
} from '@slipway/plugin-actions-common';
import { Digest, PatchWrite } from '@slipway/plugin-clusters-common';
import { z } from 'zod/v3';
import { Json } from '@slipway/plugin-clusters-common/read';
import { deriveCore } from '../derive/core';
import { deriveRevisions } from '../derive/revisions';
import { actionPermission } from '../permissions';
import { projectReplicaSet } from '../raw/project';
import { projectRollout } from '../raw/projectRollout';
import { Rollout } from '../raw/types';
import {
  AnalysisRunView,
  RevisionView,
  RolloutActionName,
  RolloutCore,
  RolloutDetail,
  SeenState,
} from '../types';
import { lossesOf } from './losses';
import { RevisionMetrics } from './metricsWarnings';
import { Nearby } from './nearbyWarnings';
import {
  changedSentence,
  Guard,
  guardMembers,
  seenStateOf,
} from './operations';
import { restNow, stepNow } from './predict/now';
import { Facts } from './predict/facts';
import { Body } from './predict/shared';
import { Prediction, PredictionArgs } from './predict/types';

/** Arguments that a preview may be shown with; the dialog fills them in bit by bit. */
export type PreviewArgs = PredictionArgs;

/** What makes two gates more exact; without it they are judged from the core alone. */
export interface GateObjects {
  revisions?: readonly RevisionView[];
  analysisRuns?: readonly AnalysisRunView[];
}

/** What a gate reads. A {@link RolloutDetail} is one. */
export type GateSubject = GateObjects & { core: RolloutCore };

/** What a preview needs beside the rollout. */
export interface PreviewContext {
  metrics?: RevisionMetrics;
  /** What runs on services now; absent while it is not known. */
  nearby?: Nearby;
  /** Ms since the epoch. A deadline that passes changes what will happen. */
  now: number;
}

/** What is read for a plan beside the Rollout. Objects are whole, as the API server gave them a moment ago. */
export interface PlanObjects {
  /** ReplicaSets of the namespace; they make weights in `before` exact. */
  replicaSets?: readonly Json[];
  /** The object that `spec.workloadRef` names, where it is set. */
  workload?: Json;
  /** The AnalysisRun to end. */
  analysisRun?: Json;
  /** The Experiment that owns the AnalysisRun, if one does. */
  experiment?: Json;
}

/** What an action needs to be read beside the Rollout. */
export type PlanRead = 'replicaSets' | 'workload' | 'analysisRun';

/** A rollout as it was read for an action. */
export interface FreshRollout extends PlanObjects {
  /** The whole object as the API server gave it a moment ago. */
  raw: Json;
  /** Masks values in `before` and `after`. */
  digest: Digest;
}

/** The types of all actions on a rollout. */
export interface RolloutTypes extends ActionTypes {
  name: RolloutActionName;
  subject: RolloutDetail;
  draft: PreviewArgs;
  context: PreviewContext;
  seen: SeenState;
  fresh: FreshRollout;
  write: PatchWrite;
}

/** What a planner works on: the fresh rollout, checked against what the user saw. */
export interface Planning {
  rollout: Rollout;
  core: RolloutCore;
  fresh: FreshRollout;
  seen: SeenState;
  /** `user:default/olga` */
  actor: string;
  /** ISO time of the action. */
  now: string;
}

/** An action on a rollout. */
export interface RolloutAction extends Action<RolloutTypes> {
  readonly name: RolloutActionName;
  readonly permission: ResourcePermission;
  readonly reads: readonly PlanRead[];
  gate(subject: GateSubject): string | undefined;
  /** What the controller will do after it, as data. */
  predict(detail: Facts, draft: PreviewArgs, now: number): Prediction;
}

/** All that is known of one action on a rollout. */
export interface RolloutActionDefinition<Args> {
  name: RolloutActionName;
  words: ActionWords;
  args: z.ZodType<Args, z.ZodTypeDef, unknown>;
  risk: ActionRisk;
  agent: AgentUse;
  /** How much of what the user saw must still hold. */
  guard: Guard;
  /** What its plan needs beside the Rollout. */
  reads?: readonly PlanRead[];
  /** Why it does nothing now. */
  gate(subject: GateSubject): string | undefined;
  /** False where the planner judges the fresh objects by itself. */
  gatesPlan?: boolean;
  missing?(draft: PreviewArgs): string | undefined;
  predict(facts: Facts, draft: PreviewArgs, now: number): Body;
  /** The prediction in words. */
  effect(
    detail: RolloutDetail,
    prediction: Prediction,
    draft: PreviewArgs,
  ): string;
  warnings?(
    detail: RolloutDetail,
    metrics: RevisionMetrics,
    nearby: Nearby | undefined,
  ): string[];
  /** Whether the end of a user's pause is a loss of its own; others say it themselves. */
  losesManualPause?: boolean;
  /** The command to copy that has the same effect. */
  command(core: RolloutCore, draft: PreviewArgs): string;
  plan(planning: Planning, args: Args): Plan<PatchWrite>;
}

/** A prediction for an action that changes nothing. */
export const nothing = (
  { core }: Pick<Facts, 'core'>,
  reason: string,
): Body => ({
  nothing: reason,
  ...stepNow(core),
  rest: restNow(core),
  analyses: [],
  lost: [],
  serves: { shares: [], when: 'unchanged' },
  uncertain: [],
});

/** The gates' view of a fresh object. Entity and environment play no part in a plan. */
function coreOf(
  rollout: Rollout,
  { replicaSets = [] }: PlanObjects,
): RolloutCore {
  return deriveCore(rollout, {
    cluster: '',
    environment: { environment: 'prod', source: 'undeclared' },
    entity: { state: 'unbound', reason: 'not asked' },
    replicaSets: replicaSets.map(projectReplicaSet),
  });
}

/**
 * Makes an action on rollouts: what all of them have in common is here, what
 * is of one action is in its file.
 */
export function defineRolloutAction<Args>(
  definition: RolloutActionDefinition<Args>,
): RolloutAction {
  const { name, gate, missing, gatesPlan = true } = definition;
  const guard = guardMembers(definition.guard);
  const permission = actionPermission(name);
  const predict = (
    facts: Facts,
    draft: PreviewArgs,
    now: number,
  ): Prediction => {
    const reason = gate(facts);
    return {
      action: name,
      ...(reason === undefined
        ? definition.predict(facts, draft, now)
        : nothing(facts, reason)),
    };
  };
  const action = defineAction<RolloutTypes, Args>({
    name,
    words: definition.words,
    permission,
    args: definition.args,
    risk: definition.risk,
    agent: definition.agent,
    guard,
    gate,
    missing,
    preview(detail, draft, { metrics = {}, nearby, now }) {
      const prediction = predict(detail, draft, now);
      // What is not filled in yet is no prediction: the action says what to choose.
      const effect =
        prediction.nothing !== undefined && !missing?.(draft)
          ? prediction.nothing
          : definition.effect(detail, prediction, draft);
      return {
        effect,
        warnings: [
          ...lossesOf(detail, prediction, definition.losesManualPause),
          ...(definition.warnings?.(detail, metrics, nearby) ?? []),
        ],
        command: definition.command(detail.core, draft),
      };
    },
    plan(fresh, args, seen, { actor, now }) {
      const rollout = projectRollout(fresh.raw);
      const core = coreOf(rollout, fresh);
      // A rollout without steps has none that could have changed.
      const known =
        core.stepCount === 0 ? { ...seen, currentStepIndex: undefined } : seen;
      if (hasChangedSince(known, seenStateOf(core), guard)) {
        throw new ConflictError(changedSentence(core, seen));
      }
      if (gatesPlan) {
        const reason = gate({
          core,
          revisions: deriveRevisions(
            rollout,
            (fresh.replicaSets ?? []).map(projectReplicaSet),
          ),
        });
        if (reason !== undefined) throw new ConflictError(reason);
      }
      return definition.plan({ rollout, core, fresh, seen, actor, now }, args);
    },
  });
  return {
    ...action,
    name,
    permission,
    reads: definition.reads ?? [],
    gate,
    predict,
  };
}
