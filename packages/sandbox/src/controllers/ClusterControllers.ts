import { Clock, ObjectStore, StoreEvent } from '@slipway/kube-sim';
import { AnalysisController } from './analysis/AnalysisController';
import { queryOverHttp } from './analysis/prometheus';
import { InstantQuery } from './analysis/query';
import { EventRecorder } from './base/EventRecorder';
import { randomOf } from './base/hash';
import { Objects } from './base/Objects';
import { Failure, WorkQueue } from './base/WorkQueue';
import { ExperimentController } from './experiments/ExperimentController';
import { DeploymentController } from './pods/DeploymentController';
import { PodController, POD_TIMES, PodTimes } from './pods/PodController';
import { ReplicaSetController } from './pods/ReplicaSetController';
import { RolloutController } from './rollouts/RolloutController';
import {
  releasedServices,
  ServiceController,
} from './rollouts/ServiceController';
import { Controller } from './types';

export interface ClusterControllersOptions {
  store: ObjectStore;
  clock: Clock;
  /** Answers the queries of AnalysisRuns; by default the address in their metrics is asked over HTTP. */
  query?: InstantQuery;
  /** Same seed, same names of pods and same start times. Default 1. */
  seed?: number;
  /** How long scheduling, starting and ending of pods take. */
  podTimes?: Partial<PodTimes>;
  /** Told of what a control loop could not do; it tries again by itself. Default: a line on stderr. */
  onError?: (error: ControllerError) => void;
}

/** An error that a control loop did not expect; its cause is what was thrown. */
export class ControllerError extends Error {
  constructor(
    /** Kind, namespace and name: `Rollout ecommerce/order-service`. */
    readonly what: string,
    readonly failure: Failure,
  ) {
    const { error, count, retryIn } = failure;
    super(
      `${what} failed ${
        count === 1 ? 'once' : `${count} times in a row`
      }, next try in ${retryIn / 1_000} s at the latest: ${
        error instanceof Error ? error.message : String(error)
      }`,
      { cause: error },
    );
    this.name = 'ControllerError';
  }
}

type Loop =
  | 'Rollout'
  | 'ReplicaSet'
  | 'Pod'
  | 'Deployment'
  | 'AnalysisRun'
  | 'Experiment'
  | 'Service';

const keyOf = (namespace: string | undefined, name: string) =>
  `${namespace ?? ''}/${name}`;

/** Kinds that Rollouts refer to. */
const REFERRED = new Set([
  'Service',
  'Ingress',
  'AnalysisTemplate',
  'ClusterAnalysisTemplate',
  'Deployment',
]);

/**
 * All control loops of one cluster. They are woken by writes to the store and
 * by the clock, never by polling; after a restart they go on from what the
 * objects say.
 */
export class ClusterControllers implements Controller {
  readonly #objects: Objects;
  readonly #events: EventRecorder;
  readonly #queues: Record<Loop, WorkQueue>;
  readonly #analysis: AnalysisController;
  readonly #pods: PodController;
  #unsubscribe: (() => void) | undefined;
  #failures = 0;

