import { ContainerView, RevisionView, RolloutCore } from '../../types';
import { servesAfter, servesAtOnce, walkBlueGreen } from './blueGreen';
import { servesAt, walkCanary } from './canary';
import {
  BLUE_GREEN_PAUSE,
  Facts,
  isCutOver,
  MANUAL,
  shareOf,
  terminated,
} from './facts';
import { isWithinRollbackWindow } from './rollbackWindow';
import { PredictedAnalysis, PredictedLoss, Prediction } from './types';

type Body = Omit<Prediction, 'action'>;

/** Analyses that the update would have had; none of them runs. */
function skippedAnalyses(core: RolloutCore, from = 0): PredictedAnalysis[] {
  const rules = core.updateRules;
  const plans = [
    ['Background', rules.backgroundAnalysis],
    ['PrePromotion', rules.prePromotionAnalysis],
    ['PostPromotion', rules.postPromotionAnalysis],
  ] as const;
  return [
    ...core.steps
      .filter(step => step.index >= from && step.type === 'analysis')
      .map(
        ({ index }): PredictedAnalysis => ({
          type: 'Step',
          outcome: 'skipped',
          step: index,
        }),
      ),
    ...plans.flatMap(([type, plan]): PredictedAnalysis[] =>
      plan ? [{ type, outcome: 'skipped', templates: plan.templates }] : [],
    ),
  ];
}

/** @internal shared with the full promotion */
export const skipped = skippedAnalyses;

/**
 * What a new template takes away: the update that is being rolled out, its
 * abort, its full promotion and its analyses.
 *
 * @see rollout/sync.go `resetRolloutStatus`
 */
function lostByTemplate(facts: Facts): {
  analyses: PredictedAnalysis[];
  lost: PredictedLoss[];
} {
  const { core } = facts;
  const ended = terminated(facts);
  const lost: PredictedLoss[] = [];
  if (core.aborted) lost.push({ what: 'abort' });
  if (core.promoteFull) lost.push({ what: 'full-promotion' });
  if (core.inProgress && core.stableHash !== undefined) {
    lost.push({
      what: 'update',
      ...(core.revision === undefined ? {} : { revision: core.revision }),
      ...(core.strategy === 'canary' && core.stepIndex !== undefined
        ? { step: core.stepIndex }
        : {}),
    });
  }
  return { analyses: ended.analyses, lost: [...lost, ...ended.lost] };
}

const heldRest = (step: number | undefined) => ({
  kind: 'held' as const,
  ...(step === undefined ? {} : { step }),
  pauses: [{ reason: MANUAL }],
});

/** @see rollout/canary.go `syncRolloutStatusCanary` */
function canaryTemplate(facts: Facts, target: RevisionView | undefined): Body {
  const { core } = facts;
  const hash = target?.podTemplateHash;
  const ended = lostByTemplate(facts);
  const done = core.stepCount > 0 ? { next: core.stepCount } : {};
  if (hash !== undefined && hash === core.stableHash) {
    const rest = core.specPaused
      ? { ...heldRest(done.next), setWeight: 100 }
      : {
          kind: 'finished' as const,
          ...(done.next === undefined ? {} : { step: done.next }),
          setWeight: 100,
          pauses: [],
        };
    const shares = [shareOf(facts, hash, 100)];
    const gradual = !core.trafficRouted || core.updateRules.dynamicStableScale;
    const later = core.specPaused ? 'after-resume' : 'with-pods';
    return {
      ...done,
      rest,
      ...ended,
      serves: {
        shares,
        when: gradual ? later : 'at-once',
      },
      uncertain: ['pods'],
      rule: 'stable',
    };
  }
  if (isWithinRollbackWindow(core, facts.revisions, hash)) {
    const walk = walkCanary(core, core.stepCount, { held: core.specPaused });
    // The first step is left at once, but not in the same moment where no pod is there.
    const first = target?.replicas.desired ? done : { next: 0 };
    return {
      ...(core.stepCount > 0 ? first : {}),
      rest: walk.rest,
      analyses: [...ended.analyses, ...skippedAnalyses(core)],
      lost: ended.lost,
      serves: servesAt(facts, walk.rest, hash),
      uncertain: ['pods'],
      rule: 'rollback-window',
    };
  }
  const walk = walkCanary(core, 0, {
    held: core.specPaused,
    needsBackground: true,
  });
  return {
    ...(core.stepCount > 0 ? { next: 0 } : {}),
    rest: walk.rest,
    analyses: [...ended.analyses, ...walk.analyses],
    lost: ended.lost,
    serves: servesAt(facts, walk.rest, hash),
    uncertain: walk.uncertain,
  };
}

/**
 * Whether a blue-green update to this revision is fast-tracked: it is still
 * scaled up for its scale-down delay, with all its pods available.
 *
 * @param now - ms since the epoch
 * @see rollout/bluegreen.go `isBlueGreenFastTracked`
 * @see rollout/service.go `reconcileActiveService`
 */
