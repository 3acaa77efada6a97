import { hasEnded } from '../../derive/analysis';
import { AnalysisRunView } from '../../types';
import { servesAfter, walkBlueGreen } from './blueGreen';
import { servesAt, walkCanary } from './canary';
import { Facts } from './facts';
import { restNow } from './now';
import { Prediction } from './types';

type Body = Omit<Prediction, 'action'>;

/** The run that is meant: by name, else the only one that runs. */
export function runToEnd(
  { analysisRuns = [] }: Facts,
  name: string | undefined,
): AnalysisRunView | undefined {
  return analysisRuns.find(
    run => !hasEnded(run.phase) && (name === undefined || run.name === name),
  );
}

/**
 * Terminate an analysis: metrics that stayed within their limits count as
 * successful, those without a measurement too, so that the run is successful
 * unless a measurement under way fails. The rollout then takes it as passed.
 *
 * @see analysis/analysis.go `assessMetricStatus`, `assessRunStatus`
 */
export function predictTerminate(
  facts: Facts,
  run: AnalysisRunView | undefined,
): Body {
  const { core } = facts;
  const analyses = run
    ? [
        {
          // A run of another kind holds nothing up.
          type: run.type === 'Other' ? ('Background' as const) : run.type,
          outcome: 'terminated' as const,
          name: run.name,
        },
      ]
    : [];
  const current =
    run && core.currentAnalysisRuns?.find(({ name }) => name === run.name);
  if (current?.type === 'Step' && core.stepIndex !== undefined) {
    if (core.specPaused) {
      return {
        next: core.stepIndex,
        rest: restNow(core),
        analyses,
        lost: [],
        serves: { shares: [], when: 'unchanged' },
        uncertain: ['measurements'],
      };
    }
    const next = Math.min(core.stepIndex + 1, core.stepCount);
    const walk = walkCanary(core, next);
    return {
      next,
      rest: walk.rest,
      analyses: [...analyses, ...walk.analyses],
      lost: [],
      serves: servesAt(facts, walk.rest, core.currentPodHash),
      uncertain: ['measurements', ...walk.uncertain],
    };
  }
  if (current?.type === 'PrePromotion' || current?.type === 'PostPromotion') {
    const passed = {
      ...core,
      currentAnalysisRuns: core.currentAnalysisRuns?.map(entry =>
        entry.name === current.name
          ? { ...entry, status: 'Successful' as const }
          : entry,
      ),
    };
    const stage = current.type === 'PrePromotion' ? 'start' : 'cut-over';
    const walk = walkBlueGreen(passed, stage, { held: core.specPaused });
    return {
      rest: walk.rest,
      analyses: [...analyses, ...walk.analyses],
      lost: [],
      serves: servesAfter(facts, walk, core.currentPodHash),
      uncertain: ['measurements', ...walk.uncertain],
    };
  }
  return {
    ...(core.stepIndex === undefined ? {} : { next: core.stepIndex }),
    rest: restNow(core),
    analyses,
    lost: [],
    serves: { shares: [], when: 'unchanged' },
    uncertain: ['measurements'],
  };
}
