import { Clock, isRecord, ServiceAnswer, valueAt } from '@slipway/kube-sim';
import { isDeepStrictEqual } from 'node:util';
import { ControlLoop, EventRecorder, Kind } from '../../loops';
import { Deployment } from '../../loops/model';
import { Objects } from '../../loops/Objects';
import { stamp } from '../../loops/time';
import {
  isSet,
  PAUSED,
  PAUSED_REPLICAS,
  PAUSED_SCALE_IN,
  PAUSED_SCALE_OUT,
  ScaledObject,
  ScaledObjectCondition,
  ScaledObjectStatus,
} from './model';
import { wantedReplicas } from './scaling';

/** The horizontal autoscaler asks so often, ms. */
const PERIOD = 15_000;
/** It scales in only to the most that it wanted during this time, ms. */
const STABILIZATION = 300_000;
const DEFAULT_MAX = 100;
const DEFAULT_COOLDOWN_SECONDS = 300;

export interface ScaledObjectControllerOptions {
  kind: Kind<ScaledObject>;
  objects: Objects;
  clock: Clock;
  events: EventRecorder;
  ask(namespace: string, url: string): ServiceAnswer | undefined;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

const READY = 'ScaledObject is defined correctly and is ready for scaling';

/** What a trigger says now. */
interface Reading {
  value?: number;
  target: number;
  activation: number;
  failure?: string;
}

const condition = (
  type: string,
  status: 'True' | 'False' | 'Unknown',
  reason = '',
  message = '',
): ScaledObjectCondition => ({
  type,
  status,
  ...(reason ? { reason, message } : {}),
});

/** The number at a path of plain members in a JSON document. */
function numberIn(text: string, path: string): number | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const value = isRecord(parsed) ? valueAt(parsed, path.split('.')) : undefined;
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number)
    ? number
    : undefined;
}

/**
 * KEDA's operator and the autoscaler that it makes, in one: asks the address of
 * a `metrics-api` trigger and scales a Deployment.
 *
 * @see pkg/scaling/executor/scale_scaledobjects.go of KEDA
 */
export class ScaledObjectController implements ControlLoop {
  /** What was wanted lately, by UID. */
  readonly #wanted = new Map<string, Array<{ at: number; count: number }>>();
  /** When each is asked again, by UID. */
  readonly #due = new Map<string, number>();

  constructor(private readonly options: ScaledObjectControllerOptions) {}

