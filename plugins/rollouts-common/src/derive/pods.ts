import { compact } from '@slipway/plugin-clusters-common/read';
import { ContainerStatus, Pod, ReplicaSet, Rollout } from '../raw/types';
import { PodView } from '../types';
import { compareInstants, latestOf } from './instants';
import { ownedBy } from './owned';
import { isPodConditionTrue, podCondition, podTrouble } from './podTrouble';

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
  /** `ready/total`, native sidecars counted. */
  ready: string;
  restarts: number;
  /** ISO time at which a container that is counted in `restarts` last ended. */
  lastRestartAt?: string;
}

/** Names of init containers that keep running beside the others. */
const sidecarsOf = (pod: Pod) =>
  new Set(
    (pod.spec.initContainers ?? [])
      .filter(container => container.restartPolicy === 'Always')
      .map(container => container.name),
  );

const restartsOf = (statuses: readonly ContainerStatus[]) =>
  statuses.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);

const lastRestartOf = (statuses: readonly ContainerStatus[]) =>
  latestOf(statuses.map(({ lastTermination }) => lastTermination?.finishedAt));

/** The init container that is not through, in words; undefined for one that is. */
function initWords(
  { state = {}, started }: ContainerStatus,
  sidecar: boolean,
  place: string,
): string | undefined {
  const { terminated, waiting } = state;
  if (terminated && (terminated.exitCode ?? 0) === 0) return undefined;
  // A sidecar that has started holds up nothing, ready or not.
  if (sidecar && started) return undefined;
  if (terminated) return `Init:${endWord(terminated)}`;
  if (waiting?.reason && waiting.reason !== 'PodInitializing') {
    return `Init:${waiting.reason}`;
  }
  return `Init:${place}`;
}

/** Status before any container has run: phase or reason, or that the scheduler is kept from the pod. */
function statusOfPod(pod: Pod): string {
  const gated = podCondition(pod, 'PodScheduled')?.reason === 'SchedulingGated';
  return gated
    ? 'SchedulingGated'
    : pod.status.reason || (pod.status.phase ?? '');
}

/** Status that the main containers give; of several the first one that waits or has ended names it. */
function statusOfContainers(pod: Pod, before: string): string {
  let status = before;
  let running = false;
  for (const container of [...(pod.status.containerStatuses ?? [])].reverse()) {
    const { waiting, terminated, running: runs } = container.state ?? {};
    if (waiting?.reason) status = waiting.reason;
    else if (terminated) status = endWord(terminated);
    else if (container.ready && runs) running = true;
  }
  if (status !== 'Completed' || !running) return status;
  return isPodConditionTrue(pod, 'Ready') ? 'Running' : 'NotReady';
}

const isReady = ({ ready, state }: ContainerStatus) =>
  ready === true &&
  state?.running !== undefined &&
  !state.waiting?.reason &&
  !state.terminated;

/** A pod that is being deleted is so called, unless it has ended or its node is away. */
function statusOfDeletion(pod: Pod): string | undefined {
  const { deletionTimestamp } = pod.metadata;
  if (deletionTimestamp === undefined) return undefined;
  if (pod.status.reason === 'NodeLost') return 'Unknown';
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'
    ? undefined
    : 'Terminating';
}

/**
 * The words that `kubectl get pods` shows: status, `ready/total` and restarts.
 * Native sidecars (init containers that restart always) count in all three.
 *
 * `kubectl argo rollouts get` counts otherwise: its own `newPodInfo` leaves
 * sidecars out of `ready/total` and restarts, and knows no conditions.
 *
 * @see k8s.io/kubernetes/pkg/printers/internalversion/printers.go `printPod`
 */
export function podWords(pod: Pod): Words {
  const sidecars = sidecarsOf(pod);
  const inits = pod.status.initContainerStatuses ?? [];
  const mains = pod.status.containerStatuses ?? [];
  const words = inits.map((status, index) =>
    initWords(
      status,
      sidecars.has(status.name),
      `${index}/${pod.spec.initContainers?.length ?? 0}`,
    ),
  );
  const held = words.findIndex(word => word !== undefined);
  // Nothing is said of init containers after the one that holds the others up.
  const reached = held < 0 ? inits : inits.slice(0, held + 1);
  const through = held < 0 || isPodConditionTrue(pod, 'Initialized');
  const counted = through
    ? [...reached.filter(({ name }) => sidecars.has(name)), ...mains]
    : reached;
  const readySidecars = reached.filter(
    ({ name, ready, started, state }, index) =>
      index !== held &&
      sidecars.has(name) &&
      started &&
      ready &&
      !(state?.terminated && (state.terminated.exitCode ?? 0) === 0),
  );
  const ready =
    readySidecars.length + (through ? mains.filter(isReady).length : 0);
  const total = pod.spec.containers.length + sidecars.size;
  const before = words[held] ?? statusOfPod(pod);
  const restarts = restartsOf(counted);
  return compact<Words>({
    status:
      statusOfDeletion(pod) ??
      (through ? statusOfContainers(pod, before) : before),
    ready: `${ready}/${total}`,
    restarts,
    lastRestartAt: restarts > 0 ? lastRestartOf(counted) : undefined,
  });
}

function podView(pod: Pod, replicaSetUid: string): PodView {
  const words = podWords(pod);
  const trouble = podTrouble(pod, words);
  return {
    uid: pod.metadata.uid,
    name: pod.metadata.name,
    revisionUid: replicaSetUid,
    ...words,
    ...(trouble ? { trouble } : {}),
    ...(pod.spec.nodeName ? { node: pod.spec.nodeName } : {}),
    createdAt: pod.metadata.creationTimestamp,
    terminating: pod.metadata.deletionTimestamp !== undefined,
  };
}

function podsOf(owners: ReadonlySet<string>, pods: readonly Pod[]): PodView[] {
  return pods
    .flatMap((pod): PodView[] => {
      const owner = pod.metadata.ownerReferences?.find(ref =>
        owners.has(ref.uid),
      );
      return owner ? [podView(pod, owner.uid)] : [];
    })
    .sort(
      (a, b) =>
        compareInstants(a.createdAt, b.createdAt) ||
        Number(a.name > b.name) - Number(a.name < b.name),
    );
}

/** The pods of one ReplicaSet, oldest first. */
export const podsOfReplicaSet = (
  { metadata }: ReplicaSet,
  pods: readonly Pod[],
): PodView[] => podsOf(new Set([metadata.uid]), pods);

/**
 * The rollout's pods, oldest first, each with the UID of its revision's ReplicaSet.
 *
 * @see pkg/kubectl-argo-rollouts/info/pod_info.go `addPodInfos`
 */
export const derivePods = (
  rollout: Rollout,
  replicaSets: readonly ReplicaSet[],
  pods: readonly Pod[],
): PodView[] =>
  podsOf(
    new Set(
      ownedBy(rollout.metadata.uid, replicaSets).map(
        ({ metadata }) => metadata.uid,
      ),
    ),
    pods,
  );
