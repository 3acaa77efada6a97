import {
  AnalysisRun,
  Experiment,
  KubeEvent,
  Pod,
  ReplicaSet,
  Rollout,
} from '../raw/types';
import { RolloutDetail, RolloutSummary } from '../types';
import { deriveAnalysisRuns } from './analysis';
import { coreOf } from './core';
import { deriveEvents } from './events';
import { deriveExperiments } from './experiments';
import { derivePods } from './pods';
import { deriveRevisions } from './revisions';
import { deriveSummary, SummaryContext } from './summary';

/** Everything around one Rollout; may hold more than its own (a whole namespace), foreign objects are ignored. */
export interface DetailObjects {
  replicaSets: readonly ReplicaSet[];
  pods: readonly Pod[];
  analysisRuns: readonly AnalysisRun[];
  experiments?: readonly Experiment[];
  events: readonly KubeEvent[];
}

/**
 * The whole detail page from cached objects.
 *
 * @see pkg/kubectl-argo-rollouts/info/rollout_info.go `NewRolloutInfo`
 */
export function deriveDetail(
  rollout: Rollout,
  context: Omit<SummaryContext, 'replicaSets'>,
  objects: DetailObjects,
): RolloutDetail {
  const { replicaSets } = objects;
  const summary = deriveSummary(rollout, { ...context, replicaSets });
  return detailOf(rollout, summary, objects);
}

/**
 * {@link deriveDetail} over a summary that was derived from the same objects.
 *
 * @see pkg/kubectl-argo-rollouts/info/rollout_info.go `NewRolloutInfo`
 */
export function detailOf(
  rollout: Rollout,
  summary: RolloutSummary,
  objects: DetailObjects,
): RolloutDetail {
  return {
    core: coreOf(rollout, summary, objects),
    revisions: deriveRevisions(rollout, objects.replicaSets),
    pods: derivePods(rollout, objects.replicaSets, objects.pods),
    analysisRuns: deriveAnalysisRuns(
      rollout,
      objects.analysisRuns,
      objects.experiments,
    ),
    experiments: deriveExperiments(rollout, objects.experiments ?? [], objects),
    events: deriveEvents(rollout, objects, objects.events),
  };
}
