import { RolloutCore, StepView } from '../../types';
import { CANARY_PAUSE, Facts, MANUAL, sharesAt } from './facts';
import {
  PredictedAnalysis,
  PredictedRest,
  PredictedServing,
  Uncertain,
} from './types';

/**
 * The setWeight that holds at step `index`, percent; all after the last step.
 *
 * @see utils/replicaset/canary.go `GetCurrentSetWeight`
 */
export function weightAt(steps: readonly StepView[], index: number): number {
  if (index >= steps.length) return 100;
  for (let i = index; i >= 0; i--) {
    const { weight } = steps[i];
    if (weight !== undefined) return weight;
  }
  return 0;
}

/** Names of the templates of an analysis step, as its label has them. */
const templatesOf = (step: StepView): string[] =>
  step.label.startsWith('analysis ')
    ? step.label.slice('analysis '.length).split(', ')
    : [];

/** A part of a prediction: where a walk comes to rest and what happens on the way. */
export interface Walk {
  rest: PredictedRest;
  analyses: PredictedAnalysis[];
  uncertain: Uncertain[];
}

/** Where a canary that is at step `from` stops, without the background analysis. */
function restOf(core: RolloutCore, from: number): Walk {
  const { steps } = core;
  for (let index = from; index < steps.length; index++) {
    const step = steps[index];
    const at = { step: index, setWeight: weightAt(steps, index), pauses: [] };
    switch (step.type) {
      case 'pause':
        return {
          rest: {
            ...at,
            kind: 'pause',
            pauses: [
              {
                reason: CANARY_PAUSE,
                ...(step.pauseSeconds === undefined
                  ? {}
                  : { seconds: step.pauseSeconds }),
              },
            ],
          },
          analyses: [],
          uncertain: ['pods'],
        };
      case 'analysis':
        return {
          rest: { ...at, kind: 'analysis' },
          analyses: [
            {
              type: 'Step',
              outcome: 'starts',
              step: index,
              templates: templatesOf(step),
            },
          ],
          uncertain: ['pods', 'measurements'],
        };
      case 'experiment':
        return {
          rest: { ...at, kind: 'experiment' },
          analyses: [{ type: 'Experiment', outcome: 'starts', step: index }],
          uncertain: ['pods', 'experiment'],
        };
      case 'plugin':
      case 'unknown':
        return {
          rest: { ...at, kind: 'plugin' },
          analyses: [],
          uncertain: ['pods', 'plugin'],
        };
      default:
        break;
    }
  }
  return {
    rest: {
      kind: 'finished',
      ...(steps.length ? { step: steps.length } : {}),
      setWeight: 100,
      pauses: [],
    },
    analyses: [],
    uncertain: ['pods'],
  };
}

/**
 * Where a canary that is at step `from` comes to rest: weights, scales and
 * routes are passed as soon as pods allow; a pause, an analysis, an experiment
 * or a plugin holds it.
 *
 * @see rollout/canary.go `completedCurrentCanaryStep`, `reconcileCanaryPause`
 * @see rollout/analysis.go `reconcileBackgroundAnalysisRun`
 */
export function walkCanary(
  core: RolloutCore,
  from: number,
  options: {
    /** `spec.paused` stays set. */
    held?: boolean;
    /** The analysis in the background has no usable run yet, so that one is created. */
    needsBackground?: boolean;
  } = {},
): Walk {
  const walk: Walk = options.held
    ? {
        rest: {
          kind: 'held',
          ...(core.steps.length ? { step: from } : {}),
          setWeight: weightAt(core.steps, from),
          pauses: [{ reason: MANUAL }],
        },
        analyses: [],
        uncertain: [],
      }
    : restOf(core, from);
  const background = core.updateRules.backgroundAnalysis;
  const reaches = walk.rest.step ?? 0;
  if (
    background &&
    options.needsBackground &&
    (core.steps.length === 0 || reaches >= background.startingStep)
  ) {
    walk.analyses = [
      ...walk.analyses,
      {
        type: 'Background',
        outcome: 'starts',
        templates: background.templates,
      },
    ];
    walk.uncertain = [...walk.uncertain, 'measurements'];
  }
  return walk;
}

/**
 * Who serves where a walk ends.
 *
 * @see utils/replicaset/canary.go `GetCurrentSetWeight`
 */
export function servesAt(
  facts: Facts,
  rest: PredictedRest,
  canaryHash: string | undefined,
): PredictedServing {
  const { core } = facts;
  const percent = rest.setWeight ?? 0;
  const shares = sharesAt(facts, canaryHash, percent);
  if (rest.kind === 'held' && !core.trafficRouted) {
    return { shares: [], when: 'unchanged' };
  }
  return {
    shares,
    when: core.trafficRouted ? 'when-ready' : 'with-pods',
  };
}
