import { isServiceName } from '@slipway/platform-model';
import type { PodNow } from '@slipway/platform-model';

/** What is read of a Kubernetes Pod. */
export interface Pod {
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
    labels?: Record<string, string>;
    ownerReferences?: Array<{
      kind: string;
      name: string;
      controller?: boolean;
    }>;
    deletionTimestamp?: string;
  };
  spec: { containers: Array<{ name: string; image: string }> };
  status?: { conditions?: Array<{ type: string; status: string }> };
}

/** The tag of an image reference; `latest` when it names none. A registry's port is not a tag. */
export function imageTag(image: string): string {
  const reference = image.split('@')[0];
  const last = reference.slice(reference.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  return colon < 0 ? 'latest' : last.slice(colon + 1);
}

/**
 * A pod as the traffic model knows it, or undefined when it is no pod of the ten
 * services. The service is named by `backstage.io/kubernetes-id`, the workload by
 * `app.kubernetes.io/instance`, the ReplicaSet by the owner, the version by the image of the container that
 * bears the service's name (else the first).
 */
export function toPodNow(pod: Pod): PodNow | undefined {
  const labels = pod.metadata.labels ?? {};
  const service =
    labels['backstage.io/kubernetes-id'] ?? labels['app.kubernetes.io/name'];
  if (!service || !isServiceName(service)) {
    return undefined;
  }
  const owner = pod.metadata.ownerReferences?.find(one => one.controller);
  const container =
    pod.spec.containers.find(one => one.name === service) ??
    pod.spec.containers[0];
  return {
    namespace: pod.metadata.namespace,
    name: pod.metadata.name,
    service,
    workload: labels['app.kubernetes.io/instance'] ?? service,
    replicaSet: owner?.kind === 'ReplicaSet' ? owner.name : '',
    version: imageTag(container.image),
    templateHash: labels['rollouts-pod-template-hash'] ?? '',
    ready:
      !pod.metadata.deletionTimestamp &&
      (pod.status?.conditions ?? []).some(
        condition => condition.type === 'Ready' && condition.status === 'True',
      ),
  };
}
