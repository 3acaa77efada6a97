import { Json, KubeObject, ObjectMeta } from '@slipway/kube-sim';

/**
 * The fields of the objects that the controllers read or write. Names, units
 * and absence are those of the real APIs (`core/v1`, `apps/v1`,
 * `argoproj.io/v1alpha1`); times are RFC 3339 in whole seconds.
 */
export type StringMap = { [key: string]: string };

export type LabelSelector = {
  matchLabels?: StringMap;
  matchExpressions?: Array<{
    key: string;
    operator: string;
    values?: string[];
  }>;
};

export type Container = {
  name: string;
  image?: string;
  ports?: Json[];
  env?: Json[];
  readinessProbe?: Json;
};

export type PodTemplate = {
  metadata?: { labels?: StringMap; annotations?: StringMap };
  spec?: {
    containers?: Container[];
    initContainers?: Container[];
    nodeSelector?: StringMap;
    terminationGracePeriodSeconds?: number;
  };
};

export type Condition = {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastUpdateTime?: string;
  lastTransitionTime?: string;
};

/** An object whose status is always there, if only empty. */
interface Loaded<Spec extends Json, Status extends Json>
  extends KubeObject<Spec, Status> {
  spec: Spec;
  status: Status;
}

export type Owner = { apiVersion: string; kind: string; metadata: ObjectMeta };

export type ReplicaSetSpec = {
  replicas?: number;
  minReadySeconds?: number;
  selector: LabelSelector;
  template: PodTemplate;
};
export type ReplicaSetStatus = {
  replicas?: number;
  fullyLabeledReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  observedGeneration?: number;
  conditions?: Condition[];
};
export type ReplicaSet = Loaded<ReplicaSetSpec, ReplicaSetStatus>;

export type DeploymentSpec = {
  replicas?: number;
  selector?: LabelSelector;
  template?: PodTemplate;
  minReadySeconds?: number;
};
export type DeploymentStatus = {
  observedGeneration?: number;
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  conditions?: Condition[];
};
export type Deployment = Loaded<DeploymentSpec, DeploymentStatus>;

export type ContainerState = {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt: string };
  terminated?: {
    exitCode: number;
    reason?: string;
    startedAt?: string;
    finishedAt?: string;
  };
};
export type ContainerStatus = {
  name: string;
  image: string;
  imageID: string;
  containerID?: string;
  ready: boolean;
  started: boolean;
  restartCount: number;
  state: ContainerState;
  lastState: ContainerState;
};
export type PodSpec = NonNullable<PodTemplate['spec']> & {
  nodeName?: string;
  volumes?: Array<{ configMap?: { name?: string } }>;
};
export type PodStatus = {
  phase?: string;
  reason?: string;
  message?: string;
  hostIP?: string;
  podIP?: string;
  podIPs?: Array<{ ip: string }>;
  startTime?: string;
  qosClass?: string;
  conditions?: Condition[];
  containerStatuses?: ContainerStatus[];
};
export type Pod = Loaded<PodSpec, PodStatus>;

export type JobSpec = {
  backoffLimit?: number;
  activeDeadlineSeconds?: number;
  ttlSecondsAfterFinished?: number;
  selector?: LabelSelector;
  template: PodTemplate;
};
export type JobStatus = {
  active?: number;
  succeeded?: number;
  failed?: number;
  ready?: number;
  startTime?: string;
  completionTime?: string;
  conditions?: Condition[];
};
export type Job = Loaded<JobSpec, JobStatus>;

export type ServiceSpec = { selector?: StringMap; ports?: Json[] };
export type Service = Loaded<ServiceSpec, { [key: string]: Json }>;

export type IngressRule = {
  host?: string;
  http?: {
    paths?: Array<{
      path?: string;
      pathType?: string;
      backend?: { service?: { name: string; port?: Json } };
    }>;
  };
};
export type IngressSpec = {
  ingressClassName?: string;
  tls?: Json[];
  rules?: IngressRule[];
};
export type Ingress = Loaded<IngressSpec, { [key: string]: Json }>;

export type Node = Loaded<{ unschedulable?: boolean }, { [key: string]: Json }>;

/** `v1` Event as `kubectl get events` shows it. */
export interface EventObject extends KubeObject {
  involvedObject: {
    apiVersion: string;
    kind: string;
    name: string;
    namespace?: string;
    uid: string;
    resourceVersion?: string;
  };
  reason: string;
  message: string;
  type: string;
  source: { component: string };
  reportingComponent: string;
  reportingInstance: string;
  firstTimestamp: string;
  lastTimestamp: string;
  eventTime: null;
  count: number;
}
