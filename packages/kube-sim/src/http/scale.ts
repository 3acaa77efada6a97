import { isRecord, JsonRecord, valueAt } from '../store/json';
import { isCustom } from '../store/resources';
import { invalid } from '../store/status';
import { Json, KubeObject, ResourceType } from '../store/types';

/** `a=b,c=d` of a selector's labels. */
function selectorText(object: Readonly<KubeObject>): string {
  const own = valueAt(object, ['status', 'selector']);
  if (typeof own === 'string') return own;
  const labels = valueAt(object, ['spec', 'selector', 'matchLabels']);
  return isRecord(labels)
    ? Object.entries(labels)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(',')
    : '';
}

/** An object as `Scale` of autoscaling/v1. */
export function scaleOf(object: Readonly<KubeObject>): JsonRecord {
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  const number = (...path: string[]): Json => {
    const value = valueAt(object, path);
    return typeof value === 'number' ? value : 0;
  };
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      uid,
      resourceVersion,
      creationTimestamp,
    },
    spec: { replicas: number('spec', 'replicas') },
    status: {
      replicas: number('status', 'replicas'),
      selector: selectorText(object),
    },
  };
}

/** The object with the replicas that a `Scale` asks for. @throws ApiError 422 */
export function scaled(
  type: ResourceType,
  object: Readonly<KubeObject>,
  scale: Json,
): KubeObject {
  const replicas = valueAt(scale, ['spec', 'replicas']) ?? 0;
  if (
    typeof replicas !== 'number' ||
    !Number.isInteger(replicas) ||
    replicas < 0
  ) {
    const custom = isCustom(type);
    throw invalid(
      custom ? type : { group: 'autoscaling', kind: 'Scale' },
      object.metadata.name,
      [
        {
          field: custom ? '.spec.replicas' : 'spec.replicas',
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${JSON.stringify(replicas)}: ${
            custom
              ? 'should be a non-negative integer'
              : 'must be greater than or equal to 0'
          }`,
        },
      ],
    );
  }
  const resourceVersion = valueAt(scale, ['metadata', 'resourceVersion']);
  return {
    ...object,
    metadata: {
      ...object.metadata,
      resourceVersion:
        typeof resourceVersion === 'string' ? resourceVersion : '',
    },
    spec: {
      ...(isRecord(object.spec) ? object.spec : {}),
      replicas,
    },
  };
}
