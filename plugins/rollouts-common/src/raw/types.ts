import { KubeObject } from '@slipway/plugin-clusters-common';

/** A number, or a string that holds one or a Go duration. */
export type IntOrString = number | string;

export interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: unknown;
}

export interface Container {
  name: string;
  image: string;
  env?: EnvVar[];
}

/** A pod template as far as Slipway reads it; other fields are carried along for diffs and undo. */
export interface PodTemplate {
  metadata?: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec?: {
    containers?: Container[];
    initContainers?: Container[];
    ephemeralContainers?: Container[];
  };
}

/** A condition of a Rollout or ReplicaSet. */
export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastUpdateTime?: string;
  lastTransitionTime?: string;
}

/** A template of an experiment step. */
export interface ExperimentStepTemplate {
  name?: string;
  /** `canary` or `stable`: whose pod template it takes. */
  specRef?: string;
  /** Share of traffic in parts of `maxTrafficWeight`; absent without traffic. */
  weight?: number;
  /** `service.name`: name of the Service made for it, if not its default. */
  serviceName?: string;
}

/** One destination of `status.canary.weights`, in parts of `maxTrafficWeight`. */
export interface WeightDestination {
  weight?: number;
  podTemplateHash?: string;
  serviceName?: string;
}

/** `status.canary.weights`: what the controller set at the traffic router last. */
export interface TrafficWeights {
  canary: WeightDestination;
  /** Absent only in hand-written objects: the controller writes it with the canary's. */
  stable?: WeightDestination;
  /** Templates of a running experiment. */
  additional?: WeightDestination[];
  /** Only routers that can check say so: whether the weight has taken effect. */
  verified?: boolean;
}

/** How a route compares a header, method or path: one member set. */
export interface StringMatch {
  exact?: string;
  prefix?: string;
  regex?: string;
}

/** `match[]` of a mirror route. */
export interface RouteMatch {
  method?: StringMatch;
  path?: StringMatch;
  headers?: Record<string, StringMatch>;
}

/** `spec.strategy.canary.steps[]`, one member set. */
export interface CanaryStep {
  setWeight?: number;
  pause?: { duration?: IntOrString };
  analysis?: {
    templates?: Array<{ templateName?: string; clusterScope?: boolean }>;
  };
  experiment?: {
    duration?: string;
    templates?: ExperimentStepTemplate[];
    /** Names of the analyses that run with it. */
    analyses?: string[];
  };
  setCanaryScale?: {
    weight?: number;
    replicas?: number;
    matchTrafficWeight?: boolean;
  };
  /** Without `match` the route is removed. */
  setHeaderRoute?: {
    name?: string;
    match?: Array<{ headerName?: string; headerValue?: StringMatch }>;
  };
  /** Without `match` the route is removed. */
  setMirrorRoute?: {
    name?: string;
    match?: RouteMatch[];
    percentage?: number;
  };
  plugin?: { name?: string };
  /** Keys of the step that are none of the above. */
  otherKeys?: string[];
}

/** `status.canary.stepPluginStatuses[]`. */
export interface StepPluginStatus {
  index: number;
  name?: string;
  /** `Run`, `Terminate` or `Abort`. */
  operation?: string;
  phase?: string;
  message?: string;
}

export interface CanaryStrategy {
  steps?: CanaryStep[];
  trafficRouting?: { maxTrafficWeight?: number };
  pingPong?: { pingService?: string; pongService?: string };
  stableService?: string;
  canaryService?: string;
  /** The analysis in the background of the steps. */
  analysis?: RolloutAnalysis & { startingStep?: number };
  dynamicStableScale?: boolean;
  abortScaleDownDelaySeconds?: number;
  scaleDownDelaySeconds?: number;
  maxUnavailable?: IntOrString;
}

/** Which AnalysisTemplates an analysis of a strategy runs. */
export interface RolloutAnalysis {
  templates: Array<{ templateName?: string }>;
}

