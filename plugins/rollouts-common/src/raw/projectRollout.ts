import {
  boolean,
  compact,
  intOrString,
  Json,
  list,
  metadata,
  number,
  object,
  optionalObject,
  string,
  stringMap,
  strings,
} from '@slipway/plugin-clusters-common/read';
import {
  CanaryStrategy,
  Rollout,
  RolloutAnalysis,
  TrafficWeights,
  WeightDestination,
} from './types';
import { analysisRunStatusRef, conditions, templateImages } from './project';
import { projectStep } from './projectStep';

/** Without templates the controller runs nothing (`reconcilePrePromotionAnalysisRun` and the others). */
function analysisOf(value: unknown): RolloutAnalysis | undefined {
  const analysis = optionalObject(value);
  return (
    analysis && {
      templates: list(analysis.templates).map(template =>
        compact({ templateName: string(template.templateName) }),
      ),
    }
  );
}

function backgroundAnalysis(value: unknown): CanaryStrategy['analysis'] {
  const analysis = analysisOf(value);
  return (
    analysis &&
    compact({
      ...analysis,
      startingStep: number(object(value).startingStep),
    })
  );
}

function canaryStrategy(raw: Json): CanaryStrategy {
  const routing = optionalObject(raw.trafficRouting);
  const pingPong = optionalObject(raw.pingPong);
  return compact({
    steps: Array.isArray(raw.steps)
      ? list(raw.steps).map(projectStep)
      : undefined,
    trafficRouting:
      routing &&
      compact({ maxTrafficWeight: number(routing.maxTrafficWeight) }),
    pingPong:
      pingPong &&
      compact({
        pingService: string(pingPong.pingService),
        pongService: string(pingPong.pongService),
      }),
    stableService: string(raw.stableService),
    canaryService: string(raw.canaryService),
    analysis: backgroundAnalysis(raw.analysis),
    dynamicStableScale: boolean(raw.dynamicStableScale),
    abortScaleDownDelaySeconds: number(raw.abortScaleDownDelaySeconds),
    scaleDownDelaySeconds: number(raw.scaleDownDelaySeconds),
    maxUnavailable: intOrString(raw.maxUnavailable),
  });
}

const weightDestination = (raw: Json): WeightDestination =>
  compact({
    weight: number(raw.weight),
    podTemplateHash: string(raw.podTemplateHash) || undefined,
    serviceName: string(raw.serviceName) || undefined,
  });

function trafficWeights(value: unknown): TrafficWeights | undefined {
  const weights = optionalObject(value);
  if (!weights) return undefined;
  const stable = optionalObject(weights.stable);
  const additional = list(weights.additional);
  return compact({
    canary: weightDestination(object(weights.canary)),
    stable: stable && weightDestination(stable),
    additional: additional.length
      ? additional.map(weightDestination)
      : undefined,
    verified: boolean(weights.verified),
  });
}

function projectSpec(spec: Json): Rollout['spec'] {
  const strategy = object(spec.strategy);
  const canary = optionalObject(strategy.canary);
  const blueGreen = optionalObject(strategy.blueGreen);
  const workloadRef = optionalObject(spec.workloadRef);
  const rollbackWindow = optionalObject(spec.rollbackWindow);
  const selector = optionalObject(spec.selector);
  return compact({
    replicas: number(spec.replicas),
    paused: boolean(spec.paused),
    restartAt: string(spec.restartAt),
    progressDeadlineSeconds: number(spec.progressDeadlineSeconds),
    progressDeadlineAbort: boolean(spec.progressDeadlineAbort),
    rollbackWindow:
      rollbackWindow &&
      compact({ revisions: number(rollbackWindow.revisions) }),
    selector:
      selector &&
      compact({
        matchLabels: stringMap(selector.matchLabels),
        matchExpressions: selector.matchExpressions
          ? list(selector.matchExpressions).map(expression => ({
              key: string(expression.key) ?? '',
              operator: string(expression.operator) ?? '',
              values: strings(expression.values),
            }))
          : undefined,
      }),
    template: templateImages(spec.template),
    workloadRef:
      workloadRef &&
      compact({
        apiVersion: string(workloadRef.apiVersion),
        kind: string(workloadRef.kind) ?? '',
        name: string(workloadRef.name) ?? '',
      }),
    templateResolvedFromRef: boolean(spec.templateResolvedFromRef),
    strategy: compact({
      canary: canary && canaryStrategy(canary),
      blueGreen:
        blueGreen &&
        compact({
          activeService: string(blueGreen.activeService),
          previewService: string(blueGreen.previewService),
          autoPromotionEnabled: boolean(blueGreen.autoPromotionEnabled),
          autoPromotionSeconds: number(blueGreen.autoPromotionSeconds),
          prePromotionAnalysis: analysisOf(blueGreen.prePromotionAnalysis),
          postPromotionAnalysis: analysisOf(blueGreen.postPromotionAnalysis),
          previewReplicaCount: number(blueGreen.previewReplicaCount),
          scaleDownDelaySeconds: number(blueGreen.scaleDownDelaySeconds),
          abortScaleDownDelaySeconds: number(
            blueGreen.abortScaleDownDelaySeconds,
          ),
          maxUnavailable: intOrString(blueGreen.maxUnavailable),
        }),
    }),
  });
}

