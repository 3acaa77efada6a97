import { PodView, RevisionView } from '@slipway/plugin-rollouts-common';

/** States of a pod as the palette has them. */
export type PodState = 'healthy' | 'progressing' | 'degraded' | 'unknown';

const STARTING = new Set([
  'Pending',
  'SchedulingGated',
  'ContainerCreating',
  'PodInitializing',
  'NotReady',
]);

/** An init container that waits for a cause of its own: `Init:CrashLoopBackOff`, but not `Init:1/2`. */
const INIT_FAILS = /^Init:(?!\d+\/\d+$)/;

/** `1/1` is ready, `0/1` and anything unreadable is not. */
function allReady(ready: string): boolean {
  const [now, wanted] = ready.split('/').map(Number);
  return now === wanted && wanted > 0;
}

/** How a pod does, from the words that `kubectl get pods` uses. */
export function podState(
  pod: Pick<PodView, 'status' | 'ready' | 'terminating' | 'trouble'>,
): PodState {
  if (pod.terminating) return 'unknown';
  if (pod.status === 'Running') {
    return allReady(pod.ready) && !pod.trouble ? 'healthy' : 'progressing';
  }
  if (INIT_FAILS.test(pod.status)) return 'degraded';
  if (STARTING.has(pod.status) || pod.status.startsWith('Init:')) {
    return 'progressing';
  }
  return pod.status === 'Unknown' || pod.status === 'Completed'
    ? 'unknown'
    : 'degraded';
}

/** Pods of each revision, newest revision first; revisions without pods are left out. */
export function podsByRevision(
  pods: readonly PodView[],
  revisions: readonly RevisionView[],
): Array<{ revision?: RevisionView; pods: PodView[] }> {
  const groups = new Map<string, PodView[]>();
  for (const pod of pods) {
    const group = groups.get(pod.revisionUid);
    if (group) group.push(pod);
    else groups.set(pod.revisionUid, [pod]);
  }
  return [...groups]
    .map(([uid, group]) => ({
      revision: revisions.find(revision => revision.uid === uid),
      pods: group,
    }))
    .sort((a, b) => (b.revision?.revision ?? 0) - (a.revision?.revision ?? 0));
}
