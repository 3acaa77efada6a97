import { KubeObject } from '@slipway/plugin-clusters-common';
import {
  compact,
  list,
  metadata,
  object,
  string,
} from '@slipway/plugin-clusters-common/read';
import {
  healthBase,
  RegistrablePod,
} from '@slipway/plugin-observability-common';

/** What is kept of a pod: what registrations are compared with. */
export interface Pod extends KubeObject {
  ip?: string;
  ready: boolean;
  /** RFC 3339: when it became ready or stopped being so, else when it was made. */
  since: string;
  /** Name of the ReplicaSet or StatefulSet that made it. */
  owner?: string;
  revision?: string;
  /** Path of its health endpoint, by its probes. */
  health?: string;
  /** Ended, and not yet taken away. */
  over?: boolean;
}

const LABELS = ['backstage.io/kubernetes-id', 'app.kubernetes.io/name'];

function probePath(spec: Record<string, unknown>): string | undefined {
  for (const container of list(spec.containers)) {
    for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
      const path = object(object(container[probe]).httpGet).path;
      const base = healthBase(string(path));
      if (base) return base;
    }
  }
  return undefined;
}

function projectPod(raw: Record<string, unknown>): Pod {
  const whole = metadata(raw);
  const status = object(raw.status);
  const ready = list(status.conditions).find(({ type }) => type === 'Ready');
  const labels = whole.labels ?? {};
  const phase = string(status.phase);
  return compact({
    metadata: compact({
      uid: whole.uid,
      name: whole.name,
      namespace: whole.namespace,
      resourceVersion: whole.resourceVersion,
      creationTimestamp: whole.creationTimestamp,
      labels: compact(
        Object.fromEntries(LABELS.map(name => [name, labels[name]])),
      ),
    }),
    ip: string(status.podIP) || undefined,
    ready:
      ready?.status === 'True' &&
      object(raw.metadata).deletionTimestamp === undefined,
    since: string(ready?.lastTransitionTime) ?? whole.creationTimestamp,
    owner: whole.ownerReferences?.find(({ controller }) => controller)?.name,
    revision:
      labels['rollouts-pod-template-hash'] ?? labels['pod-template-hash'],
    health: probePath(object(raw.spec)),
    over: phase === 'Succeeded' || phase === 'Failed' ? true : undefined,
  });
}

/** For `clusters.watch(…)`. */
export const PODS = {
  id: 'observability',
  resource: { group: '', version: 'v1', plural: 'pods', kind: 'Pod' },
  project: projectPod,
};

/** Whether a pod is a workload's: its ReplicaSet is named after it and the revision. */
export function isOfWorkload(pod: Pod, workload: string): boolean {
  return (
    pod.owner === workload ||
    (pod.revision !== undefined && pod.owner === `${workload}-${pod.revision}`)
  );
}

export const toRegistrable = (pod: Pod): RegistrablePod => ({
  name: pod.metadata.name,
  ready: pod.ready,
  since: Date.parse(pod.since),
  ...(pod.ip ? { ip: pod.ip } : {}),
  ...(pod.revision ? { revision: pod.revision } : {}),
});
