import { parseGoDuration } from '../duration';
import { isAbsent, string } from '../read';
import { EmbeddedFault, isOneShotFault } from './embedded';
import { Report } from './report';

const HINT = 'Use a number and a unit: 30s, 5m, 1h30m.';

/** A duration at a place, if it is one that ends the fault: positive, and readable. */
function checkEnd(value: unknown, path: string, report: Report) {
  const text = string(value);
  if (isAbsent(value)) {
    report.trap(
      path,
      'duration.missing',
      'is missing: without it the fault runs until somebody deletes it.',
    );
  } else if (text === undefined) {
    report.refuse(path, 'duration.text', `must be a text. ${HINT}`);
  } else if (text === '') {
    report.trap(
      path,
      'duration.empty',
      'is empty: Chaos Mesh accepts it, cannot read it, and then runs the fault until somebody deletes it.',
    );
  } else {
    const milliseconds = parseGoDuration(text);
    if (milliseconds === undefined) {
      report.refuse(
        path,
        'duration.unreadable',
        `"${text}" cannot be read. ${HINT}`,
      );
    } else if (milliseconds <= 0) {
      report.trap(
        path,
        'duration.not-positive',
        'must be greater than 0: the fault would be over before it starts.',
      );
    }
  }
}

/**
 * How a fault ends. Alone and in Schedules by its duration; in Workflows by the
 * deadline of its template, and a duration is refused there; in Schedules of
 * Workflows by both. What happens once has no end.
 *
 * @see api/v1alpha1/common_webhook.go `(*Duration).Validate`: an empty text passes;
 *   workflow_webhook.go `shouldNotSetupDurationInTheChaos`
 */
export function checkDuration(fault: EmbeddedFault, report: Report) {
  const { spec, within } = fault;
  const once = isOneShotFault(fault);
  if (within === 'workflow') {
    if (!isAbsent(spec.duration)) {
      report.refuse(
        'duration',
        'duration.in-workflow',
        'must be left out: in a workflow the deadline of the template ends the fault.',
      );
    }
  } else if (!once) {
    checkEnd(spec.duration, 'duration', report);
  } else if (!isAbsent(spec.duration)) {
    const text = string(spec.duration) ?? '';
    if (text !== '' && parseGoDuration(text) === undefined) {
      report.refuse(
        'duration',
        'duration.unreadable',
        `"${text}" cannot be read. ${HINT}`,
      );
    } else {
      report.warn(
        'duration',
        'duration.ignored',
        'is ignored: this happens once and ends by itself.',
      );
    }
  }
}

/** A deadline of a template of a Workflow: without one it may never end. */
export function checkDeadline(value: unknown, report: Report) {
  const text = string(value);
  const milliseconds = text === undefined ? undefined : parseGoDuration(text);
  if (milliseconds === undefined || milliseconds <= 0) {
    report.trap(
      'deadline',
      'deadline.missing',
      'needs a time greater than 0, as 5m: without it this step may run until the workflow is deleted.',
    );
  }
}
