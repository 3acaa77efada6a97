import { KubeObject } from '@slipway/kube-sim';

export const API = 'keda.sh/v1alpha1';

export type ScaledObjectSpec = {
  scaleTargetRef: { name: string; kind?: string; apiVersion?: string };
  pollingInterval?: number;
  cooldownPeriod?: number;
  minReplicaCount?: number;
  maxReplicaCount?: number;
  triggers: Array<{ type: string; metadata: { [key: string]: string } }>;
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
  triggersTypes?: string;
  externalMetricNames?: string[];
};

export interface ScaledObject
  extends KubeObject<ScaledObjectSpec, ScaledObjectStatus> {
  spec: ScaledObjectSpec;
  status: ScaledObjectStatus;
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
    value !== undefined && !['0', 'f', 'false'].includes(value.toLowerCase())
  );
}
