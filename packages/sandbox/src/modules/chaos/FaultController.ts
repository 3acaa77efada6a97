import { Clock } from '@slipway/kube-sim';
import { ControlLoop, EventRecorder, Kind } from '../../loops';
import { fnv1a } from '../../loops/hash';
import { Condition } from '../../loops/model';
import { Objects } from '../../loops/Objects';
import { parseDuration, stamp } from '../../loops/time';
import { injectionOf } from './injections';
import {
  CLEAN,
  Fault,
  FaultRecord,
  FINALIZER,
  INJECTED,
  NOT_INJECTED,
  PAUSE,
  RecordEvent,
} from './model';
import { targetsOf } from './selection';
import { selectorsOf } from './selectorsOf';

/** How long the daemon takes to answer, ms. */
const DAEMON = 600;
/** Between two tries of what failed, ms: the queue of the real controller doubles it. */
const RETRY = { first: 1_000, longest: 300_000 };
/** Events that a record keeps. */
const KEPT_EVENTS = 100;

/** Actions that happen once: `+chaos-mesh:oneshot` of the types of chaos-mesh. */
const ONE_SHOT = [
  'pod-kill',
  'container-kill',
  'ec2-restart',
  'node-reset',
  'vm-restart',
];

/** Whether a fault happens once, and then ignores pause and duration. */
export const isOneShot = ({ spec }: Pick<Fault, 'spec'>): boolean =>
  ONE_SHOT.includes(spec.action ?? '');

export interface FaultControllerOptions {
  kind: Kind<Fault>;
  objects: Objects;
  clock: Clock;
  events: EventRecorder;
  seed: number;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

/**
 * Takes a fault through its life: finalizer, wanted phase, conditions, records
 * of its targets, and its end.
 *
 * @see controllers/common of chaos-mesh: the steps of its pipeline, in their order
 */
export class FaultController implements ControlLoop {
  /** When the daemon answers, by UID of the fault, target and phase, ms since the epoch. */
  readonly #answers = new Map<string, number>();

  constructor(private readonly options: FaultControllerOptions) {}

  sync(namespace: string | undefined, name: string): void {
    const { kind } = this.options;
    for (const step of [
      this.#initFinalizer,
      this.#desiredPhase,
      this.#conditions,
      this.#records,
      this.#conditions,
      this.#cleanFinalizer,
    ]) {
      const fault = kind.get(namespace, name);
      if (!fault) return;
      fault.status.experiment ??= {};
      step(fault);
    }
  }

  #tell(
    fault: Fault,
    component: string,
    reason: string,
    message: string,
    type: 'Normal' | 'Warning' = 'Normal',
  ): void {
    this.options.events.record(fault, component, type, reason, message);
  }

