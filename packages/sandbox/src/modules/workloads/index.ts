import { Objects } from '../../loops';
import { randomOf } from '../../loops/hash';
import { SandboxModule } from '../types';
import { DeploymentController } from './DeploymentController';
import { JobController } from './JobController';
import { PodController } from './PodController';
import { ReplicaSetController } from './ReplicaSetController';

/** What Kubernetes itself does: Deployments, ReplicaSets, Jobs, pods. Its kinds are built into the API server. */
export const workloads: SandboxModule = {
  kinds: [],
  loops({ store, clock, events, seed }) {
    const objects = new Objects(store);
    return [
      {
        of: objects.replicaSets,
        create: ({ requeueAfter }) =>
          new ReplicaSetController({
            objects,
            clock,
            events,
            random: randomOf(seed),
            requeueAfter,
          }),
      },
      {
        of: objects.pods,
        create: ({ requeueAfter }) =>
          new PodController({ objects, clock, events, seed, requeueAfter }),
      },
      {
        of: objects.jobs,
        create: ({ requeueAfter }) =>
          new JobController({
            objects,
            clock,
            events,
            random: randomOf(seed),
            requeueAfter,
          }),
      },
      {
        of: objects.deployments,
        create: () => new DeploymentController({ objects }),
      },
    ];
  },
};
