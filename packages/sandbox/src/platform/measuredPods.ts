import { isServiceName } from '@slipway/platform-model';
import { KubeObject, ObjectStore } from '@slipway/kube-sim';
import { MeasuredPod } from '../metrics';

/** A pod as far as the traffic model and what follows it read it. */
export type PodObject = KubeObject<
  { containers?: Array<{ name: string; image: string }> },
  {
    podIP?: string;
    conditions?: Array<{
      type: string;
      status: string;
      lastTransitionTime?: string;
    }>;
  }
>;

/** The tag of an image reference; `latest` when it names none. */
function imageTag(image: string): string {
  const reference = image.split('@')[0];
  const last = reference.slice(reference.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  return colon < 0 ? 'latest' : last.slice(colon + 1);
}

/**
 * A pod as the traffic model knows it, or undefined when it is no pod of the
 * ten services. Read by the same labels as the real stack's exporter reads it.
 */
export function measuredPod(pod: Readonly<PodObject>): MeasuredPod | undefined {
  const { name, namespace = '', labels = {}, deletionTimestamp } = pod.metadata;
  const owner = pod.metadata.ownerReferences?.find(one => one.controller);
  const service =
    labels['backstage.io/kubernetes-id'] ?? labels['app.kubernetes.io/name'];
  const containers = pod.spec?.containers ?? [];
  const container =
    containers.find(one => one.name === service) ?? containers[0];
  if (!service || !isServiceName(service) || !container) return undefined;
  const ready = pod.status?.conditions?.find(
    condition => condition.type === 'Ready' && condition.status === 'True',
  );
  return {
    namespace,
    name,
    service,
    workload: labels['app.kubernetes.io/instance'] ?? service,
    replicaSet: owner?.kind === 'ReplicaSet' ? owner.name : '',
    version: imageTag(container.image),
    templateHash: labels['rollouts-pod-template-hash'] ?? '',
    ready: ready !== undefined && !deletionTimestamp,
    since: Date.parse(
      ready?.lastTransitionTime ?? pod.metadata.creationTimestamp,
    ),
  };
}

/** The pods of a cluster that are measured. */
export function measuredPods(store: ObjectStore): MeasuredPod[] {
  const type = store.typeOf('', 'pods');
  return type
    ? store
        .list<PodObject & KubeObject>(type)
        .flatMap(pod => measuredPod(pod) ?? [])
    : [];
}
