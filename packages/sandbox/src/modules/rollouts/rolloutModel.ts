import { KubeObject } from '@slipway/kube-sim';
import {
  AnalysisRunMetadata,
  Argument,
  Metric,
  RolloutAnalysis,
} from './analysisModel';
import {
  Condition,
  LabelSelector,
  PodTemplate,
  StringMap,
} from '../../loops/model';

export type IntOrString = number | string;

export type ExperimentStepTemplate = {
  name: string;
  specRef: string;
  replicas?: number;
  weight?: number;
  metadata?: PodMetadata;
  selector?: LabelSelector;
  service?: { name?: string };
};

/** Labels and annotations that pods get beside those of their template. */
export type PodMetadata = { labels?: StringMap; annotations?: StringMap };

/** An analysis of an Experiment. */
export type ExperimentAnalysis = {
  name: string;
  templateName: string;
  clusterScope?: boolean;
  args?: Argument[];
  requiredForCompletion?: boolean;
};

type MetricRules = {
  dryRun?: Array<{ metricName: string }>;
  measurementRetention?: Array<{ metricName: string; limit: number }>;
  analysisRunMetadata?: AnalysisRunMetadata;
};

export type CanaryStep = {
  setWeight?: number;
  pause?: { duration?: IntOrString };
  setCanaryScale?: {
    weight?: number;
    replicas?: number;
    matchTrafficWeight?: boolean;
  };
  analysis?: RolloutAnalysis;
  experiment?: {
    duration?: string;
    templates?: ExperimentStepTemplate[];
    scaleDownDelaySeconds?: number;
    analyses?: ExperimentAnalysis[];
    dryRun?: Array<{ metricName: string }>;
    analysisRunMetadata?: AnalysisRunMetadata;
  };
  setHeaderRoute?: {
    name?: string;
    match?: Array<{
      headerName: string;
      headerValue?: { exact?: string; regex?: string; prefix?: string };
    }>;
  };
  setMirrorRoute?: { name?: string };
  plugin?: { name?: string };
};

export type NginxRouting = {
  stableIngress?: string;
  stableIngresses?: string[];
  annotationPrefix?: string;
  additionalIngressAnnotations?: StringMap;
  canaryIngressAnnotations?: StringMap;
};

export type AlbRouting = {
  ingress?: string;
  ingresses?: string[];
  servicePort?: number;
  rootService?: string;
  annotationPrefix?: string;
  stickinessConfig?: { enabled?: boolean; durationSeconds?: number };
};

export type CanaryStrategy = {
  steps?: CanaryStep[];
  canaryService?: string;
  stableService?: string;
  pingPong?: { pingService?: string; pongService?: string };
  canaryMetadata?: PodMetadata;
  stableMetadata?: PodMetadata;
  maxSurge?: IntOrString;
  maxUnavailable?: IntOrString;
  analysis?: RolloutAnalysis & { startingStep?: number };
  trafficRouting?: {
    nginx?: NginxRouting;
    alb?: AlbRouting;
    smi?: { trafficSplitName?: string };
    maxTrafficWeight?: number;
    managedRoutes?: Array<{ name: string }>;
  };
  scaleDownDelaySeconds?: number;
  scaleDownDelayRevisionLimit?: number;
  abortScaleDownDelaySeconds?: number;
  dynamicStableScale?: boolean;
  minPodsPerReplicaSet?: number;
};

export type BlueGreenStrategy = {
  activeService?: string;
  previewService?: string;
  previewReplicaCount?: number;
  activeMetadata?: PodMetadata;
  previewMetadata?: PodMetadata;
  autoPromotionEnabled?: boolean;
  autoPromotionSeconds?: number;
  maxUnavailable?: IntOrString;
  scaleDownDelaySeconds?: number;
  scaleDownDelayRevisionLimit?: number;
  abortScaleDownDelaySeconds?: number;
  prePromotionAnalysis?: RolloutAnalysis;
  postPromotionAnalysis?: RolloutAnalysis;
};

