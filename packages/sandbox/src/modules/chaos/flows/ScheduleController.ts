import { Clock, JsonRecord, KubeObject } from '@slipway/kube-sim';
import { ControlLoop, EventRecorder, Kind } from '../../../loops';
import { parseDuration, stamp } from '../../../loops/time';
import { API } from '../kinds';
import { Fault, INJECTED, NOT_INJECTED, PAUSE } from '../model';
import { isOneShot } from '../FaultController';
import { readCron } from './cron';
import { holds, MANAGED_BY, MEMBER_OF, Schedule, Workflow } from './model';
import { spawn } from './spawn';

/** After so many missed starts the controller gives up. @see controllers/schedule/cron/utils.go */
const MOST_MISSED = 100;

export interface ScheduleControllerOptions {
  kind: Kind<Schedule>;
  clock: Clock;
  events: EventRecorder;
  /** The objects that a Schedule of a type starts. */
  kindOf(type: string): Kind<KubeObject>;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

type Child = KubeObject & { status?: unknown };

/** Whether a fault is over, and ms until its duration is. @see controllers/utils/controller/finished.go */
function endOf(fault: Fault, now: number): { over: boolean; left: number } {
  const records = fault.status.experiment?.containerRecords ?? [];
  const all = (phase: string) => records.every(one => one.phase === phase);
  if (isOneShot(fault)) {
    return { over: records.length > 0 && all(INJECTED), left: 1000 };
  }
  const recovered =
    fault.status.experiment?.desiredPhase !== 'Run' && all(NOT_INJECTED);
  const { duration } = fault.spec;
  if (duration === undefined) return { over: false, left: 0 };
  const length = parseDuration(duration);
  if (length === undefined) return { over: recovered, left: 0 };
  const end = Date.parse(fault.metadata.creationTimestamp) + length;
  return end < now
    ? { over: recovered, left: 0 }
    : { over: false, left: end - now };
}

/**
 * Starts what a Schedule starts, deletes what is over and more than its history,
 * and passes a pause on.
 *
 * @see controllers/schedule/{cron,gc,active,pause}/controller.go of chaos-mesh
 */
export class ScheduleController implements ControlLoop {
  constructor(private readonly options: ScheduleControllerOptions) {}

  sync(namespace: string | undefined, name: string): void {
    const { kind } = this.options;
    for (const step of [
      this.#passPauseOn,
      this.#collect,
      this.#noteActive,
      this.#start,
    ]) {
      const schedule = kind.get(namespace, name);
      if (!schedule) return;
      step(schedule);
    }
  }

  #tell(
    schedule: Schedule,
    component: string,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ) {
    this.options.events.record(schedule, component, type, reason, message);
  }

