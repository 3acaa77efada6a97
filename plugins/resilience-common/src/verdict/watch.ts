import { secondsInWords } from '../actions/words';
import { metricInWords, metricValue, ofRevision, sentence } from '../words';
import { Sample, Threshold } from '../types';
import { holds, JudgedRun, Line, limitOf, linesOf, windowsOf } from './lines';

/**
 * The value beyond which the stop rule counts, in the unit of the metric: the
 * limit, and `byPercent` of it.
 */
export function stopLimit(
  { direction }: Pick<Threshold, 'direction'>,
  limit: number,
  byPercent: number,
): number {
  const share = byPercent / 100;
  return direction === 'atMost' ? limit * (1 + share) : limit * (1 - share);
}

/** For how long up to its last reading a line is beyond a limit without interruption; undefined when it is not. In ms. */
function beyondFor(
  line: Line,
  threshold: Threshold,
  limit: number,
): number | undefined {
  const { readings } = line;
  let first: number | undefined;
  for (let index = readings.length - 1; index >= 0; index--) {
    const value = readings[index].reading.values[threshold.metric];
    if (value === undefined || holds(threshold, value, limit)) break;
    first = readings[index].at;
  }
  return first === undefined
    ? undefined
    : readings[readings.length - 1].at - first;
}

/**
 * Why the stop rule of the design ends the run now, one sentence; undefined
 * when it does not. Counts from the start of the baseline; readings without a
 * value interrupt.
 */
export function stopReason(
  run: JudgedRun,
  samples: readonly Sample[],
): string | undefined {
  const { stop, hypothesis } = run.design;
  if (!stop || samples.length === 0) return undefined;
  const lines = linesOf(samples);
  for (const line of lines) {
    for (const threshold of hypothesis.thresholds) {
      const { before } = windowsOf(run, lines[0], threshold.metric);
      const limit = limitOf(threshold, before, run.design);
      if (limit === undefined) continue;
      const edge = stopLimit(threshold, limit, stop.byPercent);
      const beyond = beyondFor(line, threshold, edge);
      if (beyond !== undefined && beyond >= stop.forSeconds * 1000) {
        const { metric, direction } = threshold;
        return `${sentence(metricInWords(metric))}${ofRevision(
          line.revision,
        )} was ${direction === 'atMost' ? 'above' : 'below'} ${metricValue(
          metric,
          edge,
        )} for ${secondsInWords(beyond / 1000)}: ${
          stop.byPercent
        } % beyond its limit of ${metricValue(metric, limit)}.`;
      }
    }
  }
  return undefined;
}

/**
 * Why nothing may be injected after this baseline, one sentence; undefined
 * when the service is in its steady state: each threshold has a limit, and
 * held in the last N samples.
 */
export function baselineProblem(
  run: JudgedRun,
  samples: readonly Sample[],
): string | undefined {
  const { hypothesis } = run.design;
  const [line] = linesOf(samples);
  for (const threshold of hypothesis.thresholds) {
    const { metric } = threshold;
    const { before } = windowsOf(run, line, metric);
    const limit = limitOf(threshold, before, run.design);
    const last = line.readings.slice(-hypothesis.consecutive);
    const values = last.flatMap(({ reading }) => reading.values[metric] ?? []);
    if (limit === undefined || values.length < hypothesis.consecutive) {
      const why = [...line.readings].reverse()[0]?.reading.empty[metric];
      return `Nothing was injected: the ${metricInWords(metric)} has ${
        values.length
      } of ${hypothesis.consecutive} samples at the end of the baseline${
        why ? ` (${why})` : ''
      }.`;
    }
    const wrong = values.find(value => !holds(threshold, value, limit));
    if (wrong !== undefined) {
      return `Nothing was injected: the service was not in its steady state. The ${metricInWords(
        metric,
      )} was ${metricValue(
        metric,
        wrong,
      )} at the end of the baseline, its limit is ${metricValue(
        metric,
        limit,
      )}.`;
    }
  }
  return undefined;
}
