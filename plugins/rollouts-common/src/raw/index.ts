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

const id = 'rollouts';

/** Ready for `clusters.watch(…)`: which kind, and what is kept of each object. */
export const rolloutKinds = {
  rollouts: { id, resource: ROLLOUTS, project: projectRollout },
  replicaSets: { id, resource: REPLICA_SETS, project: projectReplicaSet },
  pods: { id, resource: PODS, project: projectPod },
  analysisRuns: { id, resource: ANALYSIS_RUNS, project: projectAnalysisRun },
  experiments: { id, resource: EXPERIMENTS, project: projectExperiment },
  events: { id, resource: EVENTS, project: projectEvent },
};
