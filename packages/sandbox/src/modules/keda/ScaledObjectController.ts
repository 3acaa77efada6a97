import { isDeepStrictEqual } from 'node:util';
import { ControlLoop, Kind } from '../../loops';
import { hpaName, hpaOf } from './hpaOf';
import {
  FINALIZER,
  isPaused,
  isSet,
  NAME_LABEL,
  PAUSED_REPLICAS,
  PAUSED_SCALE_IN,
  PAUSED_SCALE_OUT,
  ScaledObject,
  ScaledObjectStatus,
} from './model';
import {
  conditionOf,
  FALLBACK_ABSENT,
  INITIAL,
  News,
  PAUSED_MESSAGE,
  ready,
  READY_MESSAGE,
  withNews,
} from './conditions';
import {
  COMPONENT,
  ExecutorOptions,
  requestScale,
  setReplicas,
  targetOf,
} from './executor';
import { KnownTrigger, triggersOf } from './triggers';

const DEFAULT_POLLING_SECONDS = 30;
/** When a failed check is repeated, ms. The real operator's waits grow from milliseconds to a quarter of an hour. */
const RETRY = 5_000;

export interface ScaledObjectControllerOptions extends ExecutorOptions {
  kind: Kind<ScaledObject>;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

/** The scale loop of one ScaledObject. It starts again with each change of the spec. */
interface ScaleLoop {
  generation: number | undefined;
  due: number;
}

class CheckFailed extends Error {}

/**
 * KEDA's operator: makes the autoscaler of a ScaledObject, and scales between
 * none and some itself.
 *
 * @see controllers/keda/scaledobject_controller.go, pkg/scaling/executor/scale_scaledobjects.go of KEDA
 */
export class ScaledObjectController implements ControlLoop {
  /** By UID. */
  readonly #loops = new Map<string, ScaleLoop>();
  /** What was checked last, by UID: changes of the status alone are no reason to check. */
  readonly #checked = new Map<string, string>();

  constructor(private readonly options: ScaledObjectControllerOptions) {}

  sync(namespace: string | undefined, name: string): void {
    const { kind } = this.options;
    const found = kind.get(namespace, name);
    if (!found) return;
    if (found.metadata.deletionTimestamp) {
      this.#finalize(found);
      return;
    }
    const { finalizers = [] } = found.metadata;
    const scaled = finalizers.includes(FINALIZER)
      ? found
      : kind.update({
          ...found,
          metadata: {
            ...found.metadata,
            finalizers: [...finalizers, FINALIZER],
          },
        });
    const checked = this.#check(scaled);
    if (checked) this.#poll(checked);
  }

  /** `finalizeScaledObject`: the replicas stay unless the ScaledObject says that they go back. */
  #finalize(scaled: ScaledObject): void {
    const { kind, events } = this.options;
    const { metadata, spec, status } = scaled;
    this.#loops.delete(metadata.uid);
    this.#checked.delete(metadata.uid);
    if (!metadata.finalizers?.includes(FINALIZER)) return;
    const target = targetOf(scaled, this.options);
    if (
      spec.advanced?.restoreToOriginalReplicaCount &&
      target &&
      status.originalReplicaCount !== undefined
    ) {
      setReplicas(this.options, target, status.originalReplicaCount);
    }
    events.record(
      scaled,
      COMPONENT,
      'Warning',
      'ScaledObjectDeleted',
      'ScaledObject was deleted',
    );
    kind.update({
      ...scaled,
      metadata: {
        ...metadata,
        finalizers: metadata.finalizers.filter(one => one !== FINALIZER),
      },
    });
  }