  #updated(fault: Fault, component: string, field: string): void {
    this.#tell(
      fault,
      component,
      'Updated',
      `Successfully update ${field} of resource`,
    );
  }

  readonly #initFinalizer = (fault: Fault): void => {
    const { deletionTimestamp, finalizers = [] } = fault.metadata;
    if (deletionTimestamp || finalizers.includes(FINALIZER)) return;
    const component = 'initFinalizers';
    this.#tell(
      fault,
      component,
      'FinalizerInited',
      'Finalizer has been inited',
    );
    this.options.kind.update({
      ...fault,
      metadata: { ...fault.metadata, finalizers: [...finalizers, FINALIZER] },
    });
    this.#updated(fault, component, 'finalizer');
  };

  /** Milliseconds until the duration is over; undefined when there is none that can be read. */
  #left({ spec, metadata }: Fault): number | undefined {
    const duration =
      typeof spec.duration === 'string'
        ? parseDuration(spec.duration)
        : undefined;
    if (duration === undefined) return undefined;
    const end = Date.parse(metadata.creationTimestamp) + duration;
    return end - this.options.clock.now().getTime();
  }

  /** @see CalcDesiredPhase in controllers/common/desiredphase */
  #wanted(fault: Fault): { phase: 'Run' | 'Stop'; event?: [string, string] } {
    const { metadata } = fault;
    if (metadata.deletionTimestamp) {
      return {
        phase: 'Stop',
        event: ['Deleted', 'Experiment has been deleted'],
      };
    }
    if (isOneShot(fault)) return { phase: 'Run' };
    const left = this.#left(fault);
    if (left !== undefined && left <= 0) {
      return {
        phase: 'Stop',
        event: ['TimeUp', 'Time up according to the duration'],
      };
    }
    if (left !== undefined) {
      this.options.requeueAfter(metadata.namespace, metadata.name, left);
    }
    return metadata.annotations?.[PAUSE] === 'true'
      ? { phase: 'Stop', event: ['Paused', 'Experiment has been paused'] }
      : { phase: 'Run', event: ['Started', 'Experiment has started'] };
  }

  readonly #desiredPhase = (fault: Fault): void => {
    const { phase, event } = this.#wanted(fault);
    const { experiment } = fault.status;
    if (experiment.desiredPhase === phase) return;
    if (event) this.#tell(fault, 'desiredphase', ...event);
    this.options.kind.update({
      ...fault,
      status: {
        ...fault.status,
        experiment: { ...experiment, desiredPhase: phase },
      },
    });
    this.#updated(fault, 'desiredphase', 'desiredPhase');
  };

  /** @see diffConditions in controllers/common/condition */
  readonly #conditions = (fault: Fault): void => {
    const records = fault.status.experiment.containerRecords;
    const all = (phase: string) =>
      records !== undefined && records.every(one => one.phase === phase);
    const facts: Array<[string, boolean]> = [
      ['Selected', records !== undefined],
      ['AllInjected', all(INJECTED)],
      ['AllRecovered', all(NOT_INJECTED)],
      ['Paused', fault.metadata.annotations?.[PAUSE] === 'true'],
    ];
    const conditions: Condition[] = facts.map(([type, isTrue]) => ({
      type,
      status: isTrue ? 'True' : 'False',
    }));
    const before = fault.status.conditions ?? [];
    const isSame = conditions.every(({ type, status }) =>
      before.some(one => one.type === type && one.status === status),
    );
    if (isSame) return;
    this.options.kind.update({
      ...fault,
      status: { ...fault.status, conditions },
    });
  };

  /** The targets, chosen once. Undefined when there are none: nothing tries again by itself. */
  #select(fault: Fault): FaultRecord[] | undefined {
    const { objects, seed } = this.options;
    const { namespace, name } = fault.metadata;
    let drawn = 0;
    const random = () => {
      drawn += 1;
      return fnv1a(`${seed}/${namespace}/${name}/${drawn}`) / 2 ** 32;
    };
    try {
      const records = selectorsOf(fault).flatMap(
        ({ key, ids, selector, ofContainers }) => {
          const targets =
            ids ??
            (selector
              ? targetsOf(objects, selector, ofContainers, random)
              : []);
          if (!targets.length) throw new Error('no target has been selected');
          return targets.map(
            (id): FaultRecord => ({
              id,
              selectorKey: key,
              phase: NOT_INJECTED,
              injectedCount: 0,
              recoveredCount: 0,
            }),
          );
        },
      );
      return records;
    } catch (error) {
      this.#failed(fault, 'select targets', error);
      return undefined;
    }
  }

  #failed(fault: Fault, activity: string, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    this.#tell(
      fault,
      'records',
      'Failed',
      `Failed to ${activity}: ${why}`,
      'Warning',
    );
  }

  readonly #records = (fault: Fault): void => {
    const { experiment } = fault.status;
    const known = experiment.containerRecords;
    const records = known ?? this.#select(fault);
    if (!records) return;
    const next = records.map(record => this.#step(fault, record));
    if (known && next.every((record, index) => record === known[index])) return;
    this.options.kind.update({
      ...fault,
      status: {
        ...fault.status,
        experiment: { ...experiment, containerRecords: next },
      },
    });
    this.#updated(fault, 'records', 'records');
  };

  /**
   * One record one step further. It always goes round: Not Injected, Not
   * Injected/*, Injected, Injected/*, Not Injected; never back.
   */
  #step(fault: Fault, record: FaultRecord): FaultRecord {
    const goal =
      fault.status.experiment.desiredPhase === 'Run' ? INJECTED : NOT_INJECTED;
    if (record.phase === goal) return record;
    if (!this.#isDue(fault, record)) return record;
    const operation = record.phase.startsWith(NOT_INJECTED)
      ? 'Apply'
      : 'Recover';
    const { objects } = this.options;
    const now = stamp(this.options.clock.now());
    const injection = injectionOf(fault, objects, now);
    const log = (event: Omit<RecordEvent, 'operation' | 'timestamp'>) =>
      [
        ...(record.events ?? []),
        { ...event, operation, timestamp: now } as const,
      ].slice(-KEPT_EVENTS);
    try {
      const phase = injection[operation === 'Apply' ? 'apply' : 'recover'](
        fault,
        record,
      );
      if (phase === INJECTED && operation === 'Apply') {
        this.#tell(
          fault,
          'records',
          'Applied',
          `Successfully apply chaos for ${record.id}`,
        );
        return {
          ...record,
          phase,
          injectedCount: record.injectedCount + 1,
          events: log({ type: 'Succeeded' }),
        };
      }
      if (phase === NOT_INJECTED && operation === 'Recover') {
        this.#tell(
          fault,
          'records',
          'Recovered',
          `Successfully recover chaos for ${record.id}`,
        );
        return {
          ...record,
          phase,
          recoveredCount: record.recoveredCount + 1,
          events: log({ type: 'Succeeded' }),
        };
      }
      return { ...record, phase };
    } catch (error) {
      this.#failed(fault, `${operation.toLowerCase()} chaos`, error);
      return {
        ...record,
        events: log({
          type: 'Failed',
          message: error instanceof Error ? error.message : String(error),
        }),
      };
    }
  }

  /** Whether the daemon has answered for a target. */
  #hasAnswered({ metadata }: Fault, { id, phase }: FaultRecord): boolean {
    const { clock, requeueAfter } = this.options;
    const now = clock.now().getTime();
    const key = `${metadata.uid} ${id} ${phase}`;
    const at = this.#answers.get(key) ?? now + DAEMON;
    if (at <= now) {
      this.#answers.delete(key);
      return true;
    }
    this.#answers.set(key, at);
    requeueAfter(metadata.namespace, metadata.name, at - now);
    return false;
  }

  /** Whether a target may be tried: what failed waits twice as long each time. */
  #isDue(fault: Fault, record: FaultRecord): boolean {
    const { metadata } = fault;
    const { events = [], phase } = record;
    if (phase.endsWith('/Wait') && !this.#hasAnswered(fault, record)) {
      return false;
    }
    const last = events.at(-1);
    if (last?.type !== 'Failed') return true;
    const succeeded = events.map(({ type }) => type).lastIndexOf('Succeeded');
    const failures = events.length - 1 - succeeded;
    const wait = Math.min(
      RETRY.first * 2 ** Math.min(failures, 20),
      RETRY.longest,
    );
    const left =
      Date.parse(last.timestamp) + wait - this.options.clock.now().getTime();
    if (left <= 0) return true;
    this.options.requeueAfter(metadata.namespace, metadata.name, left);
    return false;
  }

  /** @see CleanReconciler in controllers/common/finalizers */
  readonly #cleanFinalizer = (fault: Fault): void => {
    const { deletionTimestamp, finalizers = [], annotations } = fault.metadata;
    if (!deletionTimestamp || !finalizers.length) return;
    const isRecovered = (fault.status.experiment.containerRecords ?? []).every(
      ({ phase }) => phase === NOT_INJECTED,
    );
    if (!isRecovered && annotations?.[CLEAN] !== 'forced') return;
    // Its reason is the same as that of the other step, in the real one too.
    this.#tell(
      fault,
      'initFinalizers',
      'FinalizerInited',
      'Finalizer has been removed',
    );
    this.options.kind.update({
      ...fault,
      metadata: { ...fault.metadata, finalizers: [] },
    });
  };
}
