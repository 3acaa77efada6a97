import { Prediction, PredictedServing } from './types';
import { Facts, isCutOver, revisionByHash, shareOf, terminated } from './facts';

const isFullyAvailable = (facts: Facts, hash: string | undefined) => {
  const revision = revisionByHash(facts.revisions, hash);
  const wanted = facts.core.replicas.desired;
  return (
    revision !== undefined &&
    revision.replicas.desired === wanted &&
    revision.replicas.available === wanted
  );
};

/** Whether another revision than the stable one has traffic now, or it is not known. */
function hasOtherTraffic({ core }: Facts): boolean {
  const { shares, unknown } = core.serving;
  return (
    unknown !== undefined ||
    shares.some(({ podTemplateHash }) => podTemplateHash !== core.stableHash)
  );
}

/**
 * Who serves after an abort of a canary. With a router the weight goes to 0 as
 * soon as the stable revision has all its pods, with dynamicStableScale as it
 * gets them; without one traffic moves with the pods, which are not scaled
 * while a user has paused the rollout.
 *
 * @see rollout/trafficrouting.go `reconcileTrafficRouting`, `calculateDesiredWeightOnAbortOrStableRollback`
 * @see rollout/canary.go `reconcileCanaryReplicaSets`
 * @see rollout/context.go `haltProgress`
 */
function canaryServes(facts: Facts): PredictedServing {
  const { core } = facts;
  if (!hasOtherTraffic(facts)) return { shares: [], when: 'unchanged' };
  const stable = shareOf(facts, core.stableHash, 100);
  const waitsFor =
    stable.revision === undefined ? {} : { waitsFor: stable.revision };
  if (!core.trafficRouted) {
    return {
      shares: [stable],
      when: core.specPaused ? 'after-resume' : 'with-pods',
    };
  }
  if (core.updateRules.dynamicStableScale) {
    return {
      shares: [stable],
      when: core.specPaused ? 'after-resume' : 'with-pods',
    };
  }
  return isFullyAvailable(facts, core.stableHash)
    ? { shares: [stable], when: 'at-once' }
    : { shares: [stable], when: 'when-ready', ...waitsFor };
}

/**
 * Who serves after an abort of a blue-green update: before the cutover nothing
 * changes; after it the active Service goes back to the stable revision, but
 * not before the pods of the new revision are all available, and not while a
 * user has paused the rollout.
 *
 * @see rollout/service.go `reconcileActiveService`
 */
function blueGreenServes(facts: Facts): PredictedServing {
  const { core } = facts;
  if (!isCutOver(core)) return { shares: [], when: 'unchanged' };
  const shares = [shareOf(facts, core.stableHash, 100)];
  if (core.specPaused) return { shares, when: 'after-resume' };
  if (isFullyAvailable(facts, core.currentPodHash)) {
    return { shares, when: 'at-once' };
  }
  const current = shareOf(facts, core.currentPodHash, 100).revision;
  return {
    shares,
    when: 'when-ready',
    ...(current === undefined ? {} : { waitsFor: current }),
  };
}

/** Who serves once an abort is carried out. */
export const abortServes = (facts: Facts): PredictedServing =>
  facts.core.strategy === 'canary'
    ? canaryServes(facts)
    : blueGreenServes(facts);

/**
 * What an abort does.
 *
 * @see rollout/trafficrouting.go `calculateDesiredWeightOnAbortOrStableRollback`
 * @see rollout/service.go `reconcileActiveService`
 * @see rollout/pause.go `CalculateAbortStatus`, `CalculatePauseStatus`
 * @see rollout/canary.go `syncRolloutStatusCanary`
 * @see rollout/analysis.go `reconcileAnalysisRuns`
 * @see rollout/replicaset.go `shouldDelayScaleDownOnAbort`
 */
export function predictAbort(facts: Facts): Prediction {
  const { core } = facts;
  const ended = terminated(facts);
  const canary = core.strategy === 'canary';
  const steps = canary && core.stepCount > 0;
  const kept = core.updateRules.abortScaleDownDelay;
  return {
    action: 'abort',
    ...(steps ? { next: 0 } : {}),
    rest: {
      kind: 'aborted',
      ...(steps ? { step: 0 } : {}),
      ...(canary ? { setWeight: 0 } : {}),
      pauses: [],
    },
    analyses: ended.analyses,
    serves: abortServes(facts),
    lost: [
      ...(core.promoteFull ? [{ what: 'full-promotion' } as const] : []),
      ...ended.lost,
    ],
    uncertain: ['pods'],
    ...(kept === undefined ? {} : { keptSeconds: kept }),
  };
}