  #fail(schedule: Schedule, activity: string, error: unknown) {
    const why = error instanceof Error ? error.message : String(error);
    this.#tell(
      schedule,
      'schedule-cron',
      'Warning',
      'Failed',
      `Failed to ${activity}: ${why}`,
    );
  }

  /** By label and in every namespace, as the real one lists them. @see controllers/schedule/utils/list.go */
  #children({ metadata, spec }: Schedule): Child[] {
    return this.options
      .kindOf(spec.type)
      .list()
      .filter(one => one.metadata.labels?.[MANAGED_BY] === metadata.name);
  }

  readonly #passPauseOn = (schedule: Schedule): void => {
    const isPaused = schedule.metadata.annotations?.[PAUSE] === 'true';
    if (schedule.spec.type === 'Workflow') {
      if (isPaused) {
        this.#tell(
          schedule,
          'schedule-pause',
          'Warning',
          'NotSupported',
          'pausing a workflow schedule is not supported',
        );
      }
      return;
    }
    const kind = this.options.kindOf(schedule.spec.type);
    for (const child of this.#children(schedule)) {
      const { annotations } = child.metadata;
      if ((annotations?.[PAUSE] === 'true') === isPaused) continue;
      kind.update({
        ...child,
        metadata: {
          ...child.metadata,
          annotations: { ...annotations, [PAUSE]: String(isPaused) },
        },
      });
    }
  };

  #isOver(child: Child, now: number): { over: boolean; left: number } {
    return child.kind === 'Workflow'
      ? {
          over: holds((child as unknown as Workflow).status, 'Accomplished'),
          left: Infinity,
        }
      : endOf(child as unknown as Fault, now);
  }

  readonly #collect = (schedule: Schedule): void => {
    const { clock, kindOf, requeueAfter } = this.options;
    const now = clock.now().getTime();
    const { namespace, name } = schedule.metadata;
    const byAge = this.#children(schedule).sort(
      (left, right) =>
        Date.parse(left.metadata.creationTimestamp) -
        Date.parse(right.metadata.creationTimestamp),
    );
    const tooMany = byAge.length - (schedule.spec.historyLimit ?? 0);
    for (const child of byAge.slice(0, Math.max(0, tooMany))) {
      const { over, left } = this.#isOver(child, now);
      if (over || left === 0) kindOf(child.kind).delete(child);
      else if (left !== Infinity) requeueAfter(namespace, name, left);
    }
  };

  readonly #noteActive = (schedule: Schedule): void => {
    const active = this.#children(schedule)
      .map(
        ({ kind, metadata }): JsonRecord => ({
          apiVersion: API,
          kind,
          name: metadata.name,
          namespace: metadata.namespace ?? '',
          resourceVersion: metadata.resourceVersion,
          uid: metadata.uid,
        }),
      )
      .sort((left, right) => (String(left.name) < String(right.name) ? -1 : 1));
    const before = schedule.status.active ?? [];
    if (JSON.stringify(active) === JSON.stringify(before)) return;
    this.options.kind.update({
      ...schedule,
      status: { ...schedule.status, active },
    });
  };

  /**
   * The last start that was due and did not happen, and the next one.
   *
   * @throws Error when more than 100 were missed
   * @see getRecentUnmetScheduleTime in controllers/schedule/cron/utils.go
   */
  #due({ metadata, spec, status }: Schedule, now: number) {
    const cron = readCron(spec.schedule);
    if (cron.failure !== undefined) {
      throw new Error(
        `unparseable schedule: ${spec.schedule} : ${cron.failure}`,
      );
    }
    const deadline = spec.startingDeadlineSeconds;
    const from = Math.max(
      Date.parse(status.time ?? metadata.creationTimestamp),
      deadline === undefined ? -Infinity : now - deadline * 1000,
    );
    let missed: number | undefined;
    let next = cron.next(from);
    for (let count = 0; next !== undefined && next <= now; count++) {
      if (count >= MOST_MISSED) {
        throw new Error(
          'too many missed start time (> 100). Set or decrease .spec.startingDeadlineSeconds or check clock skew',
        );
      }
      missed = next;
      next = cron.next(next);
    }
    return { missed, next };
  }

  readonly #start = (schedule: Schedule): void => {
    const { clock, kind, kindOf, requeueAfter } = this.options;
    const { metadata, spec } = schedule;
    if (metadata.annotations?.[PAUSE] === 'true') return;
    const now = clock.now().getTime();
    let due: { missed?: number; next?: number };
    try {
      due = this.#due(schedule, now);
    } catch (error) {
      this.#fail(schedule, 'get run time', error);
      return;
    }
    if (due.missed === undefined) {
      if (due.next !== undefined) {
        requeueAfter(metadata.namespace, metadata.name, due.next - now);
      }
      return;
    }
    const running =
      spec.concurrencyPolicy === 'Allow'
        ? undefined
        : this.#children(schedule).find(
            child => !this.#isOver(child, now).over,
          );
    if (running) {
      this.#tell(
        schedule,
        'schedule-cron',
        'Warning',
        'Forbid',
        `Forbid spawning new job because: ${running.metadata.name} is still running`,
      );
      return;
    }
    try {
      const { name } = spawn(
        kindOf(spec.type),
        {
          owner: schedule,
          labels: { [MANAGED_BY]: metadata.name },
          spec: memberOf(spec),
        },
        metadata.name,
      ).metadata;
      this.#tell(
        schedule,
        'schedule-cron',
        'Normal',
        'Spawned',
        `Create new object: ${name}`,
      );
    } catch (error) {
      this.#fail(schedule, 'create new object', error);
      return;
    }
    const fresh = kind.get(metadata.namespace, metadata.name);
    if (!fresh) return;
    kind.update({
      ...fresh,
      status: { ...fresh.status, time: stamp(clock.now()) },
    });
    this.#tell(
      schedule,
      'schedule-cron',
      'Normal',
      'Updated',
      'Successfully update lastScheduleTime of resource',
    );
  };
}

/** The spec of what a Schedule starts. */
function memberOf(spec: Schedule['spec']): JsonRecord {
  const member =
    spec[spec.type === 'Workflow' ? 'workflow' : MEMBER_OF[spec.type]];
  return structuredClone(member ?? {}) as JsonRecord;
}
