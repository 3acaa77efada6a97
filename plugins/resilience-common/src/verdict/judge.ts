import { isActive } from '../actions/stop';
import { secondsInWords } from '../actions/words';
import { disturbances } from '../design/timeline';
import { ofRevision, sentence } from '../words';
import {
  Recovery,
  RunPart,
  Sample,
  SPAN_PHASES,
  SpanPhase,
  ThresholdResult,
  Verdict,
} from '../types';
import { JudgedRun, Line, linesOf, phaseAt } from './lines';
import { recoveryOf } from './recovery';
import { judgeThreshold } from './threshold';

/** Why nothing can be said of the service, however its figures are. */
function withoutProof(run: JudgedRun): string[] {
  const { parts, stop, injectedAt } = run;
  if (stop?.cause === 'baseline') return [stop.reason];
  const unproved = disturbances(parts).filter(
    ({ effectiveAt }) => effectiveAt === undefined,
  );
  if (injectedAt === undefined) {
    return [
      ...(stop ? [stop.reason] : []),
      'Nothing was injected, so nothing was tested.',
    ];
  }
  return unproved.map(
    ({ title }) => `It is not proved that ${title} had an effect.`,
  );
}

/** Why a run whose figures are good is not a pass. */
function doubts(run: JudgedRun): string[] {
  const { parts, stop, absences, injectedAt } = run;
  // Where nothing was injected, why it was ended early is said already.
  const isEarly = injectedAt !== undefined && stop?.cause !== 'steady-state';
  return [
    ...(stop && isEarly ? [`The run was ended early: ${stop.reason}`] : []),
    ...absences.map(
      ({ from, to, reason }) =>
        `No samples for ${secondsInWords(
          (Date.parse(to) - Date.parse(from)) / 1000,
        )}: ${reason}`,
    ),
    ...parts.filter(({ outcome }) => outcome === 'failed').map(failedPart),
    ...parts
      .filter(
        ({ outcome, verdict }) =>
          outcome === 'completed' && verdict?.outcome === 'inconclusive',
      )
      .map(
        ({ title, verdict }) =>
          `${title} itself is inconclusive: ${
            verdict?.reasons[0] ?? 'no reason was given.'
          }`,
      ),
  ];
}

function failedPart({ title, reason }: RunPart): string {
  return `${title} did not do what was ordered${reason ? `: ${reason}` : '.'}`;
}

/** Own verdicts of parts that failed: said, and not counted. */
function notes(run: JudgedRun): string[] {
  return run.parts
    .filter(({ verdict }) => verdict?.outcome === 'fail')
    .map(
      ({ title, verdict }) =>
        `By its own thresholds ${title} failed: ${
          verdict?.reasons[0] ?? 'no reason was given.'
        } The steady state decides.`,
    );
}

function counts(run: JudgedRun, { readings }: Line): Verdict['samples'] {
  const metrics = run.design.hypothesis.thresholds.map(({ metric }) => metric);
  const of = (phase: SpanPhase) => {
    const own = readings.filter(({ at }) => phaseAt(run, at) === phase);
    const full = own.filter(({ reading }) =>
      metrics.every(metric => reading.values[metric] !== undefined),
    ).length;
    return { full, empty: own.length - full };
  };
  const [baseline, inject, recover] = SPAN_PHASES.map(of);
  return { baseline, inject, recover };
}

/** Reasons of what failed: thresholds, a stop by the steady state, a recovery that did not come. */
function failures(
  run: JudgedRun,
  thresholds: readonly ThresholdResult[],
  recovery: readonly Recovery[],
): string[] {
  return [
    ...(run.stop?.cause === 'steady-state' ? [run.stop.reason] : []),
    ...thresholds
      .filter(({ outcome }) => outcome === 'fail')
      .map(({ reason }) => reason),
    ...recovery
      .filter(({ state }) => state === 'not-within')
      .map(
        ({ reason, revision }) =>
          `${sentence(`recovery${ofRevision(revision)}`)}: ${reason}`,
      ),
  ];
}

/** How long it took, for a verdict that is a pass. */
function passed(recovery: readonly Recovery[]): string[] {
  return [
    'Every threshold held as expected.',
    ...recovery.map(({ reason }) => reason),
  ];
}

/**
 * What a run says of the service. Pure; the same for the same run and samples.
 *
 * A fail needs proof that something was injected, and a row of samples; then
 * no doubt turns it into something else. A pass needs that nothing is missing.
 */
export function judge(run: JudgedRun, samples: readonly Sample[]): Verdict {
  const lines = linesOf(samples);
  const [main] = lines;
  const { thresholds } = run.design.hypothesis;
  const results = lines.flatMap(line =>
    thresholds.map(threshold => judgeThreshold(run, line, threshold, main)),
  );
  const recovery = lines.map(line =>
    recoveryOf(
      run,
      line,
      thresholds.map(threshold => ({
        threshold,
        limit: results.find(({ thresholdId }) => thresholdId === threshold.id)
          ?.limit,
      })),
    ),
  );
  const final = !isActive(run);
  const common = {
    final,
    thresholds: results,
    recovery,
    samples: counts(run, main),
  };
  const missing = withoutProof(run);
  const failed = failures(run, results, recovery);
  if (missing.length === 0 && failed.length > 0) {
    return {
      ...common,
      outcome: 'fail',
      reasons: [...failed, ...notes(run), ...doubts(run)],
    };
  }
  if (!final) {
    return {
      ...common,
      outcome: 'inconclusive',
      reasons: ['The run is under way.', ...doubts(run)],
    };
  }
  const open = [
    ...missing,
    ...doubts(run),
    ...results
      .filter(({ outcome }) => outcome === 'inconclusive')
      .map(({ reason }) => reason),
    ...recovery
      .filter(({ state }) => state === 'unknown')
      .map(({ reason }) => `Recovery: ${reason}`),
  ];
  return open.length > 0
    ? {
        ...common,
        outcome: 'inconclusive',
        reasons: [...new Set([...open, ...failed, ...notes(run)])],
      }
    : {
        ...common,
        outcome: 'pass',
        reasons: [...passed(recovery), ...notes(run)],
      };
}
