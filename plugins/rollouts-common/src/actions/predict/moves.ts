import { RolloutCore } from '../../types';
import { abortServes } from './abort';
import { servesAfter, servesAtOnce } from './blueGreen';
import { servesAt, walkCanary, weightAt } from './canary';
import {
  BLUE_GREEN_PAUSE,
  CANARY_PAUSE,
  Facts,
  MANUAL,
  revisionByHash,
  shareOf,
  terminated,
} from './facts';
import { placeNow, restNow, stepNow } from './now';
import {
  backgroundStatus,
  blueGreenFrom,
  Body,
  stageOf,
  unpaused,
} from './shared';
import { isFastTracked, skipped } from './template';

/**
 * A full promotion: no step, pause or analysis is left. It waits only until
 * the new revision has all its pods.
 *
 * @see rollout/canary.go `syncRolloutStatusCanary`
 * @see rollout/sync.go `shouldFullPromote`
 * @see rollout/bluegreen.go `isBlueGreenFastTracked`
 */
export function predictPromoteFull(facts: Facts): Body {
  const { core } = facts;
  const ended = terminated(facts);
  const canary = core.strategy === 'canary';
  const from = core.aborted ? 0 : core.stepIndex ?? 0;
  const left = core.steps.filter(step => step.index >= from);
  const hash = core.currentPodHash;
  const serves = canary
    ? {
        shares: [shareOf(facts, hash, 100)],
        when: core.trafficRouted
          ? ('when-ready' as const)
          : ('with-pods' as const),
      }
    : servesAfter(facts, { switched: true }, hash);
  return {
    ...(core.stepCount > 0 ? { next: core.stepCount } : {}),
    rest: {
      kind: 'finished',
      ...(core.stepCount > 0 ? { step: core.stepCount } : {}),
      ...(canary ? { setWeight: 100 } : {}),
      pauses: [],
    },
    analyses: [
      ...ended.analyses,
      ...skipped(core, from).filter(
        ({ type }) => !ended.analyses.some(run => run.type === type),
      ),
    ],
    lost: [
      ...(core.aborted ? [{ what: 'abort' } as const] : []),
      ...unpaused(core),
      ...(left.length
        ? [{ what: 'steps', steps: left.map(step => step.index) } as const]
        : []),
      ...ended.lost,
    ],
    serves,
    uncertain: ['pods'],
    rule: 'promote-full',
  };
}

/** Whether the new revision has as many pods as the first step wants, so that nothing is scaled. */
function startsAsItIs({ core, revisions }: Facts): boolean {
  const current = revisionByHash(revisions, core.currentPodHash);
  const weight = core.steps.length ? weightAt(core.steps, 0) : 100;
  return (
    current?.scaleDownAt !== undefined &&
    current.replicas.desired ===
      Math.ceil((weight * core.replicas.desired) / 100)
  );
}

/**
 * Retry. While the new revision is still kept for its scale-down delay the
 * controller remembers too much: a blue-green update is fast-tracked, and a
 * canary whose background analysis failed is aborted by the same run again.
 *
 * @param now - ms since the epoch
 * @see rollout/analysis.go `reconcileAnalysisRuns`, `needsNewAnalysisRun`
 * @see rollout/bluegreen.go `isBlueGreenFastTracked`
 */
export function predictRetry(facts: Facts, now: number): Body {
  const { core, revisions } = facts;
  const current = revisionByHash(revisions, core.currentPodHash);
  if (core.strategy === 'blueGreen') {
    if (isFastTracked(core, current, now)) {
      return {
        rest: { kind: 'finished', pauses: [] },
        analyses: skipped(core),
        lost: [],
        serves: servesAtOnce(facts, core.currentPodHash),
        uncertain: [],
        rule: 'fast-track',
        validUntil: current?.scaleDownAt,
      };
    }
    return blueGreenFrom(facts, 'start', {
      held: core.specPaused,
      fresh: true,
    });
  }
  const next = core.stepCount > 0 ? { next: 0 } : {};
  const remembered =
    core.trafficRouted && startsAsItIs(facts)
      ? backgroundStatus(core)
      : undefined;
  const startsFirst = core.updateRules.backgroundAnalysis?.startingStep === 0;
  if (
    startsFirst &&
    (remembered === 'Failed' || remembered === 'Error') &&
    !core.specPaused
  ) {
    return {
      ...next,
      rest: {
        kind: 'aborted',
        ...(core.stepCount > 0 ? { step: 0 } : {}),
        setWeight: 0,
        pauses: [],
      },
      analyses: [],
      lost: [],
      serves: { shares: [], when: 'unchanged' },
      uncertain: [],
      rule: 'fails-again',
      validUntil: current?.scaleDownAt,
    };
  }
  const walk = walkCanary(core, 0, {
    held: core.specPaused,
    needsBackground: !(startsFirst && remembered === 'Successful'),
  });
  return {
    ...next,
    rest: walk.rest,
    analyses: walk.analyses,
    lost: [],
    serves: servesAt(facts, walk.rest, core.currentPodHash),
    uncertain: walk.uncertain,
  };
}

