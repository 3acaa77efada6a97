import { GOLDEN_METRICS, GOLDEN_QUERIES } from '@slipway/plugin-metrics-common';
import { secondsInWords } from '../actions/words';
import { isActive } from '../actions/stop';
import {
  Report,
  ReportFigure,
  RunDetail,
  RunPart,
  RunSeries,
  SpanPhase,
  Verdict,
} from '../types';
import { baselineStart, linesOf, windowsOf } from '../verdict/lines';
import {
  counted,
  metricInWords,
  ofRevision,
  sentence,
  expectationInWords,
} from '../words';

const seconds = (from: string, to: string) =>
  (Date.parse(to) - Date.parse(from)) / 1000;

function nameOf(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1);
}

function headline(run: RunDetail, verdict: Verdict | undefined): string {
  const name = nameOf(run.entityRef);
  if (!verdict?.final) return `The run on ${name} is under way.`;
  switch (verdict.outcome) {
    case 'pass':
      return `${name} withstood it: ${run.title}.`;
    case 'fail':
      return `${name} did not withstand it: ${run.title}.`;
    default:
      return `The run says nothing of ${name}: ${
        verdict.reasons[0] ?? 'there is no reason.'
      }`;
  }
}

function tried(run: RunDetail): string[] {
  const { design, cluster, namespace, environment, parts } = run;
  return [
    `On ${nameOf(
      run.entityRef,
    )} in ${cluster}, namespace ${namespace} (${environment}), started by ${nameOf(
      run.startedBy,
    )}.`,
    ...parts.map(
      ({ title, kind, startSeconds, durationSeconds, touches }) =>
        `${
          kind === 'load' ? 'Load' : 'Fault'
        }: ${title}, planned ${secondsInWords(startSeconds)} after the start${
          durationSeconds > 0
            ? ` for ${secondsInWords(durationSeconds)}`
            : ', at once'
        }${touches.length ? ` (${touches.join('; ')})` : ''}.`,
    ),
    `Before it ${secondsInWords(
      design.baselineSeconds,
    )} without a fault, after it ${secondsInWords(
      design.recoverySeconds,
    )} of recovery.`,
  ];
}

function expected({ design }: RunDetail): string[] {
  const { thresholds, consecutive } = design.hypothesis;
  return [
    ...thresholds.map(
      threshold => `${sentence(expectationInWords(threshold))}.`,
    ),
    `Broken means in ${counted(consecutive, 'sample')} in a row.`,
  ];
}

/** `2026-11-29 02:30:40 UTC` of an ISO time. */
function inUtc(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function partHappened(part: RunPart): string {
  const { title, phase, effectiveAt, effectEndedAt, outcome } = part;
  // Within brackets, in a sentence that ends.
  const reason = part.reason?.replace(/\.$/, '');
  if (phase === 'skipped') return `${title} was not started.`;
  if (effectiveAt === undefined) {
    return `${title}: no effect was proved${reason ? ` (${reason})` : ''}.`;
  }
  const took =
    effectEndedAt === undefined
      ? 'its end was not seen'
      : `for ${secondsInWords(seconds(effectiveAt, effectEndedAt))}`;
  const ended = outcome && outcome !== 'completed' ? `, ${outcome}` : '';
  return `${title} had its effect from ${inUtc(effectiveAt)}, ${took}${ended}${
    reason ? ` (${reason})` : ''
  }.`;
}

function happened(run: RunDetail, verdict: Verdict | undefined): string[] {
  return [
    ...run.parts.map(partHappened),
    ...(run.stop ? [`The run was ended early: ${run.stop.reason}`] : []),
    ...(run.problem ? [run.problem] : []),
    ...(verdict?.reasons ?? []),
  ];
}

/** A line for each threshold and revision, then the other metrics of all pods. */
function figuresOf({ run, samples, verdict }: RunSeries): ReportFigure[] {
  const { thresholds } = run.design.hypothesis;
  const judged = (verdict?.thresholds ?? []).flatMap(result => {
    const threshold = thresholds.find(({ id }) => id === result.thresholdId);
    if (!threshold) return [];
    const { metric, direction } = threshold;
    return [
      {
        title: sentence(metricInWords(metric) + ofRevision(result.revision)),
        unit: GOLDEN_QUERIES[metric].unit,
        revision: result.revision,
        figures: result.figures,
        ...(result.limit === undefined ? {} : { limit: result.limit }),
        direction,
        outcome: result.outcome,
      },
    ];
  });
  const used = new Set(thresholds.map(({ metric }) => metric));
  // Of thresholds the verdict has the figures, whatever became of the samples.
  const lines = run.samplesGoneAt === undefined ? linesOf(samples) : [];
  const others = lines.flatMap(line =>
    GOLDEN_METRICS.filter(metric => !used.has(metric)).map(metric => ({
      title: sentence(metricInWords(metric) + ofRevision(line.revision)),
      unit: GOLDEN_QUERIES[metric].unit,
      revision: line.revision,
      figures: windowsOf(run, line, metric),
    })),
  );
  return [...judged, ...others];
}

function windowsIn({ run, samples }: RunSeries): Report['windows'] {
  const { injectedAt, faultEndedAt } = run;
  const last = samples[samples.length - 1]?.at;
  const end = run.endedAt ?? last;
  const start = new Date(baselineStart(run)).toISOString();
  const stretches: Array<[SpanPhase, string | undefined, string | undefined]> =
    [
      ['baseline', start, injectedAt ?? end],
      ['inject', injectedAt, faultEndedAt ?? end],
      ['recover', faultEndedAt, end],
    ];
  return stretches.flatMap(([phase, from, to]) =>
    from !== undefined && to !== undefined && seconds(from, to) > 0
      ? [{ phase, from, to }]
      : [],
  );
}

/** Why there are no charts of an old run. @param at - ISO time */
export const samplesGoneText = (at: string): string =>
  `The samples of this run were deleted on ${at.slice(
    0,
    10,
  )}, past their retention. Its verdict and the figures of its thresholds are kept.`;

function method({ run, samples, verdict }: RunSeries): string[] {
  const { windowSeconds } = run.design.hypothesis;
  const count = verdict?.samples;
  const countText =
    run.samplesGoneAt === undefined ? ` (${samples.length} in all)` : '';
  return [
    `Golden metrics of ${run.workload} from Prometheus, one sample each ${run.sampleSeconds} s${countText}, each over the ${windowSeconds} s before it.`,
    ...(count
      ? [
          `With all figures: ${count.baseline.full} before, ${count.inject.full} during, ${count.recover.full} after; without: ${count.baseline.empty}, ${count.inject.empty}, ${count.recover.empty}.`,
        ]
      : []),
    'Figures are the median of the samples of a stretch, with the lowest and the highest.',
    ...run.canaries.map(
      ({ stable, canary, from, to }) =>
        `A canary (${canary}) beside ${stable} was under way from ${from} to ${to}: both were judged apart.`,
    ),
    ...(run.samplesGoneAt === undefined
      ? []
      : [samplesGoneText(run.samplesGoneAt)]),
    ...(isActive(run) ? ['The run is under way: figures will change.'] : []),
  ];
}

/** The report of a run, of what is stored only. Pure. */
export function reportOf(series: RunSeries): Report {
  const { run, verdict } = series;
  return {
    run,
    headline: headline(run, verdict),
    tried: tried(run),
    expected: expected(run),
    happened: happened(run, verdict),
    figures: figuresOf(series),
    windows: windowsIn(series),
    ...(verdict ? { verdict } : {}),
    method: method(series),
  };
}
