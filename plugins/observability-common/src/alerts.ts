import {
  literalPattern,
  replicaSetPattern,
} from '@slipway/plugin-metrics-common';
import { ServiceAlert } from './types';

/** Labels that name a workload in the alerts of common rules. */
const NAMES = [
  'deployment',
  'workload',
  'rollout',
  'service',
  'app',
  'app_kubernetes_io_name',
  'job_name',
];

/** What of the labels of an alert says that it is about a workload. */
export function isAlertOf(
  labels: Readonly<Record<string, string>>,
  { namespace, workload }: { namespace: string; workload: string },
): boolean {
  if (labels.namespace !== namespace) return false;
  if (NAMES.some(name => labels[name] === workload)) return true;
  const replicaSet = new RegExp(`^${replicaSetPattern(workload)}$`);
  const pod = new RegExp(`^${literalPattern(workload)}-[a-z0-9]+-[a-z0-9]{5}$`);
  return (
    (labels.replicaset !== undefined && replicaSet.test(labels.replicaset)) ||
    (labels.pod !== undefined && pod.test(labels.pod))
  );
}

/** `a=b,c=d` of the annotation `grafana/alert-label-selector`; undefined where it is none. */
export function labelSelectorOf(
  annotation: string | undefined,
): Array<[string, string]> | undefined {
  if (!annotation) return undefined;
  const pairs = annotation.split(',').map(pair => pair.trim().split('='));
  return pairs.every(pair => pair.length === 2 && pair[0].trim() && pair[1])
    ? pairs.map(([name, value]) => [name.trim(), value.trim()])
    : undefined;
}

/** Firing first; of those the oldest first, because it is nearest to the cause. */
export function sortAlerts(alerts: readonly ServiceAlert[]): ServiceAlert[] {
  const rank = ({ state }: ServiceAlert) => (state === 'firing' ? 0 : 1);
  return [...alerts].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.since ?? '').localeCompare(b.since ?? '') ||
      a.name.localeCompare(b.name),
  );
}
