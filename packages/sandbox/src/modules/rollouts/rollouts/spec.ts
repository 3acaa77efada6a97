import { parseDuration } from '../../../loops/time';
import { CanaryStep, IntOrString, Rollout } from '../rolloutModel';

/** What a Rollout says, with the defaults of the controller. Upstream: `utils/defaults/defaults.go`, `utils/replicaset/replicaset.go`, `utils/replicaset/canary.go`. */

export const canaryOf = (rollout: Rollout) => rollout.spec.strategy?.canary;
export const blueGreenOf = (rollout: Rollout) =>
  rollout.spec.strategy?.blueGreen;
export const replicasOf = (rollout: Rollout) => rollout.spec.replicas ?? 1;
export const stepsOf = (rollout: Rollout): CanaryStep[] =>
  canaryOf(rollout)?.steps ?? [];
export const isRouted = (rollout: Rollout) =>
  Boolean(canaryOf(rollout)?.trafficRouting);
export const progressDeadlineOf = (rollout: Rollout) =>
  rollout.spec.progressDeadlineSeconds ?? 600;
export const historyLimitOf = (rollout: Rollout) =>
  rollout.spec.revisionHistoryLimit ?? 10;

/**
 * Names of the Services that a Rollout refers to.
 *
 * @see utils/service/service.go GetRolloutServiceKeys
 */
export function servicesOf({ spec }: Pick<Rollout, 'spec'>): string[] {
  const { blueGreen, canary } = spec?.strategy ?? {};
  const names = blueGreen
    ? [blueGreen.activeService, blueGreen.previewService]
    : [
        canary?.canaryService,
        canary?.stableService,
        canary?.pingPong?.pingService,
        canary?.pingPong?.pongService,
      ];
  return names.filter((name): name is string => Boolean(name));
}

/**
 * The Services of stable and canary: with ping-pong they change sides at each
 * promotion.
 *
 * @see rollout/trafficrouting/service_helper.go GetStableAndCanaryServices (ping-pong preferred)
 */
export function stableAndCanaryServices(rollout: Rollout): {
  stable?: string;
  canary?: string;
} {
  const { pingPong, stableService, canaryService } = canaryOf(rollout) ?? {};
  if (!pingPong) return { stable: stableService, canary: canaryService };
  const { pingService, pongService } = pingPong;
  return rollout.status.canary?.stablePingPong === 'ping'
    ? { stable: pingService, canary: pongService }
    : { stable: pongService, canary: pingService };
}

/** The weight that stands for all of the traffic. */
export const maxWeightOf = (rollout: Rollout) =>
  canaryOf(rollout)?.trafficRouting?.maxTrafficWeight ?? 100;

/** A count, or a share of the whole in percent; text is always a share. */
function resolved(
  value: IntOrString | undefined,
  total: number,
  round: (value: number) => number,
): number {
  if (typeof value === 'number') return value;
  const percent = Number.parseInt((value ?? '25').replace('%', ''), 10) || 0;
  return round((percent * total) / 100);
}

/** How many pods above and below `spec.replicas` there may be; never both 0. */
function fences(rollout: Rollout): { surge: number; unavailable: number } {
  const canary = canaryOf(rollout);
  const replicas = replicasOf(rollout);
  const surge = resolved(canary?.maxSurge, replicas, Math.ceil);
  const unavailable = resolved(canary?.maxUnavailable, replicas, Math.floor);
  return surge === 0 && unavailable === 0
    ? { surge, unavailable: 1 }
    : { surge, unavailable };
}

export const maxSurge = (rollout: Rollout): number =>
  canaryOf(rollout) ? fences(rollout).surge : 0;

export function maxUnavailable(rollout: Rollout): number {
  const replicas = replicasOf(rollout);
  if (replicas === 0) return 0;
  const unavailable = canaryOf(rollout)
    ? fences(rollout).unavailable
    : resolved(blueGreenOf(rollout)?.maxUnavailable, replicas, Math.floor);
  return Math.min(unavailable, replicas);
}

