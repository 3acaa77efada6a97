import { Clock, ServiceAnswer } from '@slipway/kube-sim';
import { ControlLoop, EventRecorder, Kind } from '../../../loops';
import { parseDuration, stamp } from '../../../loops/time';
import { holds, StatusCheck } from './model';

export interface StatusCheckControllerOptions {
  kind: Kind<StatusCheck>;
  clock: Clock;
  events: EventRecorder;
  /** Gets an address inside of the cluster. */
  ask(namespace: string, url: string): ServiceAnswer | undefined;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

type Records = NonNullable<StatusCheck['status']['records']>;

/** Whether so many last records in a row have an outcome. @see isThresholdExceed in controllers/statuscheck/conditions.go */
const reached = (
  records: Records,
  outcome: 'Success' | 'Failure',
  threshold: number,
) =>
  records.length >= threshold &&
  records.slice(-threshold).every(one => one.outcome === outcome);

/** A status code, or a range of them. @see validateStatusCode in controllers/statuscheck/http/http.go */
const accepts = (criteria: string, code: number): boolean => {
  const [first, last = first] = criteria.split('-').map(Number);
  return code >= first && code <= last;
};

/**
 * Asks an address at each interval, the first time after one interval, and says
 * when it has succeeded or failed often enough. Conditions and records as the
 * real one has them; it sees what pods of modules answer, nothing outside of
 * the cluster.
 *
 * @see controllers/statuscheck/{controller,worker,conditions}.go of chaos-mesh
 */
export class StatusCheckController implements ControlLoop {
  constructor(private readonly options: StatusCheckControllerOptions) {}

  sync(namespace: string | undefined, name: string): void {
    const { kind, clock, requeueAfter } = this.options;
    const check = kind.get(namespace, name);
    if (!check || check.metadata.deletionTimestamp) return;
    if (holds(check.status, 'Completed')) return;
    const now = clock.now().getTime();
    const { startTime = stamp(new Date(now)), count = 0 } = check.status;
    const interval = (check.spec.intervalSeconds ?? 10) * 1000;
    const due = Date.parse(startTime) + interval * (count + 1);
    if (now >= due) this.#execute(check, startTime);
    else {
      if (!check.status.startTime) this.#report(check, { startTime });
      requeueAfter(namespace, name, due - now);
    }
  }

  #execute(check: StatusCheck, startTime: string): void {
    const { clock, events, ask } = this.options;
    const { spec, status, metadata } = check;
    const { url = '', criteria } = spec.http ?? {};
    const answer = ask(metadata.namespace ?? '', url);
    const ok =
      answer !== undefined &&
      accepts(criteria?.statusCode ?? '', answer.status);
    const why = answer
      ? `unexpected status code: ${answer.status}`
      : `do http request: Get "${url}": connection refused`;
    events.record(
      check,
      'statuscheck',
      ok ? 'Normal' : 'Warning',
      ok ? 'StatusCheckExecutionSucceed' : 'StatusCheckExecutionFailed',
      ok
        ? 'HTTP execution of status check succeed'
        : `HTTP execution of status check failed: ${why}`,
    );
    const limit = spec.recordsHistoryLimit ?? 100;
    this.#report(check, {
      startTime,
      count: (status.count ?? 0) + 1,
      records: [
        ...(status.records ?? []),
        {
          startTime: stamp(clock.now()),
          outcome: ok ? ('Success' as const) : ('Failure' as const),
        },
      ].slice(-limit),
    });
  }

  /** Writes the status with the conditions that follow from it. */
  #report(check: StatusCheck, more: Partial<StatusCheck['status']>): void {
    const { kind, clock } = this.options;
    const now = clock.now();
    const { spec } = check;
    const status = { ...check.status, ...more };
    const { records = [], startTime } = status;
    const length = parseDuration(spec.duration ?? '');
    const isOver =
      length !== undefined &&
      Date.parse(startTime ?? '') + length < now.getTime();
    const failed = reached(records, 'Failure', spec.failureThreshold ?? 3);
    const succeeded = reached(records, 'Success', spec.successThreshold ?? 1);
    const reason = [
      [isOver, 'StatusCheckDurationExceed'],
      [failed, 'StatusCheckFailureThresholdExceed'],
      [
        succeeded && spec.mode !== 'Continuous',
        'StatusCheckSuccessThresholdExceed',
      ],
    ].find(([is]) => is)?.[1];
    const facts: Array<[type: string, isTrue: boolean, reason: string]> = [
      ['DurationExceed', isOver, ''],
      ['FailureThresholdExceed', failed, ''],
      ['SuccessThresholdExceed', succeeded, ''],
      ['Completed', reason !== undefined, String(reason ?? '')],
    ];
    const time = stamp(now);
    const conditions = facts.map(([type, isTrue, because]) => {
      const before = status.conditions?.find(one => one.type === type);
      const value = isTrue ? 'True' : 'False';
      return {
        type,
        status: value,
        reason: because,
        lastProbeTime: time,
        lastTransitionTime:
          before?.status === value ? before.lastTransitionTime : time,
      };
    });
    kind.updateStatus({
      ...check,
      status: {
        ...status,
        conditions,
        ...(reason === undefined ? {} : { completionTime: time }),
      },
    });
  }
}
