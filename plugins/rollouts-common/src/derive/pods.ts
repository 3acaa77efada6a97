import { ContainerStatus, Pod, ReplicaSet, Rollout } from '../raw/types';
import { PodView } from '../types';
import { compareInstants } from './instants';
import { ownedBy } from './summary';

type Terminated = NonNullable<
  NonNullable<ContainerStatus['state']>['terminated']
>;

const endWord = (terminated: Terminated) => {
  if (terminated.reason) return terminated.reason;
  return terminated.signal
    ? `Signal:${terminated.signal}`
    : `ExitCode:${terminated.exitCode ?? 0}`;
};

interface Words {
  status: string;
  restarts: number;
}

/** Words of a pod whose init containers are not through; undefined when they are. */
function initializing(pod: Pod): Words | undefined {
  const inits = pod.spec.initContainers ?? [];
  const sidecars = new Set(
    inits.filter(c => c.restartPolicy === 'Always').map(c => c.name),
  );
  let restarts = 0;
  for (const [index, container] of (
    pod.status.initContainerStatuses ?? []
  ).entries()) {
    restarts += container.restartCount ?? 0;
    const { terminated, waiting } = container.state ?? {};
    if (terminated) {
      if ((terminated.exitCode ?? 0) === 0) continue;
      return { status: `Init:${endWord(terminated)}`, restarts };
    }
    if (sidecars.has(container.name) && container.started) {
      if (container.ready) continue;
      // A started sidecar that is not ready neither ends nor names the wait.
      return undefined;
    }
    if (waiting?.reason && waiting.reason !== 'PodInitializing') {
      return { status: `Init:${waiting.reason}`, restarts };
    }
    return { status: `Init:${index}/${inits.length}`, restarts };
  }
  return undefined;
}

/**
 * The words that `kubectl get pods` shows: status, `ready/total` and restarts.
 *
 * @see pkg/kubectl-argo-rollouts/info/pod_info.go `newPodInfo`
 */
export function podWords(pod: Pod): Words & { ready: string } {
  const total = pod.spec.containers.length;
  const init = initializing(pod);
  let status = pod.status.reason || (pod.status.phase ?? '');
  let restarts = 0;
  let ready = 0;
  if (init) {
    status = init.status;
    restarts = init.restarts;
  } else {
    let running = false;
    for (const container of [
      ...(pod.status.containerStatuses ?? []),
    ].reverse()) {
      restarts += container.restartCount ?? 0;
      const state = container.state ?? {};
      if (state.waiting?.reason) {
        status = state.waiting.reason;
      } else if (state.terminated) {
        status = endWord(state.terminated);
      } else if (container.ready && state.running) {
        running = true;
        ready += 1;
      }
    }
    if (status === 'Completed' && running) status = 'Running';
  }
  if (pod.metadata.deletionTimestamp) {
    status = pod.status.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
  }
  return { status, ready: `${ready}/${total}`, restarts };
}

/**
 * The rollout's pods, oldest first, each with the UID of its revision's ReplicaSet.
 *
 * @see pkg/kubectl-argo-rollouts/info/pod_info.go `addPodInfos`
 */
export function derivePods(
  rollout: Rollout,
  replicaSets: readonly ReplicaSet[],
  pods: readonly Pod[],
): PodView[] {
  const owned = new Set(
    ownedBy(rollout.metadata.uid, replicaSets).map(rs => rs.metadata.uid),
  );
  return pods
    .flatMap((pod): PodView[] => {
      const owner = pod.metadata.ownerReferences?.find(ref =>
        owned.has(ref.uid),
      );
      if (!owner) return [];
      const words = podWords(pod);
      return [
        {
          uid: pod.metadata.uid,
          name: pod.metadata.name,
          revisionUid: owner.uid,
          ...words,
          ...(pod.spec.nodeName ? { node: pod.spec.nodeName } : {}),
          createdAt: pod.metadata.creationTimestamp,
          terminating: pod.metadata.deletionTimestamp !== undefined,
        },
      ];
    })
    .sort(
      (a, b) =>
        compareInstants(a.createdAt, b.createdAt) ||
        Number(a.name > b.name) - Number(a.name < b.name),
    );
}
