import { Json, KubeObject } from '@slipway/kube-sim';
import { StringMap } from '../../loops/model';

export type Argument = {
  name: string;
  value?: string;
  valueFrom?: {
    podTemplateHashValue?: string;
    fieldRef?: { fieldPath: string };
    secretKeyRef?: { name: string; key: string };
  };
};

export type TemplateRef = { templateName: string; clusterScope?: boolean };

export type AnalysisRunMetadata = {
  labels?: StringMap;
  annotations?: StringMap;
};

export type RolloutAnalysis = {
  templates?: TemplateRef[];
  args?: Argument[];
  dryRun?: Array<{ metricName: string }>;
  measurementRetention?: Array<{ metricName: string; limit: number }>;
  analysisRunMetadata?: AnalysisRunMetadata;
};

/** A metric as in an AnalysisTemplate; counts may be written as strings. */
export type Metric = {
  name: string;
  interval?: string;
  initialDelay?: string;
  count?: number | string;
  successCondition?: string;
  failureCondition?: string;
  failureLimit?: number | string;
  inconclusiveLimit?: number | string;
  consecutiveErrorLimit?: number | string;
  consecutiveSuccessLimit?: number | string;
  provider?: {
    prometheus?: { address?: string; query?: string };
    web?: Json;
    job?: Json;
  };
};

export type AnalysisTemplateSpec = {
  metrics?: Metric[];
  args?: Argument[];
  dryRun?: Array<{ metricName: string }>;
  measurementRetention?: Array<{ metricName: string; limit: number }>;
  templates?: TemplateRef[];
};

export interface AnalysisTemplate extends KubeObject<AnalysisTemplateSpec> {
  spec: AnalysisTemplateSpec;
}

export type AnalysisRunSpec = {
  metrics?: Metric[];
  args?: Argument[];
  dryRun?: Array<{ metricName: string }>;
  measurementRetention?: Array<{ metricName: string; limit: number }>;
  terminate?: boolean;
};

/** `Pending`, `Running`, `Successful`, `Failed`, `Error` or `Inconclusive`. */
export type Phase = string;

export type Measurement = {
  phase: Phase;
  message?: string;
  startedAt?: string;
  finishedAt?: string;
  value?: string;
};

export type MetricResult = {
  name: string;
  phase: Phase;
  measurements?: Measurement[];
  message?: string;
  count?: number;
  successful?: number;
  failed?: number;
  inconclusive?: number;
  error?: number;
  consecutiveError?: number;
  consecutiveSuccess?: number;
  dryRun?: boolean;
  metadata?: StringMap;
};

export type RunSummary = {
  count?: number;
  successful?: number;
  failed?: number;
  inconclusive?: number;
  error?: number;
};

export type AnalysisRunStatus = {
  phase?: Phase;
  message?: string;
  metricResults?: MetricResult[];
  startedAt?: string;
  completedAt?: string;
  runSummary?: RunSummary;
  dryRunSummary?: RunSummary;
};

export interface AnalysisRun
  extends KubeObject<AnalysisRunSpec, AnalysisRunStatus> {
  spec: AnalysisRunSpec;
  status: AnalysisRunStatus;
}
