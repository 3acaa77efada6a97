import { Pod } from '../../loops/model';
import { Objects } from '../../loops/Objects';
import { Fault, FaultRecord, INJECTED, NOT_INJECTED } from './model';

/** What stands in for a container whose image is swapped by `pod-failure`. */
export const PAUSE_IMAGE = 'gcr.io/google-containers/pause:latest';

/** How a kind does its fault to one target. Both answer the phase that the record is in afterwards. */
export interface Injection {
  /** @throws Error in the words that the record's events show */
  apply(fault: Fault, record: FaultRecord): string;
  /** @throws Error as `apply` */
  recover(fault: Fault, record: FaultRecord): string;
}

const partsOf = (id: string) => {
  const [namespace, name, container] = id.split('/');
  return { namespace, name, container };
};

function podOf(objects: Objects, record: FaultRecord): Pod {
  const { namespace, name } = partsOf(record.id);
  const pod = objects.pods.get(namespace, name);
  if (!pod) throw new Error(`Pod "${name}" not found`);
  return pod;
}

/** Where the image of a container is kept. @see GenKeyForImage in pkg/annotation of chaos-mesh */
export function imageKey(fault: Fault, container: string): string {
  const name = `${container}-normal`;
  const key = `chaos-mesh-${fault.metadata.name}-${fault.spec.action}-${name}-image`;
  return key.length > 63 ? name : key;
}

/** @see controllers/chaosimpl/podchaos/podkill of chaos-mesh */
const podKill = (objects: Objects): Injection => ({
  apply(fault, record) {
    const pod = podOf(objects, record);
    objects.pods.delete(pod, {
      gracePeriodSeconds: fault.spec.gracePeriod ?? 0,
    });
    return INJECTED;
  },
  recover: () => NOT_INJECTED,
});

/** @see controllers/chaosimpl/podchaos/podfailure of chaos-mesh */
const podFailure = (objects: Objects): Injection => ({
  apply(fault, record) {
    const pod = podOf(objects, record);
    const annotations = { ...pod.metadata.annotations };
    const containers = (pod.spec.containers ?? []).map(container => {
      const key = imageKey(fault, container.name);
      if (key in annotations) return container;
      annotations[key] = container.image ?? '';
      return { ...container, image: PAUSE_IMAGE };
    });
    objects.pods.update({
      ...pod,
      metadata: { ...pod.metadata, annotations },
      spec: { ...pod.spec, containers },
    });
    return INJECTED;
  },
  recover(fault, record) {
    const { namespace, name } = partsOf(record.id);
    const pod = objects.pods.get(namespace, name);
    if (!pod) return NOT_INJECTED;
    const annotations = { ...pod.metadata.annotations };
    const containers = (pod.spec.containers ?? []).map(container => {
      const key = imageKey(fault, container.name);
      const image = annotations[key];
      if (image === undefined) return container;
      delete annotations[key];
      return { ...container, image };
    });
    objects.pods.update({
      ...pod,
      metadata: { ...pod.metadata, annotations },
      spec: { ...pod.spec, containers },
    });
    return NOT_INJECTED;
  },
});

/** The daemon kills the process; the kubelet starts it again. */
const containerKill = (objects: Objects, now: string): Injection => ({
  apply(_fault, record) {
    const pod = podOf(objects, record);
    const { container } = partsOf(record.id);
    const containerStatuses = (pod.status.containerStatuses ?? []).map(status =>
      status.name === container
        ? {
            ...status,
            state: {
              terminated: {
                exitCode: 137,
                reason: 'Error',
                startedAt: status.state.running?.startedAt ?? now,
                finishedAt: now,
              },
            },
          }
        : status,
    );
    objects.pods.updateStatus({
      ...pod,
      status: { ...pod.status, containerStatuses },
    });
    return INJECTED;
  },
  recover: () => NOT_INJECTED,
});

/**
 * Through the daemon on the node of a target: its answer is waited for once, as
 * a `PodNetworkChaos` is, and what the fault does is a cause in the model of
 * the traffic.
 */
const byDaemon = (objects: Objects, waits: boolean): Injection => ({
  apply(_fault, record) {
    podOf(objects, record);
    return waits && record.phase === NOT_INJECTED
      ? `${NOT_INJECTED}/Wait`
      : INJECTED;
  },
  recover(_fault, record) {
    const { namespace, name } = partsOf(record.id);
    if (!objects.pods.get(namespace, name)) return NOT_INJECTED;
    return waits && record.phase === INJECTED
      ? `${INJECTED}/Wait`
      : NOT_INJECTED;
  },
});

/** There is no cloud and no machine outside of the cluster here. */
const elsewhere = (what: string): Injection => ({
  apply() {
    throw new Error(`the sandbox has no ${what}`);
  },
  recover: () => NOT_INJECTED,
});

const CLOUDS: Record<string, string> = {
  AWSChaos: 'AWS account',
  GCPChaos: 'Google Cloud project',
  AzureChaos: 'Azure subscription',
  PhysicalMachineChaos: 'physical machines',
};

/**
 * How a fault is done to its targets.
 *
 * @param now - as it is written into statuses
 */
export function injectionOf(
  { kind, spec }: Fault,
  objects: Objects,
  now: string,
): Injection {
  if (CLOUDS[kind]) return elsewhere(CLOUDS[kind]);
  if (kind !== 'PodChaos') return byDaemon(objects, kind === 'NetworkChaos');
  if (spec.action === 'pod-kill') return podKill(objects);
  return spec.action === 'pod-failure'
    ? podFailure(objects)
    : containerKill(objects, now);
}