/**
 * Pause: steps, scaling and switching stop. Analyses continue and can still
 * abort it, and the time of a timed pause runs on.
 *
 * @see rollout/context.go `haltProgress`
 */
export function predictPause(facts: Facts): Body {
  const { core } = facts;
  const conditions = core.pauses.map(({ reason }) => ({ reason }));
  return {
    ...stepNow(core),
    rest: {
      ...placeNow(core),
      kind: core.aborted ? 'aborted' : 'held',
      pauses: [{ reason: MANUAL }, ...conditions],
    },
    analyses: [],
    lost: [],
    serves: { shares: [], when: 'unchanged' },
    uncertain: [],
  };
}

/** Seconds after which a pause ends by itself. */
function secondsOf(core: RolloutCore, reason: string): number | undefined {
  if (reason === CANARY_PAUSE) {
    return core.steps[core.stepIndex ?? 0]?.pauseSeconds;
  }
  return reason === BLUE_GREEN_PAUSE
    ? core.updateRules.autoPromotionSeconds
    : undefined;
}

/**
 * Resume: `spec.paused` goes, pause conditions stay. A timed pause whose time
 * is over ends at once.
 *
 * @see rollout/pause.go `CompletedCanaryPauseStep`
 * @param now - ms since the epoch
 */
export function predictResume(facts: Facts, now: number): Body {
  const { core } = facts;
  const open = { ...core, specPaused: false };
  const stays = { shares: [], when: 'unchanged' as const };
  const lost = unpaused(core);
  const conditions = core.pauses.filter(({ reason }) => reason !== MANUAL);
  if (core.aborted) {
    const { step } = restNow(core);
    return {
      ...(step === undefined ? {} : { next: step }),
      rest: restNow(open),
      analyses: [],
      lost,
      serves: abortServes({ ...facts, core: open }),
      uncertain: ['pods'],
    };
  }
  const pauses = conditions.map(({ reason, startedAt }) => {
    const seconds = secondsOf(core, reason);
    return {
      reason,
      ...(seconds === undefined || startedAt === undefined
        ? {}
        : {
            seconds,
            endsAt: new Date(
              Date.parse(startedAt) + seconds * 1000,
            ).toISOString(),
          }),
    };
  });
  const over = pauses.every(
    ({ endsAt }) => endsAt !== undefined && Date.parse(endsAt) <= now,
  );
  if (pauses.length > 0 && !over) {
    return {
      ...(core.stepIndex === undefined ? {} : { next: core.stepIndex }),
      rest: { ...restNow({ ...open, pauses: conditions }), pauses },
      analyses: [],
      lost,
      serves: stays,
      uncertain: [],
    };
  }
  if (!core.inProgress) {
    return {
      rest: restNow(open),
      analyses: [],
      lost,
      serves: stays,
      uncertain: [],
    };
  }
  if (core.strategy === 'blueGreen') {
    const stage = pauses.length > 0 ? 'promoted' : stageOf(core);
    return { ...blueGreenFrom({ ...facts, core: open }, stage), lost };
  }
  const from = (core.stepIndex ?? 0) + (pauses.length > 0 ? 1 : 0);
  const walk = walkCanary(open, from, {
    needsBackground: backgroundStatus(core) === undefined,
  });
  return {
    ...(core.stepCount > 0 ? { next: from } : {}),
    rest: walk.rest,
    analyses:
      core.currentStepAnalysisRunStatus && pauses.length === 0
        ? walk.analyses.filter(({ type }) => type !== 'Step')
        : walk.analyses,
    lost,
    serves: servesAt({ ...facts, core: open }, walk.rest, core.currentPodHash),
    uncertain: walk.uncertain,
  };
}
