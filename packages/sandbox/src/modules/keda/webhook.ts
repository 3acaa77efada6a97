import {
  FieldError,
  KubeObject,
  ObjectStore,
  Refusal,
} from '@slipway/kube-sim';
import { isDeepStrictEqual } from 'node:util';
import { Kind } from '../../loops';
import { hpaName } from './hpaOf';
import { API, Hpa, HPA_API, NAME_LABEL, ScaledObject } from './model';

const WEBHOOK = 'vscaledobject.kb.io';
const DEFAULT_MAX = 100;
const LONGEST_LABEL = 63;
/** Triggers that have no value to keep. */
const UNCACHED = ['cpu', 'memory', 'cron'];

/** The rule of the CRD that its schema cannot say. */
export function validate(next: Readonly<KubeObject>): FieldError[] {
  const { minReplicaCount: min, maxReplicaCount: max = DEFAULT_MAX } = (
    next as ScaledObject
  ).spec;
  return min === undefined || min <= max
    ? []
    : [
        {
          field: 'spec',
          reason: 'FieldValueInvalid',
          message:
            'Invalid value: minReplicaCount must be less than or equal to maxReplicaCount',
        },
      ];
}

/** `CheckReplicaCountBoundsAreValid`; that min is not above max the schema says first. */
function boundsError({
  spec: { idleReplicaCount: idle, minReplicaCount: min = 0 },
}: ScaledObject): string | undefined {
  return idle !== undefined && idle >= min
    ? `IdleReplicaCount=${idle} must be less than MinReplicaCount=${min}`
    : undefined;
}

/** `verifyName` */
function nameError(scaled: ScaledObject): string | undefined {
  const { name } = scaled.metadata;
  if (name.length > LONGEST_LABEL) {
    return `scaledobject name "${name}" is ${name.length} characters long; must be no more than ${LONGEST_LABEL} characters because it is used as the "${NAME_LABEL}" label value`;
  }
  const hpa = hpaName(scaled);
  return hpa.length > LONGEST_LABEL
    ? `HPA name "${hpa}" derived from scaledobject is ${hpa.length} characters long; must be no more than ${LONGEST_LABEL} characters; set spec.advanced.horizontalPodAutoscalerConfig.name to a shorter name or shorten the scaledobject name`
    : undefined;
}

/** `ValidateTriggers`; that there is one the schema says first. */
function triggersError({
  spec: { triggers },
}: ScaledObject): string | undefined {
  const names = new Set<string>();
  for (const { type, name, useCachedMetrics } of triggers) {
    if (useCachedMetrics && UNCACHED.includes(type)) {
      return `property "useCachedMetrics" is not supported for "${type}" scaler`;
    }
    if (name && names.has(name)) {
      return `triggerName "${name}" is defined multiple times in the ScaledObject/ScaledJob, but it must be unique`;
    }
    if (name) names.add(name);
  }
  return undefined;
}

/** `apps/v1.Deployment` */
const kindOf = ({
  apiVersion,
  kind,
}: {
  apiVersion?: string;
  kind?: string;
}): string => `${apiVersion || 'apps/v1'}.${kind || 'Deployment'}`;

/** `verifyScaledObjects` and `verifyHpas`: who else scales the workload. */
function otherError(
  scaled: ScaledObject,
  store: ObjectStore,
): string | undefined {
  const { namespace, name } = scaled.metadata;
  const { scaleTargetRef: to } = scaled.spec;
  const kind = kindOf(to);
  const isSame = (other: ScaledObject['spec']['scaleTargetRef']) =>
    other.name === to.name && kindOf(other) === kind;
  const managed = `the workload '${to.name}' of type '${kind}' is already managed by the`;
  const others = new Kind<ScaledObject>(store, API, 'ScaledObject')
    .list(namespace)
    .filter(other => other.metadata.name !== name);
  const rival = others.find(({ spec }) => isSame(spec.scaleTargetRef));
  if (rival) return `${managed} ScaledObject '${rival.metadata.name}'`;
  const owner = others.find(other => hpaName(other) === hpaName(scaled));
  if (owner) {
    return `the HPA '${hpaName(
      scaled,
    )}' is already managed by the ScaledObject '${owner.metadata.name}'`;
  }
  const hpa = new Kind<Hpa>(store, HPA_API, 'HorizontalPodAutoscaler')
    .list(namespace)
    .find(
      ({ metadata, spec }) =>
        isSame(spec.scaleTargetRef) &&
        !metadata.ownerReferences?.some(
          one => one.kind === 'ScaledObject' && one.name === name,
        ),
    );
  return hpa ? `${managed} hpa '${hpa.metadata.name}'` : undefined;
}

/**
 * What KEDA's validating webhook refuses. The real one asks its rules in any order.
 *
 * @see apis/keda/v1alpha1/scaledobject_webhook.go of KEDA
 */
export function refuse(
  next: Readonly<KubeObject>,
  current: Readonly<KubeObject> | undefined,
  store: ObjectStore,
): Refusal | undefined {
  const scaled = next as ScaledObject;
  const count = (one: Readonly<KubeObject>) =>
    one.metadata.finalizers?.length ?? 0;
  if (
    current &&
    count(next) < count(current) &&
    isDeepStrictEqual(next.spec, current.spec)
  ) {
    return undefined;
  }
  const message =
    boundsError(scaled) ??
    nameError(scaled) ??
    triggersError(scaled) ??
    otherError(scaled, store);
  return message === undefined ? undefined : { webhook: WEBHOOK, message };
}
