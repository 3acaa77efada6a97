import {
  AnalysisRun,
  Experiment,
  KubeEvent,
  Pod,
  ReplicaSet,
  Rollout,
} from '../raw/types';
import { RolloutDetail } from '../types';
import { deriveAnalysisRuns } from './analysis';
import { deriveCore } from './core';
import { deriveEvents } from './events';
import { deriveExperiments } from './experiments';
import { derivePods } from './pods';
import { deriveRevisions } from './revisions';
import { SummaryContext } from './summary';

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
  return {
    core: deriveCore(rollout, {
      ...context,
      replicaSets: objects.replicaSets,
      analysisRuns: objects.analysisRuns,
      experiments: objects.experiments,
    }),
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
