import { Clock, ObjectStore, StoreEvent } from '@slipway/kube-sim';
import { EventRecorder } from './EventRecorder';
import { Objects } from './Objects';
import {
  ControlLoop,
  InstantQuery,
  KindName,
  LoopContext,
  LoopDefinition,
  ObjectName,
} from './types';
import { Failure, WorkQueue } from './WorkQueue';

export interface ClusterLoopsOptions {
  store: ObjectStore;
  clock: Clock;
  /** Makes the loops; those of modules in their order. */
  loops(context: LoopContext): readonly LoopDefinition[];
  /** Answers the queries of metrics. */
  query: InstantQuery;
  /** See {@link LoopContext.traffic}. */
  traffic: LoopContext['traffic'];
  /** See {@link LoopContext.ask}. */
  ask: LoopContext['ask'];
  /** See {@link LoopContext.seed}. Default 1. */
  seed?: number;
  /** Called with what a loop could not do; it tries again by itself. Default: a line on stderr. */
  onError?: (error: LoopError) => void;
}

/** An error that a control loop did not expect; its cause is what was thrown. */
export class LoopError extends Error {
  constructor(
    /** Kind, namespace and name: `Deployment ecommerce/order-service`. */
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
    this.name = 'LoopError';
  }
}

const keyOf = (namespace: string | undefined, name: string) =>
  `${namespace ?? ''}/${name}`;

const kindKey = ({ apiVersion, kind }: KindName) => `${apiVersion}/${kind}`;

/** A control loop with its queue. */
class Running {
  readonly of: KindName;
  readonly loop: ControlLoop;
  readonly queue: WorkQueue;

  constructor(
    { of, create }: LoopDefinition,
    clock: Clock,
    report: (what: string, failure: Failure) => void,
  ) {
    this.of = of;
    this.queue = new WorkQueue(
      clock,
      key => {
        const [namespace, name] = key.split('/');
        this.loop.sync(namespace || undefined, name);
      },
      failure => report(`${of.kind} ${failure.key}`, failure),
    );
    this.loop = create({
      requeueAfter: (namespace, name, milliseconds) =>
        this.queue.addAfter(keyOf(namespace, name), milliseconds),
      failed: (namespace, name, error) =>
        this.queue.failed(keyOf(namespace, name), error),
    });
  }
}

/**
 * All control loops of one cluster. They are woken by writes to the store and
 * by the clock, never by polling; after a restart they continue from what the
 * objects say.
 */
export class ClusterLoops {
  readonly #running: readonly Running[];
  readonly #byKind = new Map<string, Running[]>();
  #unsubscribe: (() => void) | undefined;
  #failures = 0;

  constructor(private readonly options: ClusterLoopsOptions) {
    const { store, clock, query, traffic, ask, seed = 1 } = options;
    const definitions = options.loops({
      store,
      clock,
      query,
      traffic,
      ask,
      seed,
      events: new EventRecorder(new Objects(store), clock),
      wake: (kind, object) => this.#wake(kind, object),
    });
    const report = (what: string, failure: Failure) =>
      this.#report(what, failure);
    this.#running = definitions.map(
      definition => new Running(definition, clock, report),
    );
    for (const running of this.#running) {
      const key = kindKey(running.of);
      this.#byKind.set(key, [...(this.#byKind.get(key) ?? []), running]);
    }
  }

  start(): void {
    if (this.#unsubscribe) return;
    const { store } = this.options;
    this.#unsubscribe = store.subscribe(event => this.#onEvent(event));
    for (const { of, queue } of this.#running) {
      const type = store.typeOfKind(of.apiVersion, of.kind);
      for (const { metadata } of type ? store.list(type) : []) {
        queue.add(keyOf(metadata.namespace, metadata.name));
      }
    }
  }

  /** Cancels all timers; nothing is written afterwards. */
  stop(): void {
    this.#unsubscribe?.();
    for (const { loop, queue } of this.#running) {
      loop.stop?.();
      queue.stop();
    }
  }

  /** How many errors control loops had that they did not expect. */
  get failures(): number {
    return this.#failures;
  }

  #report(what: string, failure: Failure): void {
    this.#failures += 1;
    const error = new LoopError(what, failure);
    const { onError } = this.options;
    if (onError) onError(error);
    else process.stderr.write(`sandbox: ${error.message}\n`);
  }

  #wake(kind: KindName, { namespace, name }: ObjectName): void {
    for (const { queue } of this.#byKind.get(kindKey(kind)) ?? []) {
      queue.add(keyOf(namespace, name));
    }
  }

  #onEvent(event: StoreEvent): void {
    const { type, resource, object } = event;
    const { metadata } = object;
    if (resource.group === '' && resource.kind === 'Event') return;
    if (type !== 'DELETED') this.#wake(object, metadata);
    for (const { loop } of this.#running) loop.onEvent?.(event);
    for (const owner of metadata.ownerReferences ?? []) {
      if (owner.controller) {
        this.#wake(owner, { namespace: metadata.namespace, name: owner.name });
      }
    }
    for (const { loop, queue } of this.#running) {
      for (const { namespace, name } of loop.wokenBy?.(event) ?? []) {
        queue.add(keyOf(namespace, name));
      }
    }
  }
}
