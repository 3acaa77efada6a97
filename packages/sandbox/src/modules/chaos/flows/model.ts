import { JsonRecord, KubeObject } from '@slipway/kube-sim';
import { Condition } from '../../../loops/model';

/** Label with the name of the Schedule that started an object. */
export const MANAGED_BY = 'managed-by';
/** Label with the name of the Workflow or node that made an object. */
export const CONTROLLED_BY = 'chaos-mesh.org/controlled-by';
/** Label with the name of the Workflow. */
export const WORKFLOW = 'chaos-mesh.org/workflow';
/** Ends a Workflow while it is `true`. */
export const ABORT = 'workflow.chaos-mesh.org/abort';

/** Member of a Schedule or of a template under which the spec of a kind stands, as Go names them. */
export const MEMBER_OF: Readonly<Record<string, string>> = {
  PodChaos: 'podChaos',
  NetworkChaos: 'networkChaos',
  StressChaos: 'stressChaos',
  HTTPChaos: 'httpChaos',
  JVMChaos: 'jvmChaos',
  DNSChaos: 'dnsChaos',
  IOChaos: 'ioChaos',
  TimeChaos: 'timeChaos',
  KernelChaos: 'kernelChaos',
  BlockChaos: 'blockChaos',
  AWSChaos: 'awsChaos',
  GCPChaos: 'gcpChaos',
  AzureChaos: 'azureChaos',
  PhysicalMachineChaos: 'physicalmachineChaos',
};

export type ScheduleSpec = JsonRecord & {
  schedule: string;
  type: string;
  concurrencyPolicy?: string;
  historyLimit?: number;
  startingDeadlineSeconds?: number;
};

export interface Schedule extends KubeObject<ScheduleSpec> {
  spec: ScheduleSpec;
  status: {
    active?: JsonRecord[];
    /** Last start. */
    time?: string;
  };
}

/** A template of a Workflow. */
export type Template = JsonRecord & {
  name: string;
  templateType: string;
  deadline?: string;
  children?: string[];
};

export interface Workflow
  extends KubeObject<{ entry: string; templates?: Template[] }> {
  spec: { entry: string; templates?: Template[] };
  status: {
    conditions?: Condition[];
    entryNode?: string;
    startTime?: string;
    endTime?: string;
  };
}

export type NodeSpec = JsonRecord & {
  templateName: string;
  workflowName: string;
  type: string;
  startTime: string;
  deadline?: string;
  children?: string[];
  abortWithStatusCheck?: boolean;
};

export interface WorkflowNode extends KubeObject<NodeSpec> {
  spec: NodeSpec;
  status: {
    conditions?: Condition[];
    chaosResource?: { apiGroup: string; kind: string; name: string };
    activeChildren?: Array<{ name: string }>;
    finishedChildren?: Array<{ name: string }>;
  };
}

export type StatusCheckSpec = JsonRecord & {
  mode?: string;
  duration?: string;
  intervalSeconds?: number;
  failureThreshold?: number;
  successThreshold?: number;
  recordsHistoryLimit?: number;
  http?: { url: string; criteria: { statusCode: string } };
};

export interface StatusCheck extends KubeObject<StatusCheckSpec> {
  spec: StatusCheckSpec;
  status: {
    startTime?: string;
    completionTime?: string;
    count?: number;
    conditions?: Array<
      Condition & { lastProbeTime: string; lastTransitionTime: string }
    >;
    records?: Array<{ startTime: string; outcome: 'Success' | 'Failure' }>;
  };
}

/** Whether a condition is True. */
export const holds = (
  status: { conditions?: Condition[] },
  type: string,
): boolean =>
  status.conditions?.some(one => one.type === type && one.status === 'True') ??
  false;

/** Conditions with one set; the same list when nothing changes. A changed one goes to the end. */
export function withCondition(
  conditions: Condition[] = [],
  type: string,
  isTrue: boolean,
  reason = '',
): Condition[] {
  const status = isTrue ? 'True' : 'False';
  const before = conditions.find(one => one.type === type);
  if (before?.status === status && before.reason === reason) return conditions;
  return [
    ...conditions.filter(one => one.type !== type),
    { type, status, reason },
  ];
}

/** @see WorkflowNodeFinished in pkg/workflow/controllers/utils.go */
export const isNodeFinished = ({ status }: WorkflowNode): boolean =>
  ['Accomplished', 'DeadlineExceed', 'Aborted'].some(type =>
    holds(status, type),
  );