export type RolloutSpec = {
  replicas?: number;
  selector?: LabelSelector;
  template?: PodTemplate;
  workloadRef?: {
    apiVersion?: string;
    kind?: string;
    name?: string;
    scaleDown?: string;
  };
  minReadySeconds?: number;
  strategy?: { canary?: CanaryStrategy; blueGreen?: BlueGreenStrategy };
  revisionHistoryLimit?: number;
  paused?: boolean;
  progressDeadlineSeconds?: number;
  progressDeadlineAbort?: boolean;
  restartAt?: string;
  rollbackWindow?: { revisions?: number };
  analysis?: {
    successfulRunHistoryLimit?: number;
    unsuccessfulRunHistoryLimit?: number;
  };
};

export type PauseCondition = { reason: string; startTime: string };
export type RunStatus = { name: string; status: string; message?: string };
export type WeightDestination = {
  weight: number;
  serviceName?: string;
  podTemplateHash?: string;
};
export type TrafficWeights = {
  canary: WeightDestination;
  stable: WeightDestination;
  /** Templates of the running experiment that get traffic. */
  additional?: WeightDestination[];
};

export type CanaryStatus = {
  weights?: TrafficWeights;
  currentStepAnalysisRunStatus?: RunStatus;
  currentBackgroundAnalysisRunStatus?: RunStatus;
  currentExperiment?: string;
  /** With ping-pong: the Service of stable, `ping` or `pong`. */
  stablePingPong?: string;
};
export type BlueGreenStatus = {
  previewSelector?: string;
  activeSelector?: string;
  scaleUpPreviewCheckPoint?: boolean;
  prePromotionAnalysisRunStatus?: RunStatus;
  postPromotionAnalysisRunStatus?: RunStatus;
};
export type RolloutStatus = {
  abort?: boolean;
  abortedAt?: string;
  pauseConditions?: PauseCondition[];
  controllerPause?: boolean;
  currentPodHash?: string;
  currentStepHash?: string;
  currentStepIndex?: number;
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  HPAReplicas?: number;
  collisionCount?: number;
  observedGeneration?: string;
  workloadObservedGeneration?: string;
  conditions?: Condition[];
  canary?: CanaryStatus;
  blueGreen?: BlueGreenStatus;
  selector?: string;
  stableRS?: string;
  restartedAt?: string;
  promoteFull?: boolean;
  phase?: string;
  message?: string;
};

export interface Rollout extends KubeObject<RolloutSpec, RolloutStatus> {
  spec: RolloutSpec;
  status: RolloutStatus;
}

export type ExperimentTemplate = {
  name: string;
  replicas?: number;
  minReadySeconds?: number;
  selector?: LabelSelector;
  template: PodTemplate;
  service?: { name?: string };
};
export type ExperimentSpec = MetricRules & {
  templates?: ExperimentTemplate[];
  duration?: string;
  progressDeadlineSeconds?: number;
  scaleDownDelaySeconds?: number;
  terminate?: boolean;
  analyses?: ExperimentAnalysis[];
};
export type TemplateStatus = {
  name: string;
  replicas: number;
  updatedReplicas: number;
  readyReplicas: number;
  availableReplicas: number;
  status?: string;
  message?: string;
  lastTransitionTime?: string;
  collisionCount?: number;
  /** Set while a Service of the template exists. */
  serviceName?: string;
  podTemplateHash?: string;
};
export type ExperimentRunStatus = {
  name: string;
  analysisRun: string;
  phase: string;
  message?: string;
};
export type ExperimentStatus = {
  phase?: string;
  message?: string;
  availableAt?: string;
  templateStatuses?: TemplateStatus[];
  analysisRuns?: ExperimentRunStatus[];
  conditions?: Condition[];
};
export interface Experiment
  extends KubeObject<ExperimentSpec, ExperimentStatus> {
  spec: ExperimentSpec;
  status: ExperimentStatus;
}

export type { Argument, Metric, RolloutAnalysis };
