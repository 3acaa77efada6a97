import { KubeObject } from '@slipway/kube-sim';
import { isPhaseCompleted } from './phase';
import { HASH_LABEL, hashOf } from './replicaSets';
import { RolloutContext } from './RolloutContext';

/** Runs, or experiments, of each kind of outcome that are kept. */
const LIMIT = 5;

interface Ended {
  metadata: KubeObject['metadata'];
  status: { phase?: string };
}

/**
 * What is no longer kept of finished AnalysisRuns or Experiments: those of
 * revisions that are gone, and the oldest above the limits of `spec.analysis`.
 *
 * @see utils/analysis/filter.go FilterAnalysisRunsToDelete
 * @see utils/experiment/filter.go FilterExperimentsToDelete
 */
export function surplus<O extends Ended>(
  { rollout, allRSs }: RolloutContext,
  objects: O[],
): O[] {
  const hashes = new Set(
    allRSs.filter(one => !one.metadata.deletionTimestamp).map(hashOf),
  );
  const {
    successfulRunHistoryLimit: successes = LIMIT,
    unsuccessfulRunHistoryLimit: failures = LIMIT,
  } = rollout.spec.analysis ?? {};
  const kept = { successful: 0, unsuccessful: 0 };
  return [...objects]
    .sort(
      (left, right) =>
        Date.parse(right.metadata.creationTimestamp) -
        Date.parse(left.metadata.creationTimestamp),
    )
    .filter(({ metadata, status }) => {
      if (!hashes.has(metadata.labels?.[HASH_LABEL] ?? '')) return true;
      if (status.phase === 'Successful') {
        kept.successful += 1;
        return kept.successful > successes;
      }
      if (!isPhaseCompleted(status.phase)) return false;
      kept.unsuccessful += 1;
      return kept.unsuccessful > failures;
    });
}
