import { durationText } from '../duration';
import { ChaosObject } from '../raw';
import { Json, number, string } from '../read';
import { parseCron } from '../schedule/cron';
import { FaultProblem } from '../types';

/** How long the controller is given for a start, ms. */
const PATIENCE = 30_000;
/** After so many missed starts the controller gives up. @see controllers/schedule/cron/utils.go `getRecentUnmetScheduleTime` */
export const MOST_MISSED = 100;

/** What a Schedule says of itself. */
export interface ScheduleFacts {
  expression: string;
  /** What it starts: a kind of fault, or `Workflow`. */
  type: string;
  policy: 'Forbid' | 'Allow';
  historyLimit: number;
  /** Seconds after which a missed start is not made up for any more; undefined: never. */
  startingDeadline?: number;
}

/** Reads the spec of a Schedule, with what the controller takes for what is not there. */
export function scheduleFacts(spec: Json): ScheduleFacts {
  const startingDeadline = number(spec.startingDeadlineSeconds);
  return {
    expression: string(spec.schedule) ?? '',
    type: string(spec.type) ?? '',
    policy: spec.concurrencyPolicy === 'Allow' ? 'Allow' : 'Forbid',
    historyLimit: number(spec.historyLimit) ?? 0,
    ...(startingDeadline === undefined ? {} : { startingDeadline }),
  };
}

/**
 * What becomes of starts that were missed, because it was paused, a fault still
 * ran under Forbid, or the controller was away. One of them is made up for, the
 * last one.
 *
 * @see controllers/schedule/cron/controller.go, utils.go
 */
export function missedRunsText({ startingDeadline }: ScheduleFacts): string {
  return startingDeadline === undefined
    ? `Of starts that were missed the last one is made up for at once. After more than ${MOST_MISSED} missed starts it never starts again.`
    : `Of starts that were missed within the last ${durationText(
        startingDeadline * 1000,
      )} the last one is made up for at once; older ones are dropped.`;
}

/** What happens when a start is due while what it started last still runs. */
export function policyText({ policy, type }: ScheduleFacts): string {
  const one = type === 'Workflow' ? 'workflow' : 'fault';
  return policy === 'Allow'
    ? `Starts another one beside a ${one} that still runs (Allow).`
    : `Waits while a ${one} of it still runs, and starts as soon as that is over (Forbid).`;
}

/** What is kept of what is over. */
export function historyText({ historyLimit }: ScheduleFacts): string {
  return historyLimit === 0
    ? 'Keeps none: each is deleted as soon as it is over.'
    : `Keeps the last ${historyLimit}; older ones are deleted when they are over.`;
}

/** Starts that are due and did not happen: how many, at most 101, and the first of them, Unix ms. */
function missedStarts(
  { expression, startingDeadline }: ScheduleFacts,
  last: number,
  now: number,
): { count: number; first?: number } {
  const cron = parseCron(expression);
  if (cron.failure !== undefined) return { count: 0 };
  const from =
    startingDeadline === undefined
      ? last
      : Math.max(last, now - startingDeadline * 1000);
  let count = 0;
  let first: number | undefined;
  let at = cron.next(from);
  while (at !== undefined && at <= now && count <= MOST_MISSED) {
    first ??= at;
    count += 1;
    at = cron.next(at);
  }
  return { count, ...(first === undefined ? {} : { first }) };
}

/** Whether an `@every` is never due: each look counts from the deadline, which is always less long ago. */
export function neverStarts(facts: ScheduleFacts): boolean {
  const cron = parseCron(facts.expression);
  return (
    cron.failure === undefined &&
    cron.every !== undefined &&
    facts.startingDeadline !== undefined &&
    facts.startingDeadline * 1000 < cron.every
  );
}

const AGAIN =
  'Stop it, and launch it again with another startingDeadlineSeconds.';

/**
 * What keeps a Schedule from starting what it should have started.
 *
 * @param now - Unix milliseconds
 * @param events - events of the controller about it
 */
export function scheduleProblem(
  { spec, status, metadata }: ChaosObject,
  now: number,
  events: readonly { reason: string; message: string; lastAt: string }[],
): FaultProblem | undefined {
  const facts = scheduleFacts(spec);
  const cron = parseCron(facts.expression);
  if (cron.failure !== undefined) {
    return {
      reason: 'schedule-stuck',
      severity: 'error',
      summary: `It never starts: its schedule cannot be read. ${cron.failure}`,
      remedy: 'Stop it, and launch it again with a schedule that can be read.',
    };
  }
  if (neverStarts(facts)) {
    return {
      reason: 'schedule-stuck',
      severity: 'error',
      summary: `It never starts: startingDeadlineSeconds (${facts.startingDeadline}) is shorter than the time between two starts.`,
      remedy: AGAIN,
    };
  }
  const last = Date.parse(status.lastScheduledAt ?? metadata.creationTimestamp);
  const { count, first } = missedStarts(facts, last, now);
  if (count > MOST_MISSED) {
    return {
      reason: 'schedule-stuck',
      severity: 'error',
      summary: `It stands still: more than ${MOST_MISSED} starts were missed, and the controller gives up then.`,
      remedy: AGAIN,
    };
  }
  if (first === undefined || now - first <= PATIENCE) return undefined;
  const since = (reason: string) =>
    events
      .filter(
        event => event.reason === reason && Date.parse(event.lastAt) >= last,
      )
      .at(-1);
  const failed = since('Failed');
  if (failed) {
    return {
      reason: 'schedule-failed',
      severity: 'error',
      summary: `A start failed: ${failed.message}`,
      remedy: 'Stop it, and launch one that the cluster takes.',
    };
  }
  const [, running] =
    /because: (\S+) is still running/.exec(since('Forbid')?.message ?? '') ??
    [];
  return running === undefined
    ? {
        reason: 'schedule-overdue',
        severity: 'error',
        summary: `It should have started at ${new Date(
          first,
        ).toISOString()} and did not, and no event says why.`,
        remedy: 'Check that the Chaos Mesh controller runs in this cluster.',
      }
    : {
        reason: 'schedule-waiting',
        severity: 'warning',
        summary: `A start waits: ${running} still runs, and its policy is Forbid.`,
        remedy: `It starts as soon as ${running} is over.`,
      };
}
