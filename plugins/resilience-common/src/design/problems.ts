import { secondsInWords } from '../actions/words';
import { DesignProblem, DesignSpec, RunLimits } from '../types';
import { disturbances, plannedEndSeconds } from './timeline';

type Report = (field: string, rule: string, message: string) => void;

/**
 * Fewest seconds of a baseline or a recovery: one window, and the samples in a
 * row. A baseline counts from the start of the load that runs in it.
 */
export function fewestSeconds(
  { hypothesis, parts }: Pick<DesignSpec, 'hypothesis' | 'parts'>,
  sampleSeconds: number,
): { baseline: number; recovery: number } {
  const { windowSeconds, consecutive } = hypothesis;
  const recovery = windowSeconds + consecutive * sampleSeconds;
  const disturbing = new Set(disturbances(parts));
  const loads = parts
    .filter(part => !disturbing.has(part))
    .map(({ startSeconds }) => startSeconds);
  return { baseline: recovery + Math.max(0, ...loads), recovery };
}

/** Reports each id that was used before. */
function uniqueIds(
  items: ReadonlyArray<{ id: string }>,
  field: string,
  report: Report,
) {
  items.forEach(({ id }, index) => {
    if (items.findIndex(one => one.id === id) < index) {
      report(`${field}.${index}.id`, 'unique', `The id ${id} is used twice.`);
    }
  });
}

function checkHypothesis(
  { hypothesis }: DesignSpec,
  limits: RunLimits,
  report: Report,
) {
  const { thresholds, windowSeconds } = hypothesis;
  if (thresholds.length === 0) {
    report(
      'hypothesis.thresholds',
      'thresholdRequired',
      'Without a threshold there is nothing to judge.',
    );
  }
  if (windowSeconds < limits.sampleSeconds || windowSeconds > 300) {
    report(
      'hypothesis.windowSeconds',
      'window',
      `The window must be between ${limits.sampleSeconds} s and 300 s.`,
    );
  }
  uniqueIds(thresholds, 'hypothesis.thresholds', report);
  thresholds.forEach(({ metric, limit, direction }, index) => {
    const field = `hypothesis.thresholds.${index}.limit`;
    if (
      metric === 'successRate' &&
      limit.kind === 'absolute' &&
      limit.value > 1
    ) {
      report(
        `${field}.value`,
        'ratio',
        'A success rate is between 0 and 1: 0.99 is 99 %.',
      );
    }
    if (limit.kind === 'baseline' && limit.percent <= 0) {
      report(
        `${field}.percent`,
        'positive',
        'A share of the baseline must be more than 0 %.',
      );
    }
    if (
      metric === 'successRate' &&
      limit.kind === 'baseline' &&
      direction === 'atMost'
    ) {
      report(
        `hypothesis.thresholds.${index}.direction`,
        'direction',
        'A success rate has no upper limit.',
      );
    }
  });
}

function checkParts(design: DesignSpec, limits: RunLimits, report: Report) {
  const { parts, baselineSeconds } = design;
  if (parts.length === 0) {
    report('parts', 'partRequired', 'Add a fault or a load.');
  }
  if (parts.length > limits.maxParts) {
    report(
      'parts',
      'maxParts',
      `A run has at most ${limits.maxParts} parts here.`,
    );
  }
  if (parts.filter(({ kind }) => kind === 'load').length > 1) {
    report('parts', 'oneLoad', 'A run has one load at most.');
  }
  uniqueIds(parts, 'parts', report);
  const disturbing = new Set(disturbances(parts));
  parts.forEach((part, index) => {
    if (disturbing.has(part) && part.startSeconds < baselineSeconds) {
      report(
        `parts.${index}.startSeconds`,
        'afterBaseline',
        `It must start when the baseline is over, at ${secondsInWords(
          baselineSeconds,
        )} or later.`,
      );
    }
  });
}

function checkLengths(design: DesignSpec, limits: RunLimits, report: Report) {
  const fewest = fewestSeconds(design, limits.sampleSeconds);
  const stretches = [
    ['baselineSeconds', 'baseline', limits.minBaselineSeconds],
    ['recoverySeconds', 'recovery', limits.minRecoverySeconds],
  ] as const;
  for (const [field, noun, least] of stretches) {
    if (design[field] < Math.max(fewest[noun], least)) {
      report(
        field,
        'tooShort',
        `The ${noun} must take ${secondsInWords(
          Math.max(fewest[noun], least),
        )} at least: ${
          fewest[noun] >= least
            ? 'the window and the samples in a row, counted from the start of a load'
            : 'the portal is configured so'
        }.`,
      );
    }
  }
  const end = plannedEndSeconds(design);
  if (end > limits.maxDurationSeconds) {
    report(
      'parts',
      'maxDuration',
      `The run would take ${secondsInWords(end)}; ${secondsInWords(
        limits.maxDurationSeconds,
      )} are allowed here.`,
    );
  }
  if (design.stop && design.stop.forSeconds < limits.sampleSeconds) {
    report(
      'stop.forSeconds',
      'stopTooShort',
      `It must be ${limits.sampleSeconds} s at least: the time between samples.`,
    );
  }
}

/** What is wrong with a design, in the order of its form. Empty: it can be checked by the providers of its parts. */
export function designProblems(
  design: DesignSpec,
  limits: RunLimits,
): DesignProblem[] {
  const problems: DesignProblem[] = [];
  const report: Report = (field, rule, message) =>
    problems.push({ field, rule, message });
  checkHypothesis(design, limits, report);
  checkLengths(design, limits, report);
  checkParts(design, limits, report);
  return problems;
}