  /** What a check depends on: spec, annotations, labels, and the autoscaler as it is. */
  #reasonToCheck({ metadata, status }: ScaledObject): string {
    const hpa = status.hpaName
      ? this.options.hpas.get(metadata.namespace, status.hpaName)
      : undefined;
    return JSON.stringify([
      metadata.generation,
      metadata.annotations,
      metadata.labels,
      hpa && [
        hpa.metadata.uid,
        hpa.spec,
        hpa.metadata.labels,
        hpa.metadata.annotations,
      ],
    ]);
  }

  /** `Reconcile`. @returns the ScaledObject as it is then, or undefined when nothing scales it */
  #check(scaled: ScaledObject): ScaledObject | undefined {
    const { events, kind, requeueAfter } = this.options;
    const { uid, namespace, name } = scaled.metadata;
    const before = this.#checked.get(uid);
    if (before !== undefined && before === this.#reasonToCheck(scaled)) {
      return isPaused(scaled) ? undefined : scaled;
    }
    const conditions = scaled.status.conditions ?? INITIAL;
    const wasReady = conditionOf(conditions, 'Ready')?.status === 'True';
    let checked = scaled;
    const news: News[] = [FALLBACK_ABSENT];
    let isScaled = false;
    try {
      const pausing = this.#pauseNews(scaled);
      if (pausing) news.push(pausing);
      if (isPaused(scaled)) {
        checked = this.#pause(scaled);
        news.push(ready(PAUSED_MESSAGE));
      } else {
        checked = this.#ensure(scaled);
        news.push(ready(READY_MESSAGE));
        isScaled = true;
      }
      if (!wasReady) {
        events.record(
          scaled,
          COMPONENT,
          'Normal',
          'ScaledObjectReady',
          'ScaledObject is ready for scaling',
        );
      }
    } catch (error) {
      if (!(error instanceof CheckFailed)) throw error;
      const { message } = error;
      news.push(
        {
          type: 'Ready',
          status: 'False',
          reason: 'ScaledObjectCheckFailed',
          message,
        },
        {
          type: 'Active',
          status: 'Unknown',
          reason: 'UnknownState',
          message: 'ScaledObject check failed',
        },
      );
      events.record(
        scaled,
        COMPONENT,
        'Warning',
        'ScaledObjectCheckFailed',
        message,
      );
      this.#loops.delete(uid);
      requeueAfter(namespace, name, RETRY);
    }
    const written = this.#write(checked, {
      ...checked.status,
      conditions: withNews(conditions, news),
    });
    if (isScaled || isPaused(written)) {
      this.#checked.set(uid, this.#reasonToCheck(written));
    } else {
      this.#checked.delete(uid);
    }
    return isScaled ? kind.get(namespace, name) : undefined;
  }

  /** `reconcileScaledObject`: what the annotations do to the condition. */
  #pauseNews(scaled: ScaledObject): News | undefined {
    const { events } = this.options;
    const was =
      conditionOf(scaled.status.conditions ?? [], 'Paused')?.status === 'True';
    const isHeld =
      isPaused(scaled) ||
      isSet(scaled, PAUSED_SCALE_IN) ||
      isSet(scaled, PAUSED_SCALE_OUT);
    const say = (reason: string, message: string) =>
      events.record(scaled, COMPONENT, 'Normal', reason, message);
    if (isHeld) {
      if (!was) say('ScaledObjectPaused', PAUSED_MESSAGE);
      return {
        type: 'Paused',
        status: 'True',
        reason: 'ScaledObjectPaused',
        message: PAUSED_MESSAGE,
      };
    }
    if (!was) return undefined;
    const message = 'pause annotation removed for ScaledObject';
    say('ScaledObjectUnpaused', message);
    return {
      type: 'Paused',
      status: 'False',
      reason: 'ScaledObjectUnpaused',
      message,
    };
  }

  /** `handlePause`: no loop, no autoscaler, and the number of replicas that is asked for. */
  #pause(scaled: ScaledObject): ScaledObject {
    const { hpas } = this.options;
    const { namespace, uid, annotations } = scaled.metadata;
    this.#loops.delete(uid);
    const hpa = hpas.get(namespace, scaled.status.hpaName ?? hpaName(scaled));
    if (hpa) hpas.delete(hpa);
    const fixed = annotations?.[PAUSED_REPLICAS];
    const { pausedReplicaCount: _, ...status } = scaled.status;
    if (fixed === undefined) return { ...scaled, status };
    const failed = 'failed to scale target to paused replica count';
    if (!/^[+-]?\d+$/.test(fixed)) {
      throw new CheckFailed(
        `${failed}: failed to parse paused replica count: strconv.ParseInt: parsing ${JSON.stringify(
          fixed,
        )}: invalid syntax`,
      );
    }
    const target = targetOf(scaled, this.options);
    if (!target) {
      throw new CheckFailed(
        `${failed}: failed to get scale for target resource: deployments.apps "${scaled.spec.scaleTargetRef.name}" not found`,
      );
    }
    const count = Number(fixed);
    setReplicas(this.options, target, count);
    return { ...scaled, status: { ...status, pausedReplicaCount: count } };
  }

  /** The rest of `reconcileScaledObject`: label, target, autoscaler, loop. */
  #ensure(given: ScaledObject): ScaledObject {
    const { kind, events } = this.options;
    const scaled =
      given.metadata.labels?.[NAME_LABEL] === given.metadata.name
        ? given
        : kind.update({
            ...given,
            metadata: {
              ...given.metadata,
              labels: {
                ...given.metadata.labels,
                [NAME_LABEL]: given.metadata.name,
              },
            },
          });
    const { spec, metadata } = scaled;
    const target = targetOf(scaled, this.options);
    if (!target) {
      const { name, kind: of = 'Deployment' } = spec.scaleTargetRef;
      events.record(
        scaled,
        COMPONENT,
        'Warning',
        'ScaledObjectCheckFailed',
        "Target resource doesn't exist",
      );
      throw new CheckFailed(
        `ScaledObject doesn't have correct scaleTargetRef specification: ${of}.apps "${name}" not found`,
      );
    }
    const triggers = this.#triggersOf(scaled);
    const { pausedReplicaCount: _, ...before } = scaled.status;
    const status: ScaledObjectStatus = {
      ...before,
      scaleTargetKind: 'apps/v1.Deployment',
      scaleTargetGVKR: {
        group: 'apps',
        kind: 'Deployment',
        resource: 'deployments',
        version: 'v1',
      },
      originalReplicaCount:
        before.originalReplicaCount ?? target.spec.replicas ?? 1,
      triggersTypes: spec.triggers.map(({ type }) => type).join(','),
      authenticationsTypes: '',
      externalMetricNames: triggers.map(({ metric }) => metric),
      hpaName: hpaName(scaled),
    };
    const isNew = this.#ensureHpa(scaled, triggers);
    const loop = this.#loops.get(metadata.uid);
    if (!loop) {
      for (const message of [
        ...spec.triggers.map(({ type }) => `Scaler ${type} is built`),
        'Started scalers watch',
      ]) {
        events.record(
          scaled,
          COMPONENT,
          'Normal',
          'KEDAScalersStarted',
          message,
        );
      }
    }
    if (isNew || loop?.generation !== metadata.generation) {
      this.#loops.set(metadata.uid, {
        generation: metadata.generation,
        due: this.options.clock.now().getTime(),
      });
    }
    return { ...scaled, status };
  }

  #triggersOf(scaled: ScaledObject): KnownTrigger[] {
    try {
      return triggersOf(scaled);
    } catch (error) {
      throw new CheckFailed(
        `failed to ensure HPA is correctly created for ScaledObject: ${
          error instanceof Error ? error.message : String(error)
        }`,
      );
    }
  }

  /** `ensureHPAForScaledObjectExists`. @returns whether it is new */
  #ensureHpa(scaled: ScaledObject, triggers: readonly KnownTrigger[]): boolean {
    const { hpas } = this.options;
    const { namespace } = scaled.metadata;
    const wanted = hpaOf(
      scaled,
      triggers.map(({ spec }) => spec),
    );
    const known = scaled.status.hpaName ?? wanted.metadata.name;
    const found = hpas.get(namespace, known);
    if (found && found.metadata.name !== wanted.metadata.name) {
      hpas.delete(found);
    } else if (found) {
      const { annotations: _, ...metadata } = found.metadata;
      hpas.replace({
        ...found,
        metadata: { ...metadata, ...wanted.metadata },
        spec: wanted.spec,
      });
      return false;
    }
    hpas.create({ ...wanted, status: {} });
    return true;
  }

  /** `startScaleLoop` */
  #poll(scaled: ScaledObject): void {
    const { clock, requeueAfter } = this.options;
    const { uid, namespace, name } = scaled.metadata;
    const loop = this.#loops.get(uid);
    if (!loop) return;
    const now = clock.now().getTime();
    if (loop.due > now) {
      requeueAfter(namespace, name, loop.due - now);
      return;
    }
    const { pollingInterval = DEFAULT_POLLING_SECONDS } = scaled.spec;
    loop.due = now + pollingInterval * 1000;
    requeueAfter(namespace, name, loop.due - now);
    const { news, ...change } = requestScale(scaled, this.options);
    this.#write(scaled, {
      ...scaled.status,
      ...change,
      conditions: withNews(scaled.status.conditions ?? INITIAL, news),
    });
  }

  #write(scaled: ScaledObject, status: ScaledObjectStatus): ScaledObject {
    const { kind } = this.options;
    const { namespace, name } = scaled.metadata;
    const current = kind.get(namespace, name);
    if (!current || isDeepStrictEqual(current.status, status)) return scaled;
    return kind.updateStatus({ ...current, status });
  }
}
