import { GoldenMetric } from '@slipway/plugin-metrics-common';
import {
  counted,
  metricInWords,
  metricValue,
  ofRevision,
  sentence,
  thresholdInWords,
} from '../words';
import { Threshold, ThresholdResult, WindowsFigures } from '../types';
import { holds, JudgedRun, limitOf, Line, windowsOf } from './lines';
import { firstInBand } from './recovery';

/** A row of readings in which a threshold does not hold. */
interface BrokenRow {
  from: number;
  to: number;
  samples: number;
}

/** Rows of at least `least` readings in which a threshold does not hold; a reading without a value ends a row. */
export function brokenRows(
  line: Line,
  threshold: Threshold,
  limit: number,
  least: number,
): BrokenRow[] {
  const rows: BrokenRow[] = [];
  let row: BrokenRow | undefined;
  for (const { at, reading } of line.readings) {
    const value = reading.values[threshold.metric];
    if (value === undefined || holds(threshold, value, limit)) {
      row = undefined;
    } else if (row) {
      row.to = at;
      row.samples += 1;
    } else {
      row = { from: at, to: at, samples: 1 };
      rows.push(row);
    }
  }
  return rows.filter(({ samples }) => samples >= least);
}

/** Why the figures do not suffice; undefined when they do. */
function tooFew(
  run: JudgedRun,
  figures: WindowsFigures,
  metric: GoldenMetric,
): string | undefined {
  const { consecutive } = run.design.hypothesis;
  const { injectedAt, faultEndedAt } = run;
  const injectedMs =
    injectedAt !== undefined && faultEndedAt !== undefined
      ? Date.parse(faultEndedAt) - Date.parse(injectedAt)
      : 0;
  // A stretch that is shorter than the row cannot have one.
  const judgesDuring = injectedMs >= consecutive * run.sampleSeconds * 1000;
  const stretches = [
    ['before', figures.before],
    ...(judgesDuring ? [['during', figures.during] as const] : []),
    ['after', figures.after],
  ] as const;
  for (const [name, { samples, empty }] of stretches) {
    if (samples < consecutive || samples < empty) {
      return `${sentence(metricInWords(metric))} has ${counted(
        samples,
        'sample',
      )} with a figure and ${empty} without ${
        name === 'during' ? 'while something was injected' : `${name} it`
      }: too few.`;
    }
  }
  return undefined;
}

/** Judges one threshold for one revision. `limitsOf` is the revision whose baseline gives the limit. */
export function judgeThreshold(
  run: JudgedRun,
  line: Line,
  threshold: Threshold,
  limitsOf: Line,
): ThresholdResult {
  const { design, injectedAt, faultEndedAt } = run;
  const { metric } = threshold;
  const { consecutive } = design.hypothesis;
  const figures = windowsOf(run, line, metric);
  const limit = limitOf(
    threshold,
    windowsOf(run, limitsOf, metric).before,
    design,
  );
  const words = `${thresholdInWords(threshold)}${ofRevision(line.revision)}`;
  const common = {
    thresholdId: threshold.id,
    revision: line.revision,
    ...(limit === undefined ? {} : { limit }),
    figures,
    broken: [],
  };
  if (limit === undefined) {
    return {
      ...common,
      outcome: 'inconclusive',
      reason: `The baseline has too few samples to derive the limit of: ${words}.`,
    };
  }
  const rows = brokenRows(line, threshold, limit, consecutive);
  const broken = rows.map(({ from, to, samples }) => ({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    samples,
  }));
  const result = { ...common, broken };
  const injected = injectedAt === undefined ? Infinity : Date.parse(injectedAt);
  const after = rows.filter(({ to }) => to >= injected);
  if (threshold.expect === 'always' && after.length > 0) {
    const longest = after.reduce((a, b) => (b.samples > a.samples ? b : a));
    const worst = worstOf(line, threshold, longest);
    return {
      ...result,
      outcome: 'fail',
      reason: `Broken: ${words}. It was ${metricValue(
        metric,
        worst,
      )} at worst, and beyond the limit in ${counted(
        longest.samples,
        'sample',
      )} in a row.`,
    };
  }
  const few = tooFew(run, figures, metric);
  if (few) return { ...result, outcome: 'inconclusive', reason: few };
  if (
    threshold.expect === 'recovers' &&
    faultEndedAt !== undefined &&
    firstInBand(
      line,
      [{ threshold, limit }],
      Date.parse(faultEndedAt),
      consecutive,
    ) === undefined
  ) {
    return {
      ...result,
      outcome: 'fail',
      reason: `Not restored within the recovery: ${words}.`,
    };
  }
  return {
    ...result,
    outcome: 'pass',
    reason: `${
      threshold.expect === 'recovers' && after.length > 0 ? 'Restored' : 'Held'
    }: ${words}.`,
  };
}

/** The value that is furthest beyond the limit. */
function worstOf(line: Line, threshold: Threshold, row: BrokenRow): number {
  const values = line.readings
    .filter(({ at }) => at >= row.from && at <= row.to)
    .flatMap(({ reading }) => reading.values[threshold.metric] ?? []);
  return threshold.direction === 'atMost'
    ? Math.max(...values)
    : Math.min(...values);
}
