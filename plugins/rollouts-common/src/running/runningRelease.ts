import { RunningWork } from '@slipway/plugin-work-common';
import { imageChangeWords } from '../derive/images';
import {
  conditionOf,
  decisivePause,
  needsUser,
  waitWords,
} from '../derive/pauses';
import { trafficNote } from '../derive/servingWords';
import { Rollout } from '../raw/types';
import { RolloutSummary } from '../types';

/**
 * Whether a release is under way: a new template is on its way and nobody has
 * stopped it, or traffic is on its way back to stable after an abort or a
 * rollback. A paused one is.
 */
export function isUnderWay(summary: RolloutSummary): boolean {
  return (
    summary.serving.wayBack !== undefined ||
    (summary.inProgress && !summary.aborted && summary.phase !== 'Healthy')
  );
}

/**
 * When the release started: the condition `Completed` is False from then on.
 *
 * @see utils/conditions/rollouts.go `RolloutCompleted`
 */
export function releaseStartedAt(rollout: Rollout): string | undefined {
  const completed = conditionOf(rollout, 'Completed');
  return completed?.status === 'False'
    ? completed.lastTransitionTime
    : undefined;
}

const TONES: Record<RolloutSummary['phase'], RunningWork['tone']> = {
  Healthy: 'healthy',
  Progressing: 'progressing',
  Paused: 'paused',
  Degraded: 'degraded',
  Unknown: 'unknown',
};

/**
 * A release under way as all plugins list what they run.
 *
 * @param startedAt - {@link releaseStartedAt}; without it the start of its phase
 */
export function runningRelease(
  summary: RolloutSummary,
  startedAt: string | undefined,
): RunningWork {
  const { ref, uid, entity, stepIndex, stepCount } = summary;
  const { cluster, namespace, name } = ref;
  return {
    id: `rollouts:${cluster}/${uid}`,
    plugin: 'rollouts',
    kind: 'canary',
    title: titleOf(summary),
    state: stateOf(summary),
    tone: TONES[summary.phase],
    entityRefs: entity.state === 'bound' ? [entity.entityRef] : [],
    places: [{ cluster, namespace, workloads: [name] }],
    since: startedAt ?? summary.phaseSince ?? summary.createdAt,
    ...(summary.strategy === 'canary' &&
    stepIndex !== undefined &&
    stepCount > 0 &&
    summary.serving.wayBack === undefined
      ? { progress: Math.min(1, stepIndex / stepCount) }
      : {}),
    path: `/rollouts/${[cluster, namespace, name]
      .map(encodeURIComponent)
      .join('/')}`,
  };
}

function titleOf(summary: RolloutSummary): string {
  const { name } = summary.ref;
  if (summary.serving.wayBack !== undefined) return `${name} back to stable`;
  const what =
    summary.strategy === 'blueGreen' ? 'Blue-green update of' : 'Canary of';
  const change = changeWords(summary);
  return change ? `${what} ${name}: ${change}` : `${what} ${name}`;
}

/** `1.8.2 → 1.9.0`, with several containers the one that changes first; undefined while it is not known. */
function changeWords({
  images = [],
  imageChanges,
}: RolloutSummary): string | undefined {
  if (!imageChanges) return undefined;
  const [first, ...others] = imageChanges;
  if (!first) return 'image unchanged';
  const several =
    others.length > 0 || images.filter(({ init }) => !init).length > 1;
  return [
    several ? first.container : undefined,
    imageChangeWords(first),
    others.length > 0 ? `+${others.length} more` : undefined,
  ]
    .filter(Boolean)
    .join(' ');
}

/** `step 4 of 7, 38 % of traffic, waiting for manual promotion`. */
function stateOf(summary: RolloutSummary): string {
  const note = trafficNote(summary);
  if (summary.serving.wayBack !== undefined && note) return note;
  const { stepIndex, stepCount, actualWeight } = summary;
  const steps =
    stepIndex !== undefined && stepIndex >= stepCount
      ? `all ${stepCount} steps done`
      : `step ${(stepIndex ?? 0) + 1} of ${stepCount}`;
  return [
    stepIndex === undefined ? undefined : steps,
    actualWeight === undefined ? undefined : `${actualWeight} % of traffic`,
    pauseWords(summary) ?? phaseWords(summary),
    note,
  ]
    .filter(Boolean)
    .join(', ');
}

function pauseWords({ pauses }: RolloutSummary): string | undefined {
  const pause = decisivePause(pauses);
  if (!pause) return undefined;
  if (!needsUser(pause)) return 'in a timed pause';
  const words = waitWords(pause);
  return words.startsWith(':') ? `waiting${words}` : `waiting ${words}`;
}

function phaseWords({ phase, message }: RolloutSummary): string {
  return phase === 'Degraded' && message
    ? `degraded: ${message}`
    : phase.toLowerCase();
}
