import { Clock } from '@slipway/kube-sim';
import { EventRecorder, Kind } from '../../loops';
import { Deployment } from '../../loops/model';
import { stamp } from '../../loops/time';
import {
  activeOf,
  hpaActiveOf,
  News,
  ready,
  READY_MESSAGE,
} from './conditions';
import {
  Hpa,
  isSet,
  PAUSED_SCALE_IN,
  PAUSED_SCALE_OUT,
  ScaledObject,
  ScaledObjectStatus,
} from './model';
import { triggersOf, TriggerSources } from './triggers';

/** Who KEDA's Events are from. */
export const COMPONENT = 'keda-operator';
const DEFAULT_COOLDOWN_SECONDS = 300;

export interface ExecutorOptions extends TriggerSources {
  hpas: Kind<Hpa>;
  clock: Clock;
  events: EventRecorder;
}

/** What becomes of the status. */
type Outcome = Pick<
  ScaledObjectStatus,
  'lastActiveTime' | 'triggersActivity'
> & {
  news: News[];
};

/** The Deployment that a ScaledObject scales; undefined for other kinds too. */
export const targetOf = (
  { metadata, spec: { scaleTargetRef } }: ScaledObject,
  { objects }: Pick<ExecutorOptions, 'objects'>,
): Deployment | undefined =>
  (scaleTargetRef.kind ?? 'Deployment') === 'Deployment'
    ? objects.deployments.get(metadata.namespace, scaleTargetRef.name)
    : undefined;

/** Scales, unless it is so already. */
export function setReplicas(
  { objects }: Pick<ExecutorOptions, 'objects'>,
  target: Deployment,
  replicas: number,
): void {
  if ((target.spec.replicas ?? 1) === replicas) return;
  objects.deployments.update({
    ...target,
    spec: { ...target.spec, replicas },
  });
}

function scale(
  { events, ...options }: ExecutorOptions,
  scaled: ScaledObject,
  target: Deployment,
  to: number,
  { reason, word, why }: { reason: string; word: string; why: string },
): void {
  const from = target.spec.replicas ?? 1;
  setReplicas(options, target, to);
  const { namespace, name } = target.metadata;
  events.record(
    scaled,
    COMPONENT,
    'Normal',
    reason,
    `${word} apps/v1.Deployment ${namespace}/${name} from ${from} to ${to}${why}`,
  );
}

/** `scaleToZeroOrIdle`: whether the time since the last activity is over. */
function isCool(
  { metadata, spec, status }: ScaledObject,
  now: number,
): boolean {
  const {
    initialCooldownPeriod: initial = 0,
    cooldownPeriod: cooldown = DEFAULT_COOLDOWN_SECONDS,
  } = spec;
  return status.lastActiveTime === undefined
    ? Date.parse(metadata.creationTimestamp) + initial * 1000 < now
    : Date.parse(status.lastActiveTime) + cooldown * 1000 < now;
}

/** Some trigger is active. KEDA itself takes the first step: the autoscaler is off at zero replicas. */
function whenActive(
  options: ExecutorOptions,
  scaled: ScaledObject,
  target: Deployment,
  { isError, metrics }: { isError: boolean; metrics: string[] },
): { news: News[]; isUsed: boolean } {
  const { idleReplicaCount, minReplicaCount: min = 0 } = scaled.spec;
  const current = target.spec.replicas ?? 1;
  const news = [ready(READY_MESSAGE), activeOf('True', 'ScalerActive')];
  if (current === 0 || (idleReplicaCount !== undefined && current < min)) {
    if (isSet(scaled, PAUSED_SCALE_OUT)) return { news, isUsed: false };
    scale(options, scaled, target, Math.max(1, min), {
      reason: 'KEDAScaleTargetActivated',
      word: 'Scaled',
      why: `, triggered by ${metrics.join(';')}`,
    });
    return { news, isUsed: true };
  }
  if (!isError) return { news, isUsed: true };
  return {
    isUsed: false,
    news: [
      ...news,
      {
        type: 'Ready',
        status: 'Unknown',
        reason: 'PartialTriggerError',
        message:
          'Some triggers defined in ScaledObject are not working correctly',
      },
    ],
  };
}

/** No trigger is active. */
function whenIdle(
  options: ExecutorOptions,
  scaled: ScaledObject,
  target: Deployment,
  { isError, now }: { isError: boolean; now: number },
): News[] {
  const { idleReplicaCount: idle, minReplicaCount: min = 0 } = scaled.spec;
  const current = target.spec.replicas ?? 1;
  const news = [ready(READY_MESSAGE), activeOf('False', 'ScalerNotActive')];
  if (isError) {
    news.push({
      type: 'Ready',
      status: 'False',
      reason: 'TriggerError',
      message: 'Triggers defined in ScaledObject are not working correctly',
    });
  } else if (
    (idle !== undefined && current > idle) ||
    (current > 0 && min === 0)
  ) {
    if (isSet(scaled, PAUSED_SCALE_IN)) return news;
    if (isCool(scaled, now)) {
      scale(options, scaled, target, idle ?? min, {
        reason: 'KEDAScaleTargetDeactivated',
        word: 'Deactivated',
        why: '',
      });
    } else news.push(activeOf('False', 'ScalerCooldown'));
  } else if (idle === undefined && current < min) {
    setReplicas(options, target, min);
  }
  return news;
}

/**
 * Asks the triggers once, and scales between none and some, which no
 * autoscaler does.
 *
 * @see RequestScale in pkg/scaling/executor/scale_scaledobjects.go of KEDA
 */
export function requestScale(
  scaled: ScaledObject,
  options: ExecutorOptions,
): Outcome {
  const { events, clock, hpas } = options;
  const { namespace } = scaled.metadata;
  const now = clock.now().getTime();
  const readings = triggersOf(scaled).map(trigger => ({
    metric: trigger.metric,
    ...trigger.read(options),
  }));
  for (const { failure } of readings) {
    if (failure) {
      events.record(scaled, COMPONENT, 'Warning', 'KEDAScalerFailed', failure);
    }
  }
  const triggersActivity = Object.fromEntries(
    readings.map(({ metric, isActive }) => [metric, { isActive }]),
  );
  const target = targetOf(scaled, options);
  if (!target) {
    return {
      triggersActivity,
      news: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'ErrorGettingCurrentReplicas',
          message: `Error getting current replicas count for ScaleTarget: Deployment.apps "${scaled.spec.scaleTargetRef.name}" not found`,
        },
      ],
    };
  }
  const hpa = hpas.get(namespace, scaled.status.hpaName ?? '');
  const isError = readings.some(({ failure }) => failure !== undefined);
  const metrics = readings
    .filter(({ isActive }) => isActive)
    .map(({ metric }) => metric);
  if (!metrics.length) {
    const news = whenIdle(options, scaled, target, { isError, now });
    return { triggersActivity, news: [...news, ...hpaActiveOf(hpa)] };
  }
  const { news, isUsed } = whenActive(options, scaled, target, {
    isError,
    metrics,
  });
  return {
    triggersActivity,
    ...(isUsed ? { lastActiveTime: stamp(new Date(now)) } : {}),
    news: [...news, ...hpaActiveOf(hpa)],
  };
}
