import { ApiError } from '@slipway/kube-sim';
import { AnalysisRun, AnalysisRunSpec } from '../analysisModel';
import { Owner, StringMap } from '../../../loops/model';
import { controllerReference, isOwnedBy } from '../../../loops/Objects';
import { RolloutObjects } from '../RolloutObjects';
import { isPhaseCompleted } from '../rollouts/phase';

const semantics = ({
  metrics,
  dryRun,
  measurementRetention,
  args,
}: AnalysisRunSpec) =>
  JSON.stringify({ metrics, dryRun, measurementRetention, args });

/**
 * Creates an AnalysisRun, with a counter behind its name where the name is
 * taken; one of the same owner that still runs with the same spec is returned
 * instead.
 *
 * @see utils/analysis/helpers.go CreateWithCollisionCounter
 */
export function createWithCollisionCounter(
  objects: RolloutObjects,
  owner: Owner,
  run: {
    name: string;
    labels?: StringMap;
    annotations?: StringMap;
    spec: AnalysisRunSpec;
  },
): AnalysisRun {
  const { namespace, uid } = owner.metadata;
  for (let collisions = 0; ; collisions += 1) {
    const name = collisions ? `${run.name}.${collisions}` : run.name;
    try {
      return objects.analysisRuns.create({
        metadata: {
          name,
          namespace,
          ...(run.labels && { labels: run.labels }),
          ...(run.annotations && { annotations: run.annotations }),
          ownerReferences: [controllerReference(owner)],
        },
        spec: run.spec,
        status: {},
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') {
        throw error;
      }
      const existing = objects.analysisRuns.get(namespace, name);
      if (
        existing &&
        !isPhaseCompleted(existing.status.phase) &&
        isOwnedBy(existing, uid) &&
        semantics(existing.spec) === semantics(run.spec)
      ) {
        return existing;
      }
    }
  }
}
