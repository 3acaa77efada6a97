import { EMBEDDED_UNDER, isFaultKind } from '../kinds';
import { MOST_MISSED } from '../flow/scheduleFacts';
import { isAbsent, isObject, number, string } from '../read';
import { parseCron } from '../schedule/cron';
import { EmbeddedSchedule } from './embedded';
import { Report } from './report';

/**
 * A Schedule. Without `historyLimit` each fault is deleted the moment it is
 * over, and nobody sees what it did; without `startingDeadlineSeconds` starts
 * that were missed are made up for at once, and after more than 100 of them it
 * stands still.
 *
 * @see api/v1alpha1/schedule_types.go, schedule_webhook.go;
 *   controllers/schedule/cron/utils.go `getRecentUnmetScheduleTime`, controllers/schedule/gc
 */
export function checkSchedule(
  { spec, inWorkflow }: EmbeddedSchedule,
  report: Report,
) {
  const cron = string(spec.schedule) ?? '';
  const parsed = parseCron(cron);
  if (parsed.failure !== undefined) {
    report.refuse('schedule', 'schedule.cron', parsed.failure);
  }
  if (parsed.failure === undefined && parsed.next(0) === undefined) {
    report.trap('schedule', 'schedule.never', 'is never due: no date fits it.');
  }
  if (!number(spec.historyLimit)) {
    report.trap(
      'historyLimit',
      'schedule.history-limit',
      'must be 1 or more: without it each fault is deleted as soon as it is over.',
    );
  }
  if (!number(spec.startingDeadlineSeconds)) {
    report.trap(
      'startingDeadlineSeconds',
      'schedule.starting-deadline',
      'must be given: without it starts that were missed are made up for at once, and after more than 100 the schedule stands still.',
    );
  }
  if (parsed.failure === undefined) checkStartingDeadline(spec, parsed, report);
  const policy = spec.concurrencyPolicy;
  if (!isAbsent(policy) && policy !== 'Forbid' && policy !== 'Allow') {
    report.refuse(
      'concurrencyPolicy',
      'schedule.concurrency',
      'must be Forbid or Allow.',
    );
  }
  checkType(spec, inWorkflow, report);
}

/**
 * A deadline that suits the time between two starts. `@every` counts from the
 * deadline when that is later than the last start, so a shorter one is never
 * reached; a deadline of more than 100 starts lets it stand still for good
 * after a pause.
 *
 * @see controllers/schedule/cron/utils.go `getRecentUnmetScheduleTime`
 */
function checkStartingDeadline(
  spec: EmbeddedSchedule['spec'],
  cron: Exclude<ReturnType<typeof parseCron>, { failure: string }>,
  report: Report,
) {
  const seconds = number(spec.startingDeadlineSeconds);
  if (seconds === undefined || seconds <= 0) return;
  const { every } = cron;
  if (every !== undefined && seconds * 1000 < every) {
    report.trap(
      'startingDeadlineSeconds',
      'schedule.never-starts',
      `must be ${
        every / 1000
      } or more: with a shorter one @every never starts.`,
    );
    return;
  }
  // The shortest time between two of the next starts; any time will do to begin with.
  const starts = [0];
  while (starts.length < 60) {
    const next = cron.next(starts[starts.length - 1]);
    if (next === undefined) break;
    starts.push(next);
  }
  const gaps = starts.slice(2).map((at, index) => at - starts[index + 1]);
  const gap = every ?? Math.min(...gaps);
  if (seconds * 1000 > gap * MOST_MISSED) {
    report.trap(
      'startingDeadlineSeconds',
      'schedule.stands-still',
      `must be ${Math.floor(
        (gap * MOST_MISSED) / 1000,
      )} or less: after a pause with more than ${MOST_MISSED} missed starts it never starts again.`,
    );
  }
}

function checkType(
  spec: EmbeddedSchedule['spec'],
  inWorkflow: boolean,
  report: Report,
) {
  const type = string(spec.type) ?? '';
  const isWorkflow = type === 'Workflow' && !inWorkflow;
  if (!isFaultKind(type) && !isWorkflow) {
    report.refuse(
      'type',
      'schedule.type',
      inWorkflow
        ? 'must be a kind of fault.'
        : 'must be a kind of fault, or Workflow.',
    );
    return;
  }
  const wanted = isWorkflow
    ? EMBEDDED_UNDER.Workflow
    : EMBEDDED_UNDER[isFaultKind(type) ? type : 'PodChaos'];
  if (!isObject(spec[wanted])) {
    report.refuse(wanted, 'schedule.spec', `is missing: the type is ${type}.`);
  }
  for (const member of Object.values(EMBEDDED_UNDER)) {
    if (member !== wanted && !isAbsent(spec[member])) {
      report.trap(
        member,
        'schedule.other-spec',
        `is not started: the type is ${type}. Leave it out.`,
      );
    }
  }
}
