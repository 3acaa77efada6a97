import { Clock, StoreEvent } from '@slipway/kube-sim';
import {
  isServiceName,
  metFromOutside,
  NamespaceFlow,
} from '@slipway/platform-model';
import { ControlLoop, ObjectName } from '../../loops';
import { Pod } from '../../loops/model';
import { Objects } from '../../loops/Objects';
import { stamp } from '../../loops/time';
import { finished, isFinished, isPodReady } from '../workloads/status';
import { masterPlan, ROLE_LABEL, RUN_LABEL } from './masterPlan';
import { Masters } from './Masters';
import { SimulatedMaster } from './SimulatedMaster';

const SECOND = 1_000;
/** How long a master waits for all its workers (`--expect-workers-max-wait`). */
const WAITS_FOR_WORKERS = 60 * SECOND;
/** How long it stays after the end (`--autoquit`). */
const LINGERS = 120 * SECOND;
/** Exit code of a process that SIGALRM ended. */
const ALARM = 142;

export interface LocustControllerOptions {
  objects: Objects;
  clock: Clock;
  masters: Masters;
  traffic(namespace: string): NamespaceFlow;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

const isMaster = (pod: Pod) =>
  pod.metadata.labels?.[ROLE_LABEL] === 'master' &&
  pod.metadata.labels[RUN_LABEL] !== undefined;

/** The workers of a run that are ready, by name. */
export function readyWorkers(objects: Objects, master: Pod): string[] {
  const { namespace, labels = {} } = master.metadata;
  return objects.pods
    .list(namespace)
    .filter(
      pod =>
        pod.metadata.labels?.[RUN_LABEL] === labels[RUN_LABEL] &&
        pod.metadata.labels?.[ROLE_LABEL] === 'worker' &&
        !pod.metadata.deletionTimestamp &&
        isPodReady(pod),
    )
    .map(({ metadata }) => metadata.name)
    .sort();
}

/** The process in a master's pod: waits for workers, follows its curve, lingers, ends. */
export class LocustController implements ControlLoop {
  constructor(private readonly options: LocustControllerOptions) {}

  /** Forgets a master whose pod is gone. */
  onEvent({ type, resource, object }: StoreEvent): void {
    if (type === 'DELETED' && resource.kind === 'Pod') {
      this.options.masters.delete(object.metadata.uid);
    }
  }

  /** A worker that comes or goes concerns its master. */
  wokenBy({ resource, object }: StoreEvent): ObjectName[] {
    const { labels = {}, namespace } = object.metadata;
    if (resource.kind !== 'Pod' || labels[ROLE_LABEL] !== 'worker') return [];
    return this.options.objects.pods
      .list(namespace)
      .filter(
        pod =>
          isMaster(pod) &&
          pod.metadata.labels?.[RUN_LABEL] === labels[RUN_LABEL],
      )
      .map(({ metadata }) => metadata);
  }

  sync(namespace: string | undefined, name: string): void {
    const { objects, masters } = this.options;
    const pod = objects.pods.get(namespace, name);
    if (!pod || !isMaster(pod) || isFinished(pod)) return;
    const { deletionTimestamp, uid } = pod.metadata;
    const startedAt = startOf(pod);
    if (startedAt === undefined || deletionTimestamp) return;
    const master = masters.get(uid) ?? this.#begin(pod, startedAt);
    if (!master) return;
    const deadline = startedAt + master.plan.deadlineSeconds * SECOND;
    if (this.#now() >= deadline) {
      this.#exit(pod, ALARM);
      return;
    }
    if (master.startedAt === undefined)
      this.#startWhenReady(pod, master, startedAt);
    while (master.dueAt !== undefined && master.dueAt <= this.#now()) {
      this.#take(pod, master);
    }
    if (master.endedAt !== undefined) {
      if (this.#now() >= master.endedAt + LINGERS) {
        this.#exit(pod, master.failures.length > 0 ? 1 : 0);
        return;
      }
      this.#lookAgain(pod, master.endedAt + LINGERS);
    } else if (master.dueAt !== undefined) {
      this.#lookAgain(pod, Math.min(master.dueAt, deadline));
    }
  }

  #now(): number {
    return this.options.clock.now().getTime();
  }

  #lookAgain({ metadata }: Pod, at: number): void {
    this.options.requeueAfter(
      metadata.namespace,
      metadata.name,
      Math.max(0, at - this.#now()),
    );
  }

  /** A process that was running when the sandbox stopped is gone with its memory. */
  #begin(pod: Pod, startedAt: number): SimulatedMaster | undefined {
    const { objects, masters } = this.options;
    if (this.#now() - startedAt > WAITS_FOR_WORKERS) {
      this.#exit(pod, 1);
      return undefined;
    }
    const { namespace, uid } = pod.metadata;
    const configMap = objects.configMaps.get(namespace, mountOf(pod) ?? '');
    const plan = configMap && masterPlan(pod, configMap);
    if (!plan) {
      this.#exit(pod, 1);
      return undefined;
    }
    const master = new SimulatedMaster(plan);
    masters.set(uid, master);
    return master;
  }

  #startWhenReady(pod: Pod, master: SimulatedMaster, startedAt: number): void {
    const workers = readyWorkers(this.options.objects, pod).length;
    const waitedFor = startedAt + WAITS_FOR_WORKERS;
    if (
      workers >= master.plan.workers ||
      (workers > 0 && this.#now() >= waitedFor)
    ) {
      master.start(this.#now());
    } else if (this.#now() >= waitedFor) {
      // Nobody came: as the real one, it gives up.
      this.#exit(pod, 1);
    } else {
      this.#lookAgain(pod, waitedFor);
    }
  }

  #take(pod: Pod, master: SimulatedMaster): void {
    const { objects, traffic } = this.options;
    const { target } = master.plan;
    const flow =
      target && isServiceName(target.service)
        ? traffic(target.namespace).get(target.service)
        : undefined;
    const answers = flow?.pods.some(({ pod: one }) => one.ready);
    master.take({
      workers: readyWorkers(objects, pod),
      flow: flow && answers ? metFromOutside(flow) : undefined,
    });
  }

  #exit(pod: Pod, code: number): void {
    const { objects, clock } = this.options;
    objects.pods.updateStatus({
      ...pod,
      status: finished(pod, stamp(clock.now()), code),
    });
  }
}

/** When the container of a pod began to run, ms since 1970. */
function startOf({ status }: Pod): number | undefined {
  const at = status.containerStatuses?.[0]?.state.running?.startedAt;
  return at === undefined ? undefined : Date.parse(at);
}

/** Name of the ConfigMap that a pod mounts. */
function mountOf({ spec }: Pod): string | undefined {
  return spec.volumes?.find(({ configMap }) => configMap !== undefined)
    ?.configMap?.name;
}
