import { compact } from '@slipway/plugin-clusters-common/read';
import {
  AnalysisRun,
  Experiment,
  Rollout,
  RolloutAnalysis,
} from '../raw/types';
import {
  ContainerView,
  CurrentAnalysisRun,
  RolloutCore,
  RolloutSummary,
} from '../types';
import { analysisPhase } from './analysis';
import { isGenerationObserved, isWorkloadObserved } from './phase';
import { containerViews } from './containers';
import { canaryServices } from './servingRouter';
import { deriveSteps } from './steps';
import { updateRules } from './updateRules';
import {
  currentTemplate,
  deriveSummary,
  ownedBy,
  SummaryContext,
} from './summary';
import { actualWeight, setWeight } from './weights';

/** Objects around the rollout that its core is derived from; those of other owners are ignored. */
export interface CoreObjects {
  replicaSets: SummaryContext['replicaSets'];
  /** Show which step's analysis failed. */
  analysisRuns?: readonly AnalysisRun[];
  experiments?: readonly Experiment[];
}

/** What the core needs: what a summary needs, and optionally more. */
export type CoreContext = SummaryContext & CoreObjects;

/**
 * The label selector as text, in the form that the API server takes.
 *
 * @see k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go `FormatLabelSelector`
 */
export function selectorText(selector: Rollout['spec']['selector']): string {
  const equal = Object.entries(selector?.matchLabels ?? {}).map(
    ([key, value]) => `${key}=${value}`,
  );
  const expressions = (selector?.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) => {
      switch (operator) {
        case 'In':
          return `${key} in (${values.join(',')})`;
        case 'NotIn':
          return `${key} notin (${values.join(',')})`;
        case 'DoesNotExist':
          return `!${key}`;
        default:
          return key;
      }
    },
  );
  return [...equal, ...expressions].join(',');
}

function currentAnalysisRuns(rollout: Rollout): CurrentAnalysisRun[] {
  const { canary, blueGreen } = rollout.status;
  const candidates = [
    ['Step', canary?.currentStepAnalysisRunStatus],
    ['Background', canary?.currentBackgroundAnalysisRunStatus],
    ['PrePromotion', blueGreen?.prePromotionAnalysisRunStatus],
    ['PostPromotion', blueGreen?.postPromotionAnalysisRunStatus],
  ] as const;
  return candidates.flatMap(([type, ref]) =>
    ref ? [{ type, name: ref.name, status: analysisPhase(ref.status) }] : [],
  );
}

/** Without templates the controller makes no run. */
const isAsked = (analysis: RolloutAnalysis | undefined) =>
  Boolean(analysis?.templates.length);

function analysesOf(rollout: Rollout): RolloutCore['analyses'] {
  const { canary, blueGreen } = rollout.spec.strategy;
  const analyses = compact<NonNullable<RolloutCore['analyses']>>({
    background: isAsked(canary?.analysis)
      ? compact({ startingStep: canary?.analysis?.startingStep })
      : undefined,
    prePromotion: isAsked(blueGreen?.prePromotionAnalysis) || undefined,
    postPromotion: isAsked(blueGreen?.postPromotionAnalysis) || undefined,
  });
  return Object.keys(analyses).length ? analyses : undefined;
}

/**
 * The core of the detail page: a summary and what the steps picture and the action gates need.
 *
 * @see pkg/kubectl-argo-rollouts/info/rollout_info.go `NewRolloutInfo`
 */
export function deriveCore(
  rollout: Rollout,
  context: CoreContext,
): RolloutCore {
  return coreOf(rollout, deriveSummary(rollout, context), context);
}

/**
 * {@link deriveCore} over a summary that was derived from the same objects.
 *
 * @see pkg/kubectl-argo-rollouts/info/rollout_info.go `NewRolloutInfo`
 */
export function coreOf(
  rollout: Rollout,
  summary: RolloutSummary,
  objects: CoreObjects,
): RolloutCore {
  const { metadata, spec, status } = rollout;
  const owned = ownedBy(metadata.uid, objects.replicaSets);
  const analysisRuns = ownedBy(metadata.uid, objects.analysisRuns ?? []);
  const containers: ContainerView[] = containerViews(
    currentTemplate(rollout, owned),
  );
  const stepRun = status.canary?.currentStepAnalysisRunStatus;
  const experimentName = status.canary?.currentExperiment;
  const experiment = ownedBy(metadata.uid, objects.experiments ?? []).find(
    candidate => candidate.metadata.name === experimentName,
  );
  const { blueGreen } = spec.strategy;
  return compact<RolloutCore>({
    ...summary,
    specPaused: spec.paused === true,
    controllerPause: status.controllerPause === true,
    promoteFull: status.promoteFull === true,
    observed:
      isGenerationObserved(rollout) &&
      (spec.workloadRef === undefined || isWorkloadObserved(rollout)),
    pauseConditions: Boolean(status.pauseConditions?.length),
    currentStepAnalysisRunStatus: stepRun && {
      name: stepRun.name,
      status: analysisPhase(stepRun.status),
    },
    currentAnalysisRuns: currentAnalysisRuns(rollout),
    steps: deriveSteps(rollout, analysisRuns, objects.experiments),
    workloadRef: spec.workloadRef && {
      kind: spec.workloadRef.kind,
      name: spec.workloadRef.name,
    },
    blueGreen:
      blueGreen &&
      compact({
        activeService: blueGreen.activeService,
        previewService: blueGreen.previewService,
        activeSelector: status.blueGreen?.activeSelector,
        previewSelector: status.blueGreen?.previewSelector,
        autoPromotionEnabled: blueGreen.autoPromotionEnabled !== false,
        autoPromotionSeconds:
          blueGreen.autoPromotionEnabled === false
            ? undefined
            : blueGreen.autoPromotionSeconds,
      }),
    experiment: experimentName
      ? compact({ name: experimentName, status: experiment?.status.phase })
      : undefined,
    kubectlWeights: spec.strategy.canary && {
      set: setWeight(rollout),
      actual: actualWeight(rollout, owned),
    },
    canaryServices: spec.strategy.canary && canaryServices(rollout),
    analyses: analysesOf(rollout),
    conditions: (status.conditions ?? []).map(
      ({ type, status: value, reason, message, lastUpdateTime }) =>
        compact({ type, status: value, reason, message, lastUpdateTime }),
    ),
    selector: selectorText(spec.selector),
    containers,
    progressDeadlineSeconds: spec.progressDeadlineSeconds,
    updateRules: updateRules(rollout),
  });
}
