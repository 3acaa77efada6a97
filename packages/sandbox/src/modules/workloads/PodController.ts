import { Clock, StoreEvent } from '@slipway/kube-sim';
import { ControlLoop, EventRecorder, ObjectName } from '../../loops';
import { fnv1a } from '../../loops/hash';
import { Pod } from '../../loops/model';
import { Objects } from '../../loops/Objects';
import { stamp } from '../../loops/time';
import {
  crashed,
  crashes,
  creating,
  isFinished,
  isReplaced,
  isRestarting,
  podCondition,
  replaced,
  restarted,
  running,
  unschedulable,
} from './status';

/** Least and most ms that a stage of a pod's life takes. */
interface PodTimes {
  schedule: [number, number];
  start: [number, number];
  terminate: [number, number];
}

const POD_TIMES: PodTimes = {
  schedule: [50, 200],
  start: [600, 1800],
  terminate: [200, 900],
};

/** Where pods run when a cluster has no Node objects. */
const ONLY_NODE = 'sandbox-node';
const BACK_OFF = { first: 10, longest: 300 };

export interface PodControllerOptions {
  objects: Objects;
  clock: Clock;
  events: EventRecorder;
  seed: number;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

/** Scheduler and kubelet: takes pods from stage to stage. How long a stage takes is the same for the same seed and pod name. */
export class PodController implements ControlLoop {
  /** The stage that a pod is waiting for, and when it comes, by UID. */
  readonly #due = new Map<string, { stage: string; at: number }>();

  constructor(private readonly options: PodControllerOptions) {}

  /** Whether a stage has come; asks to be called again when not. */
  #hasCome(pod: Pod, stage: string, delay: number): boolean {
    const { clock, requeueAfter } = this.options;
    const { uid, namespace, name } = pod.metadata;
    const now = clock.now().getTime();
    let due = this.#due.get(uid);
    if (due?.stage !== stage) {
      due = { stage, at: now + delay };
      this.#due.set(uid, due);
    }
    if (due.at > now) {
      requeueAfter(namespace, name, due.at - now);
      return false;
    }
    this.#due.delete(uid);
    return true;
  }

  #delay(pod: Pod, stage: keyof PodTimes): number {
    const [least, most] = POD_TIMES[stage];
    const share =
      fnv1a(`${this.options.seed}/${stage}/${pod.metadata.name}`) / 2 ** 32;
    return Math.round(least + share * (most - least));
  }

  /** Forgets a pod that is gone. */
  onEvent({ type, resource, object }: StoreEvent): void {
    if (type === 'DELETED' && resource.kind === 'Pod') {
      this.#due.delete(object.metadata.uid);
    }
  }

  /** With another Node, pods may find a place. */
  wokenBy({ resource }: StoreEvent): ObjectName[] {
    if (resource.kind !== 'Node') return [];
    return this.options.objects.pods
      .list()
      .filter(({ spec }) => !spec.nodeName)
      .map(({ metadata }) => metadata);
  }

  sync(namespace: string | undefined, name: string): void {
    const pod = this.options.objects.pods.get(namespace, name);
    if (!pod) return;
    if (pod.metadata.deletionTimestamp) {
      this.#terminate(pod);
    } else if (isFinished(pod)) {
      this.#due.delete(pod.metadata.uid);
    } else if (!pod.spec.nodeName) {
      this.#schedule(pod);
    } else if (!pod.status.containerStatuses?.length) {
      this.#setStatus(pod, creating(pod, this.#now()));
      this.sync(namespace, name);
    } else if (pod.status.phase === 'Running' && isReplaced(pod)) {
      this.#setStatus(pod, replaced(pod, this.#now()));
    } else if (pod.spec.containers?.some(crashes)) {
      this.#crash(pod);
    } else if (pod.status.phase !== 'Running') {
      this.#start(pod, running);
    } else if (isRestarting(pod)) {
      this.#start(pod, restarted);
    }
  }

  #start(pod: Pod, started: (pod: Pod, at: string) => Pod['status']): void {
    if (!this.#hasCome(pod, 'start', this.#delay(pod, 'start'))) return;
    this.#setStatus(pod, started(pod, this.#now()));
    const [container] = pod.spec.containers ?? [];
    this.#tell(
      pod,
      'kubelet',
      'Normal',
      'Started',
      `Started container ${container?.name}`,
    );
  }

  #now(): string {
    return stamp(this.options.clock.now());
  }

  #tell(
    pod: Pod,
    component: string,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    this.options.events.record(pod, component, type, reason, message);
  }

  #setStatus(pod: Pod, status: Pod['status']): void {
    this.options.objects.pods.updateStatus({ ...pod, status });
  }

  #terminate(pod: Pod): void {
    const grace = (pod.metadata.deletionGracePeriodSeconds ?? 30) * 1000;
    const delay = Math.min(grace, this.#delay(pod, 'terminate'));
    if (!this.#hasCome(pod, 'terminate', delay)) return;
    this.options.objects.pods.delete(pod, { gracePeriodSeconds: 0 });
  }

  #schedule(pod: Pod): void {
    const { objects } = this.options;
    const nodes = objects.nodes.list();
    const wanted = Object.entries(pod.spec.nodeSelector ?? {});
    const fitting = nodes.filter(
      node =>
        !node.spec.unschedulable &&
        wanted.every(([key, value]) => node.metadata.labels?.[key] === value),
    );
    const names = fitting.map(node => node.metadata.name);
    if (!nodes.length && !wanted.length) names.push(ONLY_NODE);
    if (!names.length) {
      const message = nodes.length
        ? `0/${nodes.length} nodes are available: ${nodes.length} node(s) didn't match Pod's node affinity/selector.`
        : 'no nodes available to schedule pods';
      if (podCondition(pod, 'PodScheduled')?.message === message) return;
      this.#setStatus(pod, unschedulable(pod, message, this.#now()));
      this.#tell(
        pod,
        'default-scheduler',
        'Warning',
        'FailedScheduling',
        message,
      );
      return;
    }
    if (!this.#hasCome(pod, 'schedule', this.#delay(pod, 'schedule'))) return;
    const nodeName = names[fnv1a(pod.metadata.name) % names.length];
    const bound = objects.pods.update({
      ...pod,
      spec: { ...pod.spec, nodeName },
    });
    this.#setStatus(bound, creating(bound, this.#now()));
    this.#tell(
      pod,
      'default-scheduler',
      'Normal',
      'Scheduled',
      `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${nodeName}`,
    );
  }

  #crash(pod: Pod): void {
    const restarts = Math.max(
      0,
      ...(pod.status.containerStatuses ?? []).map(one => one.restartCount),
    );
    const backOff = (count: number) =>
      Math.min(BACK_OFF.longest, BACK_OFF.first * 2 ** Math.max(0, count - 1));
    const delay = restarts
      ? backOff(restarts) * 1000
      : this.#delay(pod, 'start');
    if (!this.#hasCome(pod, `crash ${restarts}`, delay)) return;
    this.#setStatus(pod, crashed(pod, this.#now(), backOff(restarts + 1)));
    const failing = pod.spec.containers?.find(crashes);
    this.#tell(
      pod,
      'kubelet',
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${failing?.name} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`,
    );
  }
}