/** Duration of a pause, ms: undefined waits for manual promotion, NaN is malformed. */
export function pauseDuration(step: CanaryStep): number | undefined {
  const duration = step.pause?.duration;
  if (duration === undefined || duration === null) return undefined;
  if (typeof duration === 'number') return duration * 1000;
  if (/^-?\d+$/.test(duration)) return Number(duration) * 1000;
  const milliseconds = parseDuration(duration);
  return milliseconds === undefined
    ? NaN
    : Math.trunc(milliseconds / 1000) * 1000;
}

/** The step that a canary is at; no step after the last one, no index without steps. */
export function currentStep(rollout: Rollout): {
  step?: CanaryStep;
  index?: number;
} {
  const steps = stepsOf(rollout);
  if (!steps.length) return {};
  const index = rollout.status.currentStepIndex ?? 0;
  return { step: steps[index], index };
}

export const isSetWeight = (step: CanaryStep): boolean =>
  step.setWeight !== undefined && step.setWeight !== null;

/** The set weight: of the nearest setWeight step up to the current one. */
export function currentSetWeight(rollout: Rollout): number {
  if (rollout.status.abort) return 0;
  const { step, index } = currentStep(rollout);
  if (!step || index === undefined) return maxWeightOf(rollout);
  const passed = stepsOf(rollout).slice(0, index + 1);
  return passed.reverse().find(isSetWeight)?.setWeight ?? 0;
}

/** How a step is named in Events. Upstream: `CanaryStepString`. */
export function stepText(step: CanaryStep): string {
  if (isSetWeight(step)) return `setWeight: ${step.setWeight}`;
  if (step.pause) {
    const { duration } = step.pause;
    return duration === undefined ? 'pause' : `pause: ${duration}`;
  }
  if (step.experiment) return 'experiment';
  if (step.analysis) return 'analysis';
  if (step.setCanaryScale) {
    const { weight, matchTrafficWeight, replicas } = step.setCanaryScale;
    if (weight !== undefined) return `setCanaryScale{weight: ${weight}}`;
    if (matchTrafficWeight) return 'setCanaryScale{matchTrafficWeight: true}';
    if (replicas !== undefined) return `setCanaryScale{replicas: ${replicas}}`;
  }
  if (step.plugin) return `plugin: ${step.plugin.name}`;
  if (step.setHeaderRoute) return `setHeaderRoute: ${step.setHeaderRoute.name}`;
  if (step.setMirrorRoute) return `setMirrorRoute: ${step.setMirrorRoute.name}`;
  return 'invalid';
}

const DELAY = 30;

/** How long an old ReplicaSet stays after a promotion, s. */
export function scaleDownDelay(rollout: Rollout): number {
  const strategy =
    blueGreenOf(rollout) ?? (isRouted(rollout) ? canaryOf(rollout) : undefined);
  return strategy ? strategy.scaleDownDelaySeconds ?? DELAY : 0;
}

/** How long the new ReplicaSet stays after an abort, s; undefined: for ever. */
export function abortScaleDownDelay(rollout: Rollout): {
  delay?: number;
  wasSet: boolean;
} {
  const strategy =
    blueGreenOf(rollout) ?? (isRouted(rollout) ? canaryOf(rollout) : undefined);
  if (!strategy) return { delay: 0, wasSet: false };
  const set = strategy.abortScaleDownDelaySeconds;
  if (set === 0) return { wasSet: true };
  return { delay: set ?? DELAY, wasSet: set !== undefined };
}

export const scaleDownRevisionLimit = (rollout: Rollout): number =>
  (blueGreenOf(rollout) ?? canaryOf(rollout))?.scaleDownDelayRevisionLimit ??
  Number.MAX_SAFE_INTEGER;

/** Whether nothing is being rolled out. */
export const isFullyPromoted = (rollout: Rollout): boolean =>
  (rollout.status.stableRS ?? '') === (rollout.status.currentPodHash ?? '');
