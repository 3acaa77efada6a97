import {
  Clock,
  ObjectStore,
  ServiceAnswer,
  StoreEvent,
} from '@slipway/kube-sim';
import { NamespaceFlow } from '@slipway/platform-model';
import { EventRecorder } from './EventRecorder';

/** A kind by its names. */
export interface KindName {
  apiVersion: string;
  kind: string;
}

/** An object of a kind. Objects of the whole cluster have no namespace. */
export interface ObjectName {
  namespace?: string;
  name: string;
}

/**
 * Answers an instant query of a metric.
 *
 * @param address - address of the Prometheus that the metric names
 * @param query - with its arguments filled in
 * @returns the values of a vector in order, or one number of a scalar
 * @throws with the text of the failure, which is shown as it is
 */
export type InstantQuery = (
  address: string,
  query: string,
) => Promise<
  { type: 'vector'; values: number[] } | { type: 'scalar'; value: number }
>;

/** How a loop asks to look at an object of its kind again. */
export interface LoopQueue {
  /** After so many ms of the clock, or earlier when something changes. */
  requeueAfter(
    namespace: string | undefined,
    name: string,
    milliseconds: number,
  ): void;
  /** Reports what failed after `sync` had returned; the object is tried again later. */
  failed(namespace: string | undefined, name: string, error: unknown): void;
}

/** A control loop: it looks at one object at a time and decides from what is there. */
export interface ControlLoop {
  /** Looks at one object once. What it throws is reported, and tried again after a growing delay. */
  sync(namespace: string | undefined, name: string): void;
  /** Each change in the cluster but that of Events, before it wakes loops. */
  onEvent?(event: StoreEvent): void;
  /** The objects of the loop's kind to look at after a change of something else, beside the controller that owns what changed. */
  wokenBy?(event: StoreEvent): Iterable<ObjectName>;
  /** Nothing is written afterwards. */
  stop?(): void;
}

/** A control loop that is made together with its queue. */
export interface LoopDefinition {
  /** The kind it keeps: changes of such objects wake it. */
  of: KindName;
  create(queue: LoopQueue): ControlLoop;
}

/** What the loops of one cluster work with. */
export interface LoopContext {
  store: ObjectStore;
  clock: Clock;
  events: EventRecorder;
  /** Same seed, same names of pods and same start times. */
  seed: number;
  query: InstantQuery;
  /** The traffic of a namespace at this moment, by the traffic model. */
  traffic(namespace: string): NamespaceFlow;
  /**
   * Gets an address inside of the cluster, as a pod would; undefined when
   * nothing answers.
   *
   * @param namespace - of who asks, for names without one
   */
  ask(namespace: string, url: string): ServiceAnswer | undefined;
  /** Lets the loops of a kind look at an object soon. */
  wake(kind: KindName, object: ObjectName): void;
}
