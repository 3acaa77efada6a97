import { KubeObject } from '@slipway/kube-sim';
import { Condition, StringMap } from '../../loops/model';

export const API = 'keda.sh/v1alpha1';
export const HPA_API = 'autoscaling/v2';

/** Label of a ScaledObject and of the metrics that its autoscaler asks for. @see ensureScaledObjectLabel in controllers/keda/scaledobject_controller.go of KEDA */
export const NAME_LABEL = 'scaledobject.keda.sh/name';
/** @see controllers/keda/scaledobject_finalizer.go of KEDA */
export const FINALIZER = 'finalizer.keda.sh';

/** What an autoscaler may do in one direction; without a window, in is five minutes. */
export type ScalingRules = {
  stabilizationWindowSeconds?: number;
  selectPolicy?: string;
  policies?: Array<{ type: string; value: number; periodSeconds: number }>;
};

export type Behavior = { scaleUp?: ScalingRules; scaleDown?: ScalingRules };

export type Trigger = {
  type: string;
  name?: string;
  useCachedMetrics?: boolean;
  metadata: StringMap;
};

export type ScaledObjectSpec = {
  scaleTargetRef: { name: string; kind?: string; apiVersion?: string };
  pollingInterval?: number;
  initialCooldownPeriod?: number;
  cooldownPeriod?: number;
  idleReplicaCount?: number;
  minReplicaCount?: number;
  maxReplicaCount?: number;
  triggers: Trigger[];
  advanced?: {
    restoreToOriginalReplicaCount?: boolean;
    horizontalPodAutoscalerConfig?: { name?: string; behavior?: Behavior };
  };
};

export type ScaledObjectCondition = {
  type: string;
  status: string;
  reason?: string;
  message?: string;
};

export type ScaledObjectStatus = {
  conditions?: ScaledObjectCondition[];
  hpaName?: string;
  lastActiveTime?: string;
  originalReplicaCount?: number;
  pausedReplicaCount?: number;
  scaleTargetKind?: string;
  scaleTargetGVKR?: {
    group: string;
    kind: string;
    resource: string;
    version: string;
  };
  triggersTypes?: string;
  authenticationsTypes?: string;
  triggersActivity?: { [metric: string]: { isActive: boolean } };
  externalMetricNames?: string[];
};

export interface ScaledObject
  extends KubeObject<ScaledObjectSpec, ScaledObjectStatus> {
  spec: ScaledObjectSpec;
  status: ScaledObjectStatus;
}

export type MetricIdentifier = {
  name: string;
  selector?: { matchLabels?: StringMap };
};

/** Of `external` metrics with a value for each pod; KEDA makes no others. */
export type MetricSpec = {
  type: string;
  external?: {
    metric: MetricIdentifier;
    target: { type: string; averageValue?: string };
  };
};

export type HpaSpec = {
  scaleTargetRef: { apiVersion: string; kind: string; name: string };
  minReplicas?: number;
  maxReplicas: number;
  metrics?: MetricSpec[];
  behavior?: Behavior;
};

export type HpaStatus = {
  currentReplicas?: number;
  desiredReplicas?: number;
  lastScaleTime?: string;
  currentMetrics?: Array<{
    type: string;
    external?: { metric: MetricIdentifier; current: { averageValue: string } };
  }>;
  conditions?: Condition[];
};

export interface Hpa extends KubeObject<HpaSpec, HpaStatus> {
  spec: HpaSpec;
  status: HpaStatus;
}

const PREFIX = 'autoscaling.keda.sh/';
export const PAUSED = `${PREFIX}paused`;
export const PAUSED_REPLICAS = `${PREFIX}paused-replicas`;
export const PAUSED_SCALE_IN = `${PREFIX}paused-scale-in`;
export const PAUSED_SCALE_OUT = `${PREFIX}paused-scale-out`;

/** Whether an annotation is set and not false. @see getBoolAnnotation in apis/keda/v1alpha1/scaledobject_types.go of KEDA */
export function isSet(
  { metadata }: Pick<KubeObject, 'metadata'>,
  annotation: string,
): boolean {
  const value = metadata.annotations?.[annotation];
  return (
    value !== undefined &&
    !['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(value)
  );
}

/** Whether nothing scales at all. @see NeedToBePausedByAnnotation in apis/keda/v1alpha1/scaledobject_types.go of KEDA */
export const isPaused = (scaled: Pick<KubeObject, 'metadata'>): boolean =>
  scaled.metadata.annotations?.[PAUSED_REPLICAS] !== undefined ||
  isSet(scaled, PAUSED);
