import { ApiError, Clock } from '@slipway/kube-sim';
import { EventRecorder } from '../../loops/EventRecorder';
import { suffix } from '../../loops/hash';
import { Pod, ReplicaSet } from '../../loops/model';
import { controllerReference, Objects } from '../../loops/Objects';
import { availableSince, isPodReady } from './status';

export interface ReplicaSetControllerOptions {
  objects: Objects;
  clock: Clock;
  events: EventRecorder;
  random: () => number;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

const PHASES = ['Pending', 'Unknown', 'Running'];

/** Which pod goes first when there are too many: without a node, not running, not ready, youngest. Upstream: `ActivePodsWithRanks` of Kubernetes. */
export const goesFirst = (left: Pod, right: Pod): number =>
  Number(Boolean(left.spec.nodeName)) - Number(Boolean(right.spec.nodeName)) ||
  PHASES.indexOf(left.status.phase ?? '') -
    PHASES.indexOf(right.status.phase ?? '') ||
  Number(isPodReady(left)) - Number(isPodReady(right)) ||
  Date.parse(right.metadata.creationTimestamp) -
    Date.parse(left.metadata.creationTimestamp) ||
  (left.metadata.name < right.metadata.name ? -1 : 1);

/** Keeps as many pods as a ReplicaSet wants and counts them. Upstream: `pkg/controller/replicaset` of Kubernetes. */
export class ReplicaSetController {
  constructor(private readonly options: ReplicaSetControllerOptions) {}

  sync(namespace: string | undefined, name: string): void {
    const { objects } = this.options;
    const replicaSet = objects.replicaSets.get(namespace, name);
    if (!replicaSet) return;
    let pods = this.#activePods(replicaSet);
    if (!replicaSet.metadata.deletionTimestamp) {
      const missing = (replicaSet.spec.replicas ?? 1) - pods.length;
      for (let count = 0; count < missing; count += 1) this.#create(replicaSet);
      if (missing < 0) this.#remove(replicaSet, pods, -missing);
      if (missing !== 0) pods = this.#activePods(replicaSet);
    }
    this.#count(replicaSet, pods);
  }

  #activePods(replicaSet: ReplicaSet): Pod[] {
    return this.options.objects.pods
      .ownedBy(replicaSet)
      .filter(
        pod =>
          !pod.metadata.deletionTimestamp &&
          pod.status.phase !== 'Succeeded' &&
          pod.status.phase !== 'Failed',
      );
  }

  #create(replicaSet: ReplicaSet): void {
    const { objects, random } = this.options;
    const { template } = replicaSet.spec;
    for (;;) {
      const name = `${replicaSet.metadata.name}-${suffix(random)}`;
      try {
        objects.pods.create({
          metadata: {
            name,
            generateName: `${replicaSet.metadata.name}-`,
            namespace: replicaSet.metadata.namespace,
            labels: template.metadata?.labels,
            annotations: template.metadata?.annotations,
            ownerReferences: [controllerReference(replicaSet)],
          },
          spec: { ...template.spec },
          status: { phase: 'Pending' },
        });
      } catch (error) {
        if (error instanceof ApiError && error.reason === 'AlreadyExists') {
          continue;
        }
        throw error;
      }
      this.#tell(replicaSet, 'SuccessfulCreate', `Created pod: ${name}`);
      return;
    }
  }

  #remove(replicaSet: ReplicaSet, pods: Pod[], count: number): void {
    for (const pod of [...pods].sort(goesFirst).slice(0, count)) {
      this.options.objects.pods.delete(pod, {
        gracePeriodSeconds: pod.spec.terminationGracePeriodSeconds ?? 30,
      });
      this.#tell(
        replicaSet,
        'SuccessfulDelete',
        `Deleted pod: ${pod.metadata.name}`,
      );
    }
  }

  #tell(replicaSet: ReplicaSet, reason: string, message: string): void {
    this.options.events.record(
      replicaSet,
      'replicaset-controller',
      'Normal',
      reason,
      message,
    );
  }

  #count(replicaSet: ReplicaSet, pods: Pod[]): void {
    const { objects, clock, requeueAfter } = this.options;
    const { namespace, name } = replicaSet.metadata;
    const now = clock.now().getTime();
    const minReady = replicaSet.spec.minReadySeconds ?? 0;
    const since = pods.map(pod => availableSince(pod, minReady));
    const counts = {
      replicas: pods.length,
      fullyLabeledReplicas: pods.length,
      readyReplicas: pods.filter(isPodReady).length,
      availableReplicas: since.filter(at => at !== undefined && at <= now)
        .length,
    };
    const later = since.filter(
      (at): at is number => at !== undefined && at > now,
    );
    if (later.length) {
      requeueAfter(namespace, name, Math.min(...later) - now);
    }
    objects.replicaSets.updateStatus({
      ...replicaSet,
      status: {
        replicas: counts.replicas,
        ...Object.fromEntries(
          Object.entries(counts).filter(([, count]) => count > 0),
        ),
        observedGeneration: replicaSet.metadata.generation,
      },
    });
  }
}
