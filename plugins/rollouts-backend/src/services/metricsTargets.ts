import { MetricsTarget } from '@slipway/plugin-metrics-common';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';

/** One revision of a rollout, as metrics know it. */
export type RevisionTarget = MetricsTarget & { podTemplateHash: string };

/** The revisions to measure: the stable one, and the new one while it is being rolled out. */
export function metricsTargets(
  summary: Pick<
    RolloutSummary,
    'ref' | 'stableHash' | 'currentPodHash' | 'inProgress'
  >,
): { stable?: RevisionTarget; canary?: RevisionTarget } {
  const { ref, stableHash, currentPodHash, inProgress } = summary;
  const of = (podTemplateHash: string): RevisionTarget => ({
    cluster: ref.cluster,
    namespace: ref.namespace,
    podTemplateHash,
  });
  return {
    ...(stableHash ? { stable: of(stableHash) } : {}),
    ...(inProgress && currentPodHash ? { canary: of(currentPodHash) } : {}),
  };
}
