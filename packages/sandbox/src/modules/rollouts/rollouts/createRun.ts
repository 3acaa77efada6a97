import { createWithCollisionCounter } from '../analysis/createRun';
import { rolloutArguments, runSpec, templatesOf } from '../analysis/templates';
import { AnalysisRun, RolloutAnalysis } from '../analysisModel';
import { HASH_LABEL, hashOf, REVISION } from './replicaSets';
import { RolloutContext } from './RolloutContext';

/** Starts a run of templates. Upstream: `newAnalysisRunFromRollout`. */
export function createRun(
  context: RolloutContext,
  analysis: RolloutAnalysis,
  infix: string,
  labels: Record<string, string>,
): AnalysisRun {
  const { objects, rollout, newRS, stableRS } = context;
  const { metadata } = rollout;
  const revision = metadata.annotations?.[REVISION] ?? '';
  return createWithCollisionCounter(objects, rollout, {
    name: [metadata.name, hashOf(newRS), revision, infix]
      .filter(Boolean)
      .join('-'),
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
    spec: runSpec(
      templatesOf(objects, metadata.namespace, analysis.templates ?? []),
      rolloutArguments(analysis.args, rollout, newRS, stableRS),
      analysis,
    ),
  });
}
