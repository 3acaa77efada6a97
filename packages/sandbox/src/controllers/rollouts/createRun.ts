import { ApiError } from '../../kube/types';
import { rolloutArguments, runSpec, templatesOf } from '../analysis/templates';
import { AnalysisRun, RolloutAnalysis } from '../base/analysisModel';
import { controllerReference, isOwnedBy } from '../base/Objects';
import { isPhaseCompleted } from './phase';
import { HASH_LABEL, hashOf, REVISION } from './replicaSets';
import { RolloutContext } from './RolloutContext';

const semantics = ({
  metrics,
  dryRun,
  measurementRetention,
  args,
}: AnalysisRun['spec']) =>
  JSON.stringify({ metrics, dryRun, measurementRetention, args });

/** Starts a run of templates; one that runs already with the same spec is taken instead. Upstream: `CreateWithCollisionCounter`. */
export function createRun(
  context: RolloutContext,
  analysis: RolloutAnalysis,
  infix: string,
  labels: Record<string, string>,
): AnalysisRun {
  const { objects, rollout, newRS, stableRS } = context;
  const { metadata } = rollout;
  const revision = metadata.annotations?.[REVISION] ?? '';
  const spec = runSpec(
    templatesOf(objects, metadata.namespace, analysis.templates ?? []),
    rolloutArguments(analysis.args, rollout, newRS, stableRS),
    analysis,
  );
  const base = [metadata.name, hashOf(newRS), revision, infix]
    .filter(Boolean)
    .join('-');
  for (let collisions = 0; ; collisions += 1) {
    const name = collisions ? `${base}.${collisions}` : base;
    try {
      return objects.analysisRuns.create({
        metadata: {
          name,
          namespace: metadata.namespace,
          labels: {
            [HASH_LABEL]: hashOf(newRS),
            ...labels,
            ...analysis.analysisRunMetadata?.labels,
            ...rollout.spec.selector?.matchLabels,
          },
          annotations: {
            [REVISION]: revision,
            ...analysis.analysisRunMetadata?.annotations,
          },
          ownerReferences: [controllerReference(rollout)],
        },
        spec,
        status: {},
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') {
        throw error;
      }
      const existing = objects.analysisRuns.get(metadata.namespace, name);
      if (
        existing &&
        !isPhaseCompleted(existing.status.phase) &&
        isOwnedBy(existing, metadata.uid) &&
        semantics(existing.spec) === semantics(spec)
      ) {
        return existing;
      }
    }
  }
}
