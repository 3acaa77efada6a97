import { controllerOf } from '@slipway/plugin-clusters-common';
import { ChaosObject, ChaosPod } from '../raw';
import { disturbsFarSide, isFarSide } from '../state';
import { TouchedWorkload } from '../types';
import { workloadOf } from './podFacts';

/** `<namespace>/<pod>` of a record of a pod or container; undefined for a machine. */
function podOf(id: string): [namespace: string, pod: string] | undefined {
  const [namespace, name] = id.split('/');
  return name === undefined || id.startsWith('{')
    ? undefined
    : [namespace, name];
}

/**
 * Workloads whose pods a fault disturbs. A pod that is gone belongs to the
 * workload of the pods that its ReplicaSet or StatefulSet has now, by its name.
 *
 * @param pods - of the namespaces of the targets, as they are now
 * @see k8s.io/kubernetes/pkg/controller/controller_utils.go `CreatePods`: the name of a pod is that of its controller, a hyphen and a suffix
 */
export function touchedWorkloads(
  fault: Pick<ChaosObject, 'kind' | 'spec' | 'status'>,
  pods: readonly ChaosPod[],
): TouchedWorkload[] {
  const both = disturbsFarSide(fault);
  const found = new Map<string, TouchedWorkload>();
  for (const record of fault.status.records ?? []) {
    if (!both && isFarSide(record)) continue;
    const named = podOf(record.id);
    if (!named) continue;
    const [namespace, name] = named;
    const near = pods.filter(
      ({ metadata }) => metadata.namespace === namespace,
    );
    const pod =
      near.find(({ metadata }) => metadata.name === name) ??
      near.find(each => isSibling(each, name));
    const workload = pod && workloadOf(pod);
    if (workload)
      found.set(`${namespace}/${workload}`, { namespace, workload });
  }
  return [...found.values()];
}

/** Whether the controller of a pod also made the pod of this name. */
function isSibling(pod: ChaosPod, name: string): boolean {
  const controller = controllerOf(pod);
  if (!controller) return false;
  const prefix = `${controller.name}-`;
  return name.startsWith(prefix) && !name.slice(prefix.length).includes('-');
}