export interface BlueGreenStrategy {
  activeService?: string;
  previewService?: string;
  autoPromotionEnabled?: boolean;
  autoPromotionSeconds?: number;
  prePromotionAnalysis?: RolloutAnalysis;
  postPromotionAnalysis?: RolloutAnalysis;
  previewReplicaCount?: number;
  scaleDownDelaySeconds?: number;
  abortScaleDownDelaySeconds?: number;
  maxUnavailable?: IntOrString;
}

export interface AnalysisRunStatusRef {
  name: string;
  status: string;
  message?: string;
}

/** The fields of an `argoproj.io/v1alpha1` Rollout that Slipway reads. */
export interface Rollout extends KubeObject {
  spec: {
    /** Defaults to 1 (`utils/defaults`). */
    replicas?: number;
    paused?: boolean;
    restartAt?: string;
    progressDeadlineSeconds?: number;
    progressDeadlineAbort?: boolean;
    rollbackWindow?: { revisions?: number };
    selector?: {
      matchLabels?: Record<string, string>;
      matchExpressions?: Array<{
        key: string;
        operator: string;
        values?: string[];
      }>;
    };
    /** Container names and images only. */
    template?: PodTemplate;
    workloadRef?: { apiVersion?: string; kind: string; name: string };
    templateResolvedFromRef?: boolean;
    strategy: { canary?: CanaryStrategy; blueGreen?: BlueGreenStrategy };
  };
  status: {
    abort?: boolean;
    abortedAt?: string;
    availableReplicas?: number;
    blueGreen?: {
      activeSelector?: string;
      previewSelector?: string;
      /** Set once the pause before the scale-up of the preview is over. */
      scaleUpPreviewCheckPoint?: boolean;
      prePromotionAnalysisRunStatus?: AnalysisRunStatusRef;
      postPromotionAnalysisRunStatus?: AnalysisRunStatusRef;
    };
    canary?: {
      currentStepAnalysisRunStatus?: AnalysisRunStatusRef;
      currentBackgroundAnalysisRunStatus?: AnalysisRunStatusRef;
      currentExperiment?: string;
      stepPluginStatuses?: StepPluginStatus[];
      stablePingPong?: string;
      weights?: TrafficWeights;
    };
    conditions?: Condition[];
    controllerPause?: boolean;
    currentPodHash?: string;
    currentStepIndex?: number;
    message?: string;
    observedGeneration?: string;
    pauseConditions?: Array<{ reason: string; startTime: string }>;
    phase?: string;
    promoteFull?: boolean;
    readyReplicas?: number;
    replicas?: number;
    restartedAt?: string;
    stableRS?: string;
    updatedReplicas?: number;
    workloadObservedGeneration?: string;
  };
}

/** The fields of an `apps/v1` ReplicaSet that Slipway reads. The template is kept whole, for diffs. */
export interface ReplicaSet extends KubeObject {
  spec: { replicas?: number; template: PodTemplate };
  status: {
    replicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    observedGeneration?: number;
    conditions?: Condition[];
  };
}

export interface ContainerStatus {
  name: string;
  ready?: boolean;
  started?: boolean;
  restartCount?: number;
  state?: {
    /** The message is the kubelet's: why an image is not pulled, how long it backs off. */
    waiting?: { reason?: string; message?: string };
    running?: { startedAt?: string };
    terminated?: ContainerTermination;
  };
  /** How the container ended before its last restart (`lastState.terminated`). */
  lastTermination?: ContainerTermination;
}

/** How a container ended. Its message is what the program wrote and is not kept. */
export interface ContainerTermination {
  reason?: string;
  exitCode?: number;
  signal?: number;
  finishedAt?: string;
}

