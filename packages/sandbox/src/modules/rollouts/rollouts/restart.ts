import { Pod } from '../../../loops/model';
import { isOwnedBy } from '../../../loops/Objects';
import { seconds, stamp } from '../../../loops/time';
import { isPodAvailable } from '../../workloads/status';
import { sumOf, wanted } from './replicaSets';
import { RolloutContext } from './RolloutContext';
import { maxUnavailable, replicasOf } from './spec';

/** How often a restart that waits for pods is looked at again, ms. */
const CHECK = 30_000;

/** Replaces pods older than `spec.restartAt`, some at a time. @returns how many. Upstream: `rollout/restart.go`. */
export function restartPods(context: RolloutContext): number {
  const { rollout, objects, services, stableRS, newRS } = context;
  const restartAt = seconds(rollout.spec.restartAt);
  const now = context.now.getTime();
  if (Number.isNaN(restartAt)) return 0;
  if (now <= restartAt) {
    services.requeueAfter(restartAt - now + 1);
    return 0;
  }
  if (restartAt === seconds(rollout.status.restartedAt)) return 0;
  const rank = (uid: string) => {
    if (uid === stableRS?.metadata.uid) return 0;
    return uid === newRS?.metadata.uid ? 1 : 2;
  };
  const replicaSets = [...context.allRSs].sort(
    (left, right) => rank(left.metadata.uid) - rank(right.metadata.uid),
  );
  const all = objects.pods.list(rollout.metadata.namespace);
  const pods = replicaSets.flatMap(replicaSet =>
    all.filter(pod => isOwnedBy(pod, replicaSet.metadata.uid)),
  );
  const minReady = rollout.spec.minReadySeconds ?? 0;
  const present = pods.filter(
    pod =>
      !pod.metadata.deletionTimestamp && isPodAvailable(pod, minReady, now),
  ).length;
  let mayRestart =
    present -
    (Math.max(replicasOf(rollout), sumOf(context.allRSs, wanted)) -
      Math.max(maxUnavailable(rollout), 1));
  const old = pods.filter(
    (pod: Pod) => seconds(pod.metadata.creationTimestamp) < restartAt,
  );
  let restarted = 0;
  for (const pod of old) {
    if (mayRestart <= 0) break;
    if (pod.metadata.deletionTimestamp) continue;
    objects.pods.delete(pod);
    mayRestart -= 1;
    restarted += 1;
  }
  if (old.length !== restarted) {
    services.requeueAfter(CHECK);
  } else {
    context.next.restartedAt = stamp(new Date(restartAt));
  }
  return restarted;
}