  constructor(private readonly options: ClusterControllersOptions) {
    const { store, clock, query = queryOverHttp, seed = 1 } = options;
    const objects = new Objects(store);
    this.#objects = objects;
    const events = new EventRecorder(objects, clock);
    this.#events = events;
    const requeue =
      (loop: Loop) =>
      (namespace: string | undefined, name: string, milliseconds: number) =>
        this.#queues[loop].addAfter(keyOf(namespace, name), milliseconds);
    const common = (loop: Loop) => ({
      objects,
      clock,
      events,
      requeueAfter: requeue(loop),
    });
    this.#analysis = new AnalysisController({
      ...common('AnalysisRun'),
      query,
      failed: (namespace, name, error) =>
        this.#queues.AnalysisRun.failed(keyOf(namespace, name), error),
    });
    this.#pods = new PodController({
      ...common('Pod'),
      seed,
      times: { ...POD_TIMES, ...options.podTimes },
    });
    const loops: Record<
      Loop,
      { sync(namespace: string | undefined, name: string): void }
    > = {
      Rollout: new RolloutController(common('Rollout')),
      ReplicaSet: new ReplicaSetController({
        ...common('ReplicaSet'),
        random: randomOf(seed),
      }),
      Pod: this.#pods,
      Deployment: new DeploymentController({ objects }),
      AnalysisRun: this.#analysis,
      Experiment: new ExperimentController(common('Experiment')),
      Service: new ServiceController({
        objects,
        enqueueRollout: (namespace, name) =>
          this.#add('Rollout', namespace, name),
      }),
    };
    const queue = (loop: Loop) =>
      new WorkQueue(
        clock,
        key => {
          const [namespace, name] = key.split('/');
          loops[loop].sync(namespace || undefined, name);
        },
        failure => this.#tell(`${loop} ${failure.key}`, failure),
      );
    this.#queues = {
      Rollout: queue('Rollout'),
      ReplicaSet: queue('ReplicaSet'),
      Pod: queue('Pod'),
      Deployment: queue('Deployment'),
      AnalysisRun: queue('AnalysisRun'),
      Experiment: queue('Experiment'),
      Service: queue('Service'),
    };
  }

  start(): void {
    if (this.#unsubscribe) return;
    this.#unsubscribe = this.options.store.subscribe(event =>
      this.#onEvent(event),
    );
    const objects = this.#objects;
    for (const kind of [
      objects.rollouts,
      objects.replicaSets,
      objects.pods,
      objects.deployments,
      objects.analysisRuns,
      objects.experiments,
      objects.services,
    ]) {
      for (const { metadata } of kind.list()) {
        this.#add(kind.kind, metadata.namespace, metadata.name);
      }
    }
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#analysis.stop();
    Object.values(this.#queues).forEach(queue => queue.stop());
  }

  /** How many errors control loops had that they did not expect. */
  get failures(): number {
    return this.#failures;
  }

  #tell(what: string, failure: Failure): void {
    this.#failures += 1;
    const error = new ControllerError(what, failure);
    const { onError } = this.options;
    if (onError) onError(error);
    else process.stderr.write(`sandbox: ${error.message}\n`);
  }

  #add(kind: string, namespace: string | undefined, name: string): void {
    if (Object.hasOwn(this.#queues, kind)) {
      this.#queues[kind as Loop].add(keyOf(namespace, name));
    }
  }

  #onEvent(event: StoreEvent): void {
    const { type, resource, object } = event;
    const { metadata } = object;
    if (resource.group === '' && resource.kind === 'Event') return;
    if (type === 'DELETED') {
      if (resource.kind === 'Pod') this.#pods.forget(metadata.uid);
    } else {
      this.#add(resource.kind, metadata.namespace, metadata.name);
    }
    if (resource.kind === 'Rollout') this.#onRollout(event);
    for (const owner of metadata.ownerReferences ?? []) {
      if (owner.controller) {
        this.#add(owner.kind, metadata.namespace, owner.name);
      }
    }
    if (REFERRED.has(resource.kind)) {
      for (const rollout of this.#objects.rollouts.list(metadata.namespace)) {
        this.#add('Rollout', rollout.metadata.namespace, rollout.metadata.name);
      }
    }
    if (resource.kind === 'Node') {
      for (const pod of this.#objects.pods.list()) {
        if (!pod.spec.nodeName) {
          this.#add('Pod', pod.metadata.namespace, pod.metadata.name);
        }
      }
    }
  }

  #onRollout({ type, object, previous }: StoreEvent): void {
    const { namespace, name } = object.metadata;
    const say = (reason: string, message: string) =>
      this.#events.record(
        object,
        'rollouts-controller',
        'Normal',
        reason,
        message,
      );
    if (type === 'ADDED') {
      say(
        'RolloutAddedToInformer',
        `Rollout resource added to informer: ${namespace}/${name}`,
      );
    } else if (type === 'DELETED') {
      say('RolloutDeleted', `Rollout ${name}/${namespace} is deleted.`);
    }
    const released =
      type === 'DELETED'
        ? releasedServices(object, undefined)
        : releasedServices(previous, object);
    for (const service of released) this.#add('Service', namespace, service);
  }
}