export function isFastTracked(
  core: RolloutCore,
  target: RevisionView | undefined,
  now: number,
): boolean {
  if (!target?.scaleDownAt || core.specPaused) return false;
  const { previewReplicaCount } = core.updateRules;
  const wanted = core.replicas.desired;
  return (
    now < Date.parse(target.scaleDownAt) &&
    target.replicas.desired === wanted &&
    target.replicas.available === wanted &&
    (previewReplicaCount === undefined || previewReplicaCount === wanted)
  );
}

function toStableAfterCutover(facts: Facts, hash: string): Body {
  const { core } = facts;
  const { autoPromotionSeconds: seconds, prePromotionAnalysis } =
    core.updateRules;
  const body = {
    ...lostByTemplate(facts),
    uncertain: ['pods' as const],
    rule: 'stable' as const,
  };
  const stays = { shares: [], when: 'unchanged' as const };
  if (core.specPaused) {
    return { ...body, rest: heldRest(undefined), serves: stays };
  }
  if (prePromotionAnalysis) {
    return { ...body, rest: { kind: 'stuck', pauses: [] }, serves: stays };
  }
  if (seconds === 0) {
    return {
      ...body,
      rest: { kind: 'finished', pauses: [] },
      serves: servesAfter(facts, { switched: true }, hash),
    };
  }
  return {
    ...body,
    rest: {
      kind: 'pause',
      pauses: [
        {
          reason: BLUE_GREEN_PAUSE,
          ...(seconds === undefined ? {} : { seconds }),
        },
      ],
    },
    serves: stays,
  };
}

/** @see rollout/bluegreen.go `reconcileBlueGreenPause`, `syncRolloutStatusBlueGreen` */
function blueGreenTemplate(
  facts: Facts,
  target: RevisionView | undefined,
  now: number,
): Body {
  const { core } = facts;
  const hash = target?.podTemplateHash;
  const ended = lostByTemplate(facts);
  const { autoPromotionSeconds, prePromotionAnalysis } = core.updateRules;
  if (hash !== undefined && hash === core.stableHash) {
    if (isCutOver(core)) return toStableAfterCutover(facts, hash);
    return {
      rest: core.specPaused
        ? heldRest(undefined)
        : { kind: 'finished', pauses: [] },
      ...ended,
      serves: { shares: [], when: 'unchanged' },
      uncertain: [],
      rule: 'stable',
    };
  }
  if (isFastTracked(core, target, now)) {
    return {
      rest: { kind: 'finished', pauses: [] },
      analyses: [...ended.analyses, ...skippedAnalyses(core)],
      lost: ended.lost,
      serves: servesAtOnce(facts, hash),
      uncertain: [],
      rule: 'fast-track',
      validUntil: target?.scaleDownAt,
    };
  }
  if (isWithinRollbackWindow(core, facts.revisions, hash) && !core.specPaused) {
    // Neither pause nor analysis is ever completed, because both are taken away: see `CompletedBlueGreenPause`, `completedPrePromotionAnalysis`.
    const switches = autoPromotionSeconds === 0 && !prePromotionAnalysis;
    return {
      rest: { kind: switches ? 'finished' : 'stuck', pauses: [] },
      analyses: [...ended.analyses, ...skippedAnalyses(core)],
      lost: ended.lost,
      serves: servesAfter(facts, { switched: switches }, hash),
      uncertain: ['pods'],
      rule: 'rollback-window',
    };
  }
  const walk = walkBlueGreen(core, 'start', {
    held: core.specPaused,
    fresh: true,
  });
  return {
    rest: walk.rest,
    analyses: [...ended.analyses, ...walk.analyses],
    lost: ended.lost,
    serves: servesAfter(facts, walk, hash),
    uncertain: walk.uncertain,
  };
}

/**
 * What a change of the template does.
 *
 * @see rollout/canary.go `syncRolloutStatusCanary`
 * @see rollout/bluegreen.go `reconcileBlueGreenPause`
 * @param target - the revision whose template it becomes; undefined when it is a new one
 * @param now - ms since the epoch
 */
export function predictTemplate(
  facts: Facts,
  target: RevisionView | undefined,
  now: number,
): Body {
  const body =
    facts.core.strategy === 'blueGreen'
      ? blueGreenTemplate(facts, target, now)
      : canaryTemplate(facts, target);
  return {
    ...body,
    ...(target === undefined ? {} : { target: target.revision }),
  };
}

const sameContainers = (
  left: readonly ContainerView[],
  right: readonly ContainerView[],
) =>
  left.length === right.length &&
  left.every(container =>
    right.some(
      other =>
        other.name === container.name &&
        other.init === container.init &&
        other.image === container.image,
    ),
  );

/** The containers as they are after images are set; `*` is every container. */
export const withImages = (
  containers: readonly ContainerView[],
  images: ReadonlyArray<{ container: string; image: string }>,
): ContainerView[] =>
  containers.map(container =>
    images.reduce(
      (current, { container: wanted, image }) =>
        wanted === '*' || wanted === container.name
          ? { ...current, image }
          : current,
      container,
    ),
  );

/** The revision with these images, the newest first; the rest of its template may differ. */
export const revisionWith = (
  revisions: readonly RevisionView[],
  containers: readonly ContainerView[],
): RevisionView | undefined =>
  revisions.find(revision => sameContainers(revision.containers, containers));

export { sameContainers };