  sync(namespace: string | undefined, name: string): void {
    const { kind, objects, clock, requeueAfter } = this.options;
    const scaled = kind.get(namespace, name);
    if (!scaled || scaled.metadata.deletionTimestamp) return;
    const { uid } = scaled.metadata;
    const now = clock.now().getTime();
    const due = this.#due.get(uid) ?? now;
    const target = objects.deployments.get(
      namespace,
      scaled.spec.scaleTargetRef.name,
    );
    const kindOfTarget = scaled.spec.scaleTargetRef.kind ?? 'Deployment';
    if (due > now) {
      requeueAfter(namespace, name, due - now);
      return;
    }
    this.#due.set(uid, now + PERIOD);
    requeueAfter(namespace, name, PERIOD);
    if (!target || kindOfTarget !== 'Deployment') {
      this.#write(scaled, {
        conditions: [
          condition(
            'Ready',
            'False',
            'ScaledObjectCheckFailed',
            "ScaledObject doesn't have correct scaleTargetRef specification",
          ),
          condition('Active', 'Unknown'),
          condition('Fallback', 'Unknown'),
          condition('Paused', 'Unknown'),
        ],
      });
      return;
    }
    this.#scale(scaled, target, now);
  }

  #scale(scaled: ScaledObject, target: Deployment, now: number): void {
    const { annotations } = scaled.metadata;
    const current = target.spec.replicas ?? 1;
    const common: ScaledObjectStatus = {
      hpaName: `keda-hpa-${scaled.metadata.name}`,
      scaleTargetKind: 'apps/v1.Deployment',
      originalReplicaCount: scaled.status.originalReplicaCount ?? current,
      externalMetricNames: ['s0-metric-api'],
      triggersTypes: scaled.spec.triggers.map(({ type }) => type).join(','),
    };
    const fixed = annotations?.[PAUSED_REPLICAS];
    if (fixed !== undefined || isSet(scaled, PAUSED)) {
      const count = Number(fixed);
      if (fixed !== undefined && Number.isInteger(count)) {
        this.#setReplicas(target, count);
      }
      this.#write(scaled, {
        ...common,
        ...(Number.isInteger(count) ? { pausedReplicaCount: count } : {}),
        conditions: [
          condition('Ready', 'True', 'ScaledObjectReady', READY),
          condition('Active', 'Unknown'),
          condition('Fallback', 'False'),
          condition(
            'Paused',
            'True',
            'ScaledObjectPaused',
            'ScaledObject is paused',
          ),
        ],
      });
      return;
    }
    const reading = this.#read(scaled);
    const isActive =
      reading.value !== undefined && reading.value > reading.activation;
    const lastActiveTime = isActive
      ? stamp(this.options.clock.now())
      : scaled.status.lastActiveTime;
    this.#setReplicas(
      target,
      this.#decide(scaled, current, reading, { isActive, lastActiveTime, now }),
    );
    this.#write(scaled, {
      ...common,
      ...(lastActiveTime ? { lastActiveTime } : {}),
      conditions: [
        reading.failure
          ? condition(
              'Ready',
              'False',
              'TriggerError',
              'Triggers defined in ScaledObject are not working correctly',
            )
          : condition('Ready', 'True', 'ScaledObjectReady', READY),
        isActive
          ? condition(
              'Active',
              'True',
              'ScalerActive',
              'Scaling is performed because triggers are active',
            )
          : condition(
              'Active',
              'False',
              'ScalerNotActive',
              'Scaling is not performed because triggers are not active',
            ),
        condition('Fallback', 'False'),
        condition('Paused', 'False'),
      ],
    });
    if (reading.failure) {
      this.options.events.record(
        scaled,
        'keda-operator',
        'Warning',
        'KEDAScalerFailed',
        reading.failure,
      );
    }
  }

  #decide(
    scaled: ScaledObject,
    current: number,
    { value, target }: Reading,
    seen: { isActive: boolean; lastActiveTime?: string; now: number },
  ): number {
    const { minReplicaCount: min = 0, maxReplicaCount: max = DEFAULT_MAX } =
      scaled.spec;
    const outIsPaused = isSet(scaled, PAUSED_SCALE_OUT);
    const inIsPaused = isSet(scaled, PAUSED_SCALE_IN);
    const { cooldownPeriod = DEFAULT_COOLDOWN_SECONDS } = scaled.spec;
    if (!seen.isActive && min === 0 && value !== undefined) {
      const isOver =
        seen.now - Date.parse(seen.lastActiveTime ?? '1970-01-01') >=
        cooldownPeriod * 1000;
      return isOver && !inIsPaused ? 0 : current;
    }
    // The autoscaler is off at zero replicas: KEDA itself takes the first step.
    if (current === 0) {
      return (seen.isActive || min > 0) && !outIsPaused
        ? Math.max(1, min)
        : current;
    }
    const wanted = wantedReplicas({ current, value, target, min, max });
    const { uid } = scaled.metadata;
    const lately = [
      ...(this.#wanted.get(uid) ?? []).filter(
        ({ at }) => at > seen.now - STABILIZATION,
      ),
      { at: seen.now, count: wanted },
    ];
    this.#wanted.set(uid, lately);
    if (wanted >= current) return outIsPaused ? current : wanted;
    const most = Math.max(...lately.map(({ count }) => count));
    return inIsPaused ? current : Math.min(current, most);
  }

  /** @see pkg/scalers/metrics_api_scaler.go of KEDA */
  #read({ spec, metadata }: ScaledObject): Reading {
    const trigger = spec.triggers.find(({ type }) => type === 'metrics-api');
    if (!trigger) {
      return {
        target: 0,
        activation: 0,
        failure: 'the sandbox knows metrics-api triggers only',
      };
    }
    const { url = '', valueLocation = '' } = trigger.metadata;
    const base = {
      target: Number(trigger.metadata.targetValue),
      activation: Number(trigger.metadata.activationTargetValue ?? 0),
    };
    const answer = this.options.ask(metadata.namespace ?? 'default', url);
    if (!answer) {
      return {
        ...base,
        failure: `error requesting metrics endpoint: Get "${url}": connect: connection refused`,
      };
    }
    if (answer.status !== 200) {
      return {
        ...base,
        failure: `error requesting metrics endpoint: api returned ${answer.status}`,
      };
    }
    const value = numberIn(answer.text, valueLocation);
    return value === undefined
      ? {
          ...base,
          failure: `valueLocation must point to value of type number or a string representing a Quantity got: ${valueLocation}`,
        }
      : { ...base, value };
  }

  #setReplicas(target: Deployment, replicas: number): void {
    if ((target.spec.replicas ?? 1) === replicas) return;
    this.options.objects.deployments.update({
      ...target,
      spec: { ...target.spec, replicas },
    });
  }

  #write(scaled: ScaledObject, status: ScaledObjectStatus): void {
    if (isDeepStrictEqual(scaled.status, status)) return;
    this.options.kind.updateStatus({ ...scaled, status });
  }
}
