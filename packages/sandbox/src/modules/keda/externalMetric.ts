import { Kind } from '../../loops';
import { MetricSpec, NAME_LABEL, ScaledObject } from './model';
import { triggersOf, TriggerSources } from './triggers';

/**
 * What KEDA's metrics adapter answers an autoscaler: the value of the trigger
 * of the ScaledObject that the selector names.
 *
 * @throws Error when there is none, or when it cannot be read
 * @see pkg/provider/provider.go of KEDA
 */
export function externalMetric(
  kind: Kind<ScaledObject>,
  sources: TriggerSources,
  namespace: string | undefined,
  { external }: MetricSpec,
): number {
  const name = external?.metric.selector?.matchLabels?.[NAME_LABEL] ?? '';
  const scaled = kind.get(namespace, name);
  if (!scaled) throw new Error(`scaledobjects.keda.sh "${name}" not found`);
  const trigger = triggersOf(scaled).find(
    ({ metric }) => metric === external?.metric.name,
  );
  const reading = trigger?.read(sources);
  if (reading?.value === undefined) {
    throw new Error(
      reading?.failure ??
        `no matching metrics found for ${external?.metric.name}`,
    );
  }
  return reading.value;
}
