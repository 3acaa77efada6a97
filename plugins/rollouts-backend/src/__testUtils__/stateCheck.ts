import { KubeObject } from '@slipway/plugin-clusters-common';
import { Clusters, KindDefinition } from '@slipway/plugin-clusters-node';
import { deriveDetail, rolloutKinds } from '@slipway/plugin-rollouts-common';
import { violationsOf } from '@slipway/plugin-rollouts-common/testUtils';

const found = new Set<string>();

/** What was false in states since the last call. `setupTests.ts` asks after each test. */
export function takeViolations(): string[] {
  const taken = [...found];
  found.clear();
  return taken;
}

/** Holds the invariants against the state of all rollouts, now and at each change of any of their objects. */
export function checkStates(clusters: Clusters): void {
  // Whole, beside what the plugin keeps of each kind.
  const watch = <T extends KubeObject>(kind: KindDefinition<T>) =>
    clusters.watch({ ...kind, id: 'state-check' });
  const rollouts = watch(rolloutKinds.rollouts);
  const replicaSets = watch(rolloutKinds.replicaSets);
  const pods = watch(rolloutKinds.pods);
  const analysisRuns = watch(rolloutKinds.analysisRuns);
  const experiments = watch(rolloutKinds.experiments);
  const events = watch(rolloutKinds.events);
  const check = () => {
    for (const rollout of rollouts.list()) {
      const cluster = rollouts.clusterOf(rollout);
      const objects = {
        replicaSets: replicaSets.list({ cluster }),
        pods: pods.list({ cluster }),
        analysisRuns: analysisRuns.list({ cluster }),
        experiments: experiments.list({ cluster }),
        events: events.list({ cluster }),
      };
      const detail = deriveDetail(
        rollout,
        {
          cluster,
          environment: { environment: 'stage', source: 'config-cluster' },
          entity: { state: 'unbound', reason: 'a test' },
        },
        objects,
      );
      const raw = [rollout, ...Object.values(objects).flat()].map(one => ({
        ...one,
      }));
      for (const violation of violationsOf(detail, raw)) {
        found.add(`${rollout.metadata.name}: ${violation}`);
      }
    }
  };
  for (const cache of [
    rollouts,
    replicaSets,
    pods,
    analysisRuns,
    experiments,
    events,
  ]) {
    cache.subscribe(check);
  }
  check();
}
