import { controllerReference } from '../../loops/Objects';
import crds from './crds.json';
import {
  Behavior,
  Hpa,
  isSet,
  MetricSpec,
  PAUSED_SCALE_IN,
  PAUSED_SCALE_OUT,
  ScaledObject,
} from './model';

const DEFAULT_MAX = 100;

/** @see getHPAName in controllers/keda/hpa.go of KEDA */
export const hpaName = ({ metadata, spec }: ScaledObject): string =>
  spec.advanced?.horizontalPodAutoscalerConfig?.name ||
  `keda-hpa-${metadata.name}`;

/** A pause of one direction is a rule that allows no change. */
function behaviorOf(scaled: ScaledObject): Behavior | undefined {
  const given = scaled.spec.advanced?.horizontalPodAutoscalerConfig?.behavior;
  const isInPaused = isSet(scaled, PAUSED_SCALE_IN);
  const isOutPaused = isSet(scaled, PAUSED_SCALE_OUT);
  if (!isInPaused && !isOutPaused) return given;
  const disabled = { selectPolicy: 'Disabled' };
  return {
    ...given,
    ...(isInPaused ? { scaleDown: { ...given?.scaleDown, ...disabled } } : {}),
    ...(isOutPaused ? { scaleUp: { ...given?.scaleUp, ...disabled } } : {}),
  };
}

/**
 * The HorizontalPodAutoscaler that KEDA makes for a ScaledObject.
 *
 * @see newHPAForScaledObject in controllers/keda/hpa.go of KEDA
 */
export function hpaOf(
  scaled: ScaledObject,
  metrics: MetricSpec[],
): Pick<Hpa, 'spec'> & {
  metadata: Pick<
    Hpa['metadata'],
    'name' | 'namespace' | 'labels' | 'annotations' | 'ownerReferences'
  >;
} {
  const { metadata, spec } = scaled;
  const name = hpaName(scaled);
  const behavior = behaviorOf(scaled);
  return {
    metadata: {
      name,
      namespace: metadata.namespace,
      labels: {
        'app.kubernetes.io/name': name
          .slice(0, 63)
          .replace(/[^\p{L}\p{N}]+$/u, ''),
        'app.kubernetes.io/version': crds.versions.keda,
        'app.kubernetes.io/part-of': metadata.name,
        'app.kubernetes.io/managed-by': 'keda-operator',
        ...metadata.labels,
      },
      ...(Object.keys(metadata.annotations ?? {}).length
        ? { annotations: metadata.annotations }
        : {}),
      ownerReferences: [controllerReference(scaled)],
    },
    spec: {
      scaleTargetRef: {
        apiVersion: spec.scaleTargetRef.apiVersion || 'apps/v1',
        kind: spec.scaleTargetRef.kind || 'Deployment',
        name: spec.scaleTargetRef.name,
      },
      minReplicas: Math.max(1, spec.minReplicaCount ?? 0),
      maxReplicas: spec.maxReplicaCount ?? DEFAULT_MAX,
      metrics,
      ...(behavior ? { behavior } : {}),
    },
  };
}