/** The fields of a Pod that the status words need. Environment and volumes are not kept. */
export interface Pod extends KubeObject {
  spec: {
    nodeName?: string;
    containers: Array<{ name: string }>;
    initContainers?: Array<{ name: string; restartPolicy?: string }>;
    /** Condition types that must be True for the pod to be ready. */
    readinessGates?: string[];
  };
  status: {
    phase?: string;
    reason?: string;
    /** Why it has failed: evicted, node away. */
    message?: string;
    conditions?: Condition[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

/** An argument of an AnalysisRun. The value of one that comes from a Secret is never kept. */
export interface RawArgument {
  name: string;
  value?: string;
  /** Where the value comes from when it is not written out: `secretKeyRef`, `fieldRef`… */
  valueFrom?: string;
}

/** A metric as its template writes it: every text may hold arguments (`{{args.limit}}`). */
export interface RawMetric {
  name: string;
  interval?: string;
  initialDelay?: string;
  count?: IntOrString;
  successCondition?: string;
  failureCondition?: string;
  failureLimit?: IntOrString;
  inconclusiveLimit?: IntOrString;
  consecutiveErrorLimit?: IntOrString;
  consecutiveSuccessLimit?: IntOrString;
  /** Scores from which Kayenta passes and from which it is undecided. */
  threshold?: { pass?: number; marginal?: number };
  /** Name of the provider (`prometheus`, `job`, `web`…); its settings are not kept, except the query. */
  provider: string;
  query?: string;
}

export interface RawMeasurement {
  phase: string;
  value?: string;
  message?: string;
  startedAt?: string;
  finishedAt?: string;
  /** What the provider recorded of it: `job-name`, `canaryExecutionId`, `warnings`. */
  metadata?: Record<string, string>;
}

export interface RawMetricResult {
  name: string;
  phase: string;
  message?: string;
  count?: number;
  successful?: number;
  failed?: number;
  inconclusive?: number;
  error?: number;
  consecutiveError?: number;
  consecutiveSuccess?: number;
  dryRun?: boolean;
  measurements?: RawMeasurement[];
  /** `metadata.ResolvedPrometheusQuery`, `ResolvedNewRelicQuery`: the query with its arguments filled in. */
  resolvedQuery?: string;
}

/** The fields of an `argoproj.io/v1alpha1` AnalysisRun that Slipway reads. */
export interface AnalysisRun extends KubeObject {
  spec: {
    terminate?: boolean;
    metrics: RawMetric[];
    /** Those that a text which is shown uses. */
    args?: RawArgument[];
    /** Regular expressions of the names of metrics in dry-run mode. */
    dryRun?: string[];
    /** How many measurements are kept, by a regular expression of the metric's name. */
    measurementRetention?: Array<{ metricName: string; limit: number }>;
  };
  status: {
    phase?: string;
    message?: string;
    startedAt?: string;
    completedAt?: string;
    metricResults?: RawMetricResult[];
  };
}

/** The fields of an `argoproj.io/v1alpha1` Experiment that Slipway reads. */
export interface Experiment extends KubeObject {
  spec: {
    duration?: string;
    terminate?: boolean;
    templates: Array<{
      name: string;
      /** Defaults to 1. */
      replicas?: number;
      /** Present when a Service is made for the template; `name` may be empty. */
      service?: { name?: string };
    }>;
    /** Analyses that run with it. */
    analyses: Array<{ name: string; requiredForCompletion?: boolean }>;
  };
  status: {
    phase?: string;
    message?: string;
    /** ISO time since when all templates are available: the duration counts from here. */
    availableAt?: string;
    templateStatuses?: Array<{
      name: string;
      status?: string;
      message?: string;
      replicas?: number;
      readyReplicas?: number;
      availableReplicas?: number;
      serviceName?: string;
      podTemplateHash?: string;
    }>;
    analysisRuns?: Array<{
      name: string;
      analysisRun: string;
      phase?: string;
      message?: string;
    }>;
  };
}

/** The fields of a core/v1 Event that Slipway reads. */
export interface KubeEvent extends KubeObject {
  type?: string;
  reason?: string;
  message?: string;
  count?: number;
  firstTimestamp?: string;
  lastTimestamp?: string;
  eventTime?: string;
  involvedObject: { kind?: string; name?: string; uid?: string };
}
