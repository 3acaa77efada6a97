import {
  projectAnalysisRun,
  projectEvent,
  projectExperiment,
  projectPod,
  projectReplicaSet,
} from './project';
import { projectRollout } from './projectRollout';
import {
  ANALYSIS_RUNS,
  EVENTS,
  EXPERIMENTS,
  PODS,
  REPLICA_SETS,
  ROLLOUTS,
} from './resources';

export * from './types';
export * from './resources';
export {
  projectAnalysisRun,
  projectEvent,
  projectExperiment,
  projectPod,
  projectReplicaSet,
} from './project';
export { projectRollout } from './projectRollout';

/** Ready for `clusters.watch(…)`: which kind, and what is kept of each object. */
export const rolloutKinds = {
  rollouts: { resource: ROLLOUTS, project: projectRollout },
  replicaSets: { resource: REPLICA_SETS, project: projectReplicaSet },
  pods: { resource: PODS, project: projectPod },
  analysisRuns: { resource: ANALYSIS_RUNS, project: projectAnalysisRun },
  experiments: { resource: EXPERIMENTS, project: projectExperiment },
  events: { resource: EVENTS, project: projectEvent },
};
