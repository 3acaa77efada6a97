import { EMBEDDED_UNDER, isFaultKind } from '../kinds';
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
