import { compact } from '@slipway/plugin-clusters-common/read';
import {
  AnalysisRun,
  Experiment,
  KubeEvent,
  Pod,
  ReplicaSet,
  Rollout,
} from '../raw/types';
import { EventView } from '../types';
import { compareLatest } from './instants';
import { ownedBy } from './summary';

/** How many events a page shows. */
const MAX_EVENTS = 100;

/** Objects whose events belong on a rollout's page. */
export interface EventSubjects {
  replicaSets: readonly ReplicaSet[];
  pods: readonly Pod[];
  analysisRuns: readonly AnalysisRun[];
  experiments?: readonly Experiment[];
}

/**
 * UIDs of the rollout and of everything it owns, directly or through its ReplicaSets.
 *
 * @see pkg/kubectl-argo-rollouts/info/info.go `ownerRef`
 */
export function uidsOf(rollout: Rollout, subjects: EventSubjects): Set<string> {
  const { uid } = rollout.metadata;
  const uids = new Set([uid]);
  for (const replicaSet of ownedBy(uid, subjects.replicaSets)) {
    uids.add(replicaSet.metadata.uid);
  }
  for (const run of ownedBy(uid, subjects.analysisRuns)) {
    uids.add(run.metadata.uid);
  }
  for (const { metadata } of ownedBy(uid, subjects.experiments ?? [])) {
    uids.add(metadata.uid);
    for (const owned of [
      ...ownedBy(metadata.uid, subjects.replicaSets),
      ...ownedBy(metadata.uid, subjects.analysisRuns),
    ]) {
      uids.add(owned.metadata.uid);
    }
  }
  for (const pod of subjects.pods) {
    if (pod.metadata.ownerReferences?.some(owner => uids.has(owner.uid))) {
      uids.add(pod.metadata.uid);
    }
  }
  return uids;
}

const timeOf = (event: EventView) => event.lastAt ?? event.firstAt;

/** Events about the rollout and what it owns (by UID), newest first, at most 100. */
export function deriveEvents(
  rollout: Rollout,
  subjects: EventSubjects,
  events: readonly KubeEvent[],
): EventView[] {
  const uids = uidsOf(rollout, subjects);
  return events
    .filter(
      event => event.involvedObject.uid && uids.has(event.involvedObject.uid),
    )
    .map(event =>
      compact<EventView>({
        uid: event.metadata.uid,
        type: event.type === 'Warning' ? 'Warning' : 'Normal',
        reason: event.reason ?? '',
        message: event.message ?? '',
        count: event.count ?? 1,
        firstAt:
          event.firstTimestamp ??
          event.eventTime ??
          event.metadata.creationTimestamp,
        lastAt: event.lastTimestamp ?? event.eventTime,
        objectKind: event.involvedObject.kind ?? '',
        objectName: event.involvedObject.name ?? '',
      }),
    )
    .sort(
      (a, b) => compareLatest(timeOf(a), timeOf(b)) || (a.uid < b.uid ? -1 : 1),
    )
    .slice(0, MAX_EVENTS);
}
