import {
  canonicalQuantity,
  isRecord,
  ServiceAnswer,
  valueAt,
} from '@slipway/kube-sim';
import { Objects } from '../../loops/Objects';
import { MetricSpec, NAME_LABEL, ScaledObject, Trigger } from './model';

/** What a trigger says now. */
export interface Reading {
  /** Absent when it could not be read. */
  value?: number;
  /** Whether it asks for at least one replica. */
  isActive: boolean;
  failure?: string;
}

export interface TriggerSources {
  objects: Objects;
  ask(namespace: string, url: string): ServiceAnswer | undefined;
}

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

type Value = Pick<Reading, 'value' | 'failure'>;

/** @see pkg/scalers/metrics_api_scaler.go of KEDA */
function askedValue(
  { metadata: { url = '', valueLocation = '' } }: Trigger,
  namespace: string,
  { ask }: TriggerSources,
): Value {
  const answer = ask(namespace, url);
  const failed = (why: string) => ({
    failure: `error requesting metrics endpoint: ${why}`,
  });
  if (!answer) return failed(`Get "${url}": connect: connection refused`);
  if (answer.status !== 200) return failed(`api returned ${answer.status}`);
  const value = numberIn(answer.text, valueLocation);
  return value === undefined
    ? failed(
        `valueLocation must point to value of type number or a string representing a Quantity got: ${valueLocation}`,
      )
    : { value };
}

/** Pods that have not ended. @see pkg/scalers/kubernetes_workload_scaler.go of KEDA */
function countedPods(
  { metadata: { podSelector = '' } }: Trigger,
  namespace: string,
  { objects: { pods } }: TriggerSources,
): Value {
  const { type } = pods;
  const found = type
    ? pods.store.list(type, { namespace, labelSelector: podSelector })
    : [];
  const value = found.filter(
    ({ status }) =>
      !isRecord(status) ||
      (status.phase !== 'Succeeded' && status.phase !== 'Failed'),
  ).length;
  return { value };
}

/** A trigger as the sandbox knows it: where its value comes from, and how its fields are called. */
interface TriggerKind {
  metric(trigger: Trigger, namespace: string): string;
  target: string;
  activation: string;
  value(trigger: Trigger, namespace: string, sources: TriggerSources): Value;
}

const KINDS: Readonly<Record<string, TriggerKind>> = {
  'metrics-api': {
    metric: ({ metadata }) => `metric-api-${metadata.valueLocation ?? ''}`,
    target: 'targetValue',
    activation: 'activationTargetValue',
    value: askedValue,
  },
  'kubernetes-workload': {
    metric: (_, namespace) => `workload-${namespace}`,
    target: 'value',
    activation: 'activationValue',
    value: countedPods,
  },
};

/** Name of the metric of a trigger. @see GenerateMetricNameWithIndex, NormalizeString of KEDA */
const metricOf = (
  kind: TriggerKind,
  trigger: Trigger,
  index: number,
  namespace: string,
) => `s${index}-${kind.metric(trigger, namespace).replace(/[/.:%()]/g, '-')}`;

/** A trigger that can be read, with its metric. */
export interface KnownTrigger {
  metric: string;
  spec: MetricSpec;
  read(sources: TriggerSources): Reading;
}

/**
 * The triggers of a ScaledObject.
 *
 * @throws Error when the sandbox does not know one, or when one has no target
 */
export function triggersOf(scaled: ScaledObject): KnownTrigger[] {
  const { name, namespace = 'default' } = scaled.metadata;
  return scaled.spec.triggers.map((trigger, index) => {
    const kind = KINDS[trigger.type];
    if (!kind) {
      throw new Error(
        `no scaler found for type: ${
          trigger.type
        } (the sandbox knows ${Object.keys(KINDS).join(', ')})`,
      );
    }
    const target = trigger.metadata[kind.target] ?? '';
    if (!(Number(target) > 0)) {
      throw new Error(
        `error parsing ${trigger.type} metadata: ${kind.target} must be a float greater than 0`,
      );
    }
    const metric = metricOf(kind, trigger, index, namespace);
    return {
      metric,
      spec: {
        type: 'External',
        external: {
          metric: {
            name: metric,
            selector: { matchLabels: { [NAME_LABEL]: name } },
          },
          target: {
            type: 'AverageValue',
            averageValue: canonicalQuantity(target),
          },
        },
      },
      read(sources) {
        const read = kind.value(trigger, namespace, sources);
        const activation = Number(trigger.metadata[kind.activation] ?? 0);
        return {
          ...read,
          isActive: read.value !== undefined && read.value > activation,
        };
      },
    };
  });
}
