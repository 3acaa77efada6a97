import { AnalysisMetricView, AnalysisPhase, AnalysisRunView } from '../types';
import { errorWords, metricVerdict, sentence, taken } from './metricVerdict';

const DRY: Record<AnalysisPhase, string> = {
  Failed: 'would have failed',
  Error: 'could not be measured',
  Inconclusive: 'would have been inconclusive',
  Successful: 'would have held',
  Running: 'is being measured',
  Pending: 'was not measured',
};

const dryWords = (metric: AnalysisMetricView) =>
  `${metric.name} ${
    metric.phase === 'Successful' && taken(metric) === 0
      ? DRY.Pending
      : DRY[metric.phase]
  }`;

/** From worst to best. @see utils/analysis/helpers.go `IsWorse` */
const WORST: readonly AnalysisPhase[] = ['Failed', 'Error', 'Inconclusive'];

const NOTHING =
  'It was ended before anything was measured: this says nothing of the release.';

type Verdict = Pick<AnalysisRunView, 'verdict' | 'inconsequential'>;

function successful(
  run: Pick<AnalysisRunView, 'terminated'>,
  counted: readonly AnalysisMetricView[],
  dry: readonly AnalysisMetricView[],
): Verdict {
  const cut = run.terminated === true;
  if (!counted.length && dry.length) {
    const words = dry.map(dryWords).join(', ');
    return {
      verdict: `Only dry-run metrics: ${words}.`,
      inconsequential: 'dry-run-only',
    };
  }
  if (counted.every(metric => taken(metric) === 0)) {
    const errors = counted
      .filter(metric => metric.counts.error > 0)
      .map(metric => ` ${metric.name}: ${sentence(errorWords(metric))}`);
    let words = 'Nothing was measured: this says nothing of the release.';
    if (cut) words = NOTHING;
    if (!counted.length) {
      words = 'It has no metrics: this says nothing of the release.';
    }
    return {
      verdict: `${words}${errors.join('')}`,
      inconsequential: 'nothing-measured',
    };
  }
  const words = counted.map(metric =>
    sentence(`${metric.name}${metricVerdict(metric, cut)}`),
  );
  return {
    verdict: [...words, ...(cut ? ['The run was terminated.'] : [])].join(' '),
  };
}

/**
 * Plain sentences with the reason for a run's verdict: which metric, which
 * measurements, which limit. Metrics in dry-run mode do not count and are named
 * apart. The controller's message where no metric decided. No verdict when the
 * object says nothing yet.
 *
 * @see analysis/analysis.go `assessRunStatus`
 */
export function verdictOf(
  run: Pick<AnalysisRunView, 'phase' | 'message' | 'metrics' | 'terminated'>,
): Verdict {
  const { phase, message, metrics } = run;
  const counted = metrics.filter(metric => !metric.dryRun);
  const dry = metrics.filter(metric => metric.dryRun);
  const own: Verdict = message ? { verdict: sentence(message) } : {};
  const say = (chosen: readonly AnalysisMetricView[]): Verdict =>
    chosen.length
      ? {
          verdict: chosen
            .map(metric => sentence(`${metric.name}${metricVerdict(metric)}`))
            .join(' '),
        }
      : own;
  const withDry = ({ verdict, ...rest }: Verdict): Verdict => {
    const bad = dry.filter(metric => WORST.includes(metric.phase));
    if (!verdict || !bad.length || rest.inconsequential === 'dry-run-only') {
      return { ...rest, ...(verdict ? { verdict } : {}) };
    }
    return {
      ...rest,
      verdict: `${verdict} Dry run: ${bad.map(dryWords).join(', ')}.`,
    };
  };
  switch (phase) {
    case 'Failed':
    case 'Error':
    case 'Inconclusive': {
      const decided = counted.some(metric => metric.phase === phase);
      return withDry(
        say(
          decided
            ? WORST.flatMap(each =>
                counted.filter(metric => metric.phase === each),
              )
            : [],
        ),
      );
    }
    case 'Successful':
      return withDry(successful(run, counted, dry));
    case 'Running':
      return say(counted.filter(metric => metric.phase === 'Running'));
    default:
      return own;
  }
}
