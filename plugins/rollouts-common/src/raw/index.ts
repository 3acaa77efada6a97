import {
  projectAnalysisRun,
  projectEvent,
  projectPod,
  projectReplicaSet,
} from './project';
import { projectExperiment } from './projectExperiment';
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
  projectPod,
  projectReplicaSet,
} from './project';
export { projectExperiment } from './projectExperiment';
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
