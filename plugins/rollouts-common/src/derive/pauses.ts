import { compact } from '@slipway/plugin-clusters-common/read';
import { Condition, Rollout } from '../raw/types';
import { PauseView } from '../types';
import { isoAfter, pauseSeconds } from './duration';
import { compareLatest } from './instants';
import { currentCanaryStep } from './weights';

/** Reason of the pause that a user made with `spec.paused`. */
export const MANUALLY_PAUSED = 'ManuallyPaused';

/** The condition of one type, if the object has it. */
export function conditionOf(
  rollout: Rollout,
  type: string,
): Condition | undefined {
  return rollout.status.conditions?.find(condition => condition.type === type);
}

/** When a pause ends without a user: a number of seconds after its start, never, or at an unknown time. */
type PauseTime =
  | { seconds: number }
  | { needsUser: true }
  | { unreadable: string };

/**
 * @see rollout/pause.go `CompletedCanaryPauseStep`
 * @see rollout/canary.go `reconcileCanaryPause`
 */
function timeOfCanaryPause(rollout: Rollout): PauseTime {
  const duration = currentCanaryStep(rollout).step?.pause?.duration;
  if (duration === undefined) return { needsUser: true };
  const seconds = pauseSeconds(duration);
  return seconds === undefined ? { unreadable: String(duration) } : { seconds };
}

/**
 * With automatic promotion off the seconds are ignored; with it on and without
 * seconds the controller ends a pause that stands as soon as it sees it.
 *
 * @see rollout/pause.go `CompletedBlueGreenPause`
 * @see rollout/bluegreen.go `reconcileBlueGreenPause`, `needsBlueGreenControllerPause`
 */
function timeOfBlueGreenPause(rollout: Rollout): PauseTime {
  const { blueGreen } = rollout.spec.strategy;
  if (rollout.status.blueGreen?.scaleUpPreviewCheckPoint) return { seconds: 0 };
  if (!blueGreen || blueGreen.autoPromotionEnabled === false) {
    return { needsUser: true };
  }
  return { seconds: Math.max(0, blueGreen.autoPromotionSeconds ?? 0) };
}

function timeOfPause(rollout: Rollout, reason: string): PauseTime {
  if (reason === 'CanaryPauseStep') return timeOfCanaryPause(rollout);
  if (reason === 'BlueGreenPause') return timeOfBlueGreenPause(rollout);
  return { needsUser: true };
}

function pauseView(
  rollout: Rollout,
  { reason, startTime }: { reason: string; startTime: string },
): PauseView {
  const time = timeOfPause(rollout, reason);
  return compact<PauseView>({
    reason,
    startedAt: startTime || undefined,
    timed: 'seconds' in time ? true : undefined,
    unreadableDuration: 'unreadable' in time ? time.unreadable : undefined,
    endsAt: 'seconds' in time ? isoAfter(startTime, time.seconds) : undefined,
  });
}

/** While the spec is invalid the controller does nothing (rollout/controller.go `refreshRolloutErrors`). */
const hasInvalidSpec = (rollout: Rollout) =>
  conditionOf(rollout, 'InvalidSpec')?.status === 'True';

/**
 * The pauses that the controller will clear by itself: an abort and a full
 * promotion end them all.
 *
 * @see rollout/pause.go `CalculateAbortStatus`
 * @see rollout/canary.go and rollout/bluegreen.go `ClearPauseConditions`
 */
const areCleared = ({ status }: Rollout) =>
  status.abort === true || status.promoteFull === true;

/**
 * What the rollout waits for. An end is promised only when every pause has
 * one: while a user has to end one of them (a manual pause, an inconclusive
 * analysis or experiment, a pause without a duration), or the spec is invalid,
 * the rollout stays paused whatever the time of the others.
 *
 * @see rollout/pause.go `CalculatePauseConditions`, `CompletedCanaryPauseStep`, `CompletedBlueGreenPause`
 */
export function derivePauses(rollout: Rollout): PauseView[] {
  const manual = rollout.spec.paused === true;
  const conditions = areCleared(rollout)
    ? []
    : rollout.status.pauseConditions ?? [];
  const all = conditions.map(condition => pauseView(rollout, condition));
  const held =
    manual || hasInvalidSpec(rollout) || all.some(({ endsAt }) => !endsAt);
  const pauses = held
    ? all.map(pause => compact<PauseView>({ ...pause, endsAt: undefined }))
    : all;
  if (!manual) return pauses;
  const paused = conditionOf(rollout, 'Paused');
  const since =
    pauses.length === 0 && paused?.status === 'True'
      ? paused.lastTransitionTime
      : undefined;
  return [
    { reason: MANUALLY_PAUSED, ...(since ? { startedAt: since } : {}) },
    ...pauses,
  ];
}

/**
 * Whether only a user ends this pause.
 *
 * @see rollout/pause.go `CompletedCanaryPauseStep`, `CompletedBlueGreenPause`
 */
export const needsUser = ({ timed, endsAt }: PauseView): boolean =>
  !timed && endsAt === undefined;

/** How soon a pause asks for a user: the smaller, the sooner. */
function rankOf(pause: PauseView): number {
  if (!needsUser(pause)) return 3;
  if (pause.reason.startsWith('Inconclusive')) return 0;
  return pause.reason === MANUALLY_PAUSED ? 1 : 2;
}

/**
 * The pause that decides: one that a user has to end before any that ends by
 * its time (an inconclusive verdict first), else the one that ends last.
 *
 * @see rollout/pause.go `CalculatePauseConditions`
 */
export function decisivePause(
  pauses: readonly PauseView[],
): PauseView | undefined {
  return [...pauses].sort(
    (a, b) => rankOf(a) - rankOf(b) || compareLatest(a.endsAt, b.endsAt),
  )[0];
}

const WAITS: Record<string, string> = {
  [MANUALLY_PAUSED]: 'to be resumed: paused manually',
  CanaryPauseStep: 'for manual promotion',
  BlueGreenPause: 'for manual promotion',
  InconclusiveAnalysisRun: 'for a decision: an analysis was inconclusive',
  InconclusiveExperiment: 'for a decision: an experiment was inconclusive',
};

/**
 * What a pause without an end waits for, to follow "waiting": `for manual
 * promotion`. A duration that cannot be read is quoted, a reason that this
 * product does not know is shown as it stands.
 */
export function waitWords(pause: PauseView): string {
  const { reason, unreadableDuration } = pause;
  if (unreadableDuration !== undefined) {
    return `: the pause duration "${unreadableDuration}" cannot be read`;
  }
  return (needsUser(pause) ? WAITS[reason] : undefined) ?? `at ${reason}`;
}