function projectStatus(status: Json): Rollout['status'] {
  const canary = object(status.canary);
  const blueGreen = object(status.blueGreen);
  return compact({
    abort: boolean(status.abort),
    abortedAt: string(status.abortedAt),
    availableReplicas: number(status.availableReplicas),
    blueGreen: compact({
      activeSelector: string(blueGreen.activeSelector),
      previewSelector: string(blueGreen.previewSelector),
      scaleUpPreviewCheckPoint: boolean(blueGreen.scaleUpPreviewCheckPoint),
      prePromotionAnalysisRunStatus: analysisRunStatusRef(
        blueGreen.prePromotionAnalysisRunStatus,
      ),
      postPromotionAnalysisRunStatus: analysisRunStatusRef(
        blueGreen.postPromotionAnalysisRunStatus,
      ),
    }),
    canary: compact({
      currentStepAnalysisRunStatus: analysisRunStatusRef(
        canary.currentStepAnalysisRunStatus,
      ),
      currentBackgroundAnalysisRunStatus: analysisRunStatusRef(
        canary.currentBackgroundAnalysisRunStatus,
      ),
      currentExperiment: string(canary.currentExperiment),
      stepPluginStatuses: canary.stepPluginStatuses
        ? list(canary.stepPluginStatuses).map(plugin =>
            compact({
              index: number(plugin.index) ?? 0,
              name: string(plugin.name),
              operation: string(plugin.operation),
              phase: string(plugin.phase),
              message: string(plugin.message),
            }),
          )
        : undefined,
      stablePingPong: string(canary.stablePingPong),
      weights: trafficWeights(canary.weights),
    }),
    conditions: status.conditions ? conditions(status.conditions) : undefined,
    controllerPause: boolean(status.controllerPause),
    currentPodHash: string(status.currentPodHash),
    currentStepIndex: number(status.currentStepIndex),
    message: string(status.message),
    observedGeneration: string(status.observedGeneration),
    pauseConditions: Array.isArray(status.pauseConditions)
      ? list(status.pauseConditions).map(pause => ({
          reason: string(pause.reason) ?? '',
          startTime: string(pause.startTime) ?? '',
        }))
      : undefined,
    phase: string(status.phase),
    promoteFull: boolean(status.promoteFull),
    readyReplicas: number(status.readyReplicas),
    replicas: number(status.replicas),
    restartedAt: string(status.restartedAt),
    stableRS: string(status.stableRS),
    updatedReplicas: number(status.updatedReplicas),
    workloadObservedGeneration: string(status.workloadObservedGeneration),
  });
}

/**
 * Trims a Rollout as it came from the API server to the fields that Slipway
 * reads. Of the template only container names and images are kept.
 */
export function projectRollout(raw: Json): Rollout {
  return {
    apiVersion: string(raw.apiVersion),
    kind: string(raw.kind),
    metadata: metadata(raw),
    spec: projectSpec(object(raw.spec)),
    status: projectStatus(object(raw.status)),
  };
}
