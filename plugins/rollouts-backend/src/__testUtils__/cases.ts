import { loadCase, ofKind, RawObject } from '@slipway/field-cases';
import { FakeObject } from '@slipway/plugin-clusters-node/testUtils';
import {
  RolloutDetailAnswer,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { component } from '@slipway/test-utils';
import { startHarness } from './harness';
import {
  ANALYSIS_RUNS_KIND,
  CLUSTER,
  EVENTS_KIND,
  PODS_KIND,
  REPLICA_SETS_KIND,
  ROLLOUTS_KIND,
} from './objects';

const KINDS: Record<string, string> = {
  [ROLLOUTS_KIND]: 'Rollout',
  [REPLICA_SETS_KIND]: 'ReplicaSet',
  [PODS_KIND]: 'Pod',
  [ANALYSIS_RUNS_KIND]: 'AnalysisRun',
  'experiments.argoproj.io': 'Experiment',
  [EVENTS_KIND]: 'Event',
};

/** The whole plugin over the objects of a field case, which belong to the component `order-service`. */
export async function startCase(
  name: string,
  change: (objects: RawObject[]) => RawObject[] = all => all,
) {
  const objects = change(loadCase(name, { now: Date.now() }));
  const [{ metadata }] = ofKind(objects, 'Rollout');
  const harness = await startHarness({
    clusters: {
      clusters: [{ name: CLUSTER, environment: 'stage' }],
      objects: {
        [CLUSTER]: Object.fromEntries(
          Object.entries(KINDS).map(([plural, kind]) => [
            plural,
            ofKind(objects, kind) as unknown as FakeObject[],
          ]),
        ),
      },
    },
    entities: [component('order-service', 'team-orders')],
  });
  return {
    ...harness,
    /** Answer of the detail route. */
    detail: async (rollout: string): Promise<RolloutDetailAnswer> =>
      (await harness.get(harness.path(rollout, CLUSTER, metadata.namespace)))
        .body,
    /** Answer of the list route, by name. */
    list: async (): Promise<Record<string, RolloutSummary>> => {
      const { body } = await harness.get(`${harness.base}/rollouts`);
      return Object.fromEntries(
        body.items.map((item: RolloutSummary) => [item.ref.name, item]),
      );
    },
  };
}
