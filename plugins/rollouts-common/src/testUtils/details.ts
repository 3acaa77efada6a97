import { deriveDetail } from '../derive';
import { rolloutKinds } from '../raw';
import { RolloutDetail } from '../types';

/** An object as the API server answers it. */
type RawObject = Record<string, unknown> & {
  kind: string;
  metadata: { name: string };
};

/** Cluster of every {@link detailsOf}. */
export const CASE_CLUSTER = 'gke-prod';

/**
 * What the portal derives of each Rollout among whole objects, by name. Kinds
 * that rollouts do not read are ignored.
 */
export function detailsOf(
  objects: readonly RawObject[],
): Record<string, RolloutDetail> {
  const of = (kind: string) => objects.filter(raw => raw.kind === kind);
  return Object.fromEntries(
    of('Rollout').map(raw => {
      const rollout = rolloutKinds.rollouts.project(raw);
      return [
        raw.metadata.name,
        deriveDetail(
          rollout,
          {
            cluster: CASE_CLUSTER,
            environment: { environment: 'prod', source: 'config-cluster' },
            entity: {
              state: 'bound',
              entityRef: 'component:default/order-service',
              by: 'kubernetes-id',
            },
            ownerRef: 'group:default/team-orders',
          },
          {
            replicaSets: of('ReplicaSet').map(rolloutKinds.replicaSets.project),
            pods: of('Pod').map(rolloutKinds.pods.project),
            analysisRuns: of('AnalysisRun').map(
              rolloutKinds.analysisRuns.project,
            ),
            experiments: of('Experiment').map(rolloutKinds.experiments.project),
            events: of('Event').map(rolloutKinds.events.project),
          },
        ),
      ];
    }),
  );
}
