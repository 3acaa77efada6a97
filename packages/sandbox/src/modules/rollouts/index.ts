import { SandboxModule } from '../types';
import { AnalysisController } from './analysis/AnalysisController';
import { ExperimentController } from './experiments/ExperimentController';
import { COLUMNS, rolloutKinds } from './kinds';
import { rbac } from './rbac';
import { RolloutObjects } from './RolloutObjects';
import { RolloutController } from './rollouts/RolloutController';
import { ServiceController } from './rollouts/ServiceController';

/** Argo Rollouts: its kinds and its controllers. */
export const rollouts: SandboxModule = {
  kinds: rolloutKinds(),
  columns: COLUMNS,
  rbac,
  loops({ store, clock, events, query, wake }) {
    const objects = new RolloutObjects(store);
    const common = { objects, clock, events };
    return [
      {
        of: objects.rollouts,
        create: ({ requeueAfter }) =>
          new RolloutController({ ...common, requeueAfter }),
      },
      {
        of: objects.analysisRuns,
        create: ({ requeueAfter, failed }) =>
          new AnalysisController({ ...common, query, requeueAfter, failed }),
      },
      {
        of: objects.experiments,
        create: ({ requeueAfter }) =>
          new ExperimentController({ ...common, requeueAfter }),
      },
      {
        of: objects.services,
        create: () =>
          new ServiceController({
            objects,
            enqueueRollout: (namespace, name) =>
              wake(objects.rollouts, { namespace, name }),
          }),
      },
    ];
  },
};
