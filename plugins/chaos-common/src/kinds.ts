import { ResourceId } from '@slipway/plugin-clusters-common';

/** API group of Chaos Mesh. */
export const CHAOS_GROUP = 'chaos-mesh.org';
/** Its only version. */
export const CHAOS_VERSION = 'v1alpha1';
/** `apiVersion` of every object of Chaos Mesh. */
export const CHAOS_API_VERSION = `${CHAOS_GROUP}/${CHAOS_VERSION}`;

/** Kinds whose objects are one fault each. */
export const FAULT_KINDS = [
  'PodChaos',
  'NetworkChaos',
  'StressChaos',
  'HTTPChaos',
  'JVMChaos',
  'DNSChaos',
  'IOChaos',
  'TimeChaos',
  'KernelChaos',
  'BlockChaos',
  'AWSChaos',
  'GCPChaos',
  'AzureChaos',
  'PhysicalMachineChaos',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Kinds that can be launched: faults, and what starts faults. */
export const LAUNCH_KINDS = [...FAULT_KINDS, 'Schedule', 'Workflow'] as const;
export type LaunchKind = (typeof LAUNCH_KINDS)[number];

/** What a kind does its fault to. */
export type TargetType =
  | 'pods'
  | 'containers'
  | 'cloud'
  | 'machines'
  /** Whatever the faults do that it starts. */
  | 'faults';

/** One kind of Chaos Mesh as it is offered. */
export interface ChaosKind {
  kind: LaunchKind;
  resource: ResourceId;
  /** In lists and as a heading: `Network`. */
  title: string;
  /** What it does, one sentence. */
  help: string;
  targets: TargetType;
  /** Values of `spec.action`; empty for kinds that have none. */
  actions: readonly string[];
  /**
   * Actions that happen once: they ignore pause and duration, and are finished
   * when every target is Injected (`+chaos-mesh:oneshot` of the types).
   */
  oneShot: readonly string[];
  /** True where chaos-daemon must run on the node of each target; the controller alone is not enough. */
  needsDaemon: boolean;
}

const resource = (kind: string, plural: string): ResourceId => ({
  group: CHAOS_GROUP,
  version: CHAOS_VERSION,
  plural,
  kind,
});

const kind = (
  name: LaunchKind,
  known: Omit<ChaosKind, 'kind' | 'resource' | 'oneShot' | 'needsDaemon'> &
    Partial<Pick<ChaosKind, 'oneShot' | 'needsDaemon'>>,
): ChaosKind => ({
  oneShot: [],
  needsDaemon: known.targets === 'pods' || known.targets === 'containers',
  ...known,
  kind: name,
  resource: resource(
    name,
    name === 'Schedule' || name === 'Workflow'
      ? `${name.toLowerCase()}s`
      : name.toLowerCase(),
  ),
});

/**
 * Every kind that can be launched, in the order in which they are offered.
 *
 * @see api/v1alpha1/*_types.go of chaos-mesh: the types, their actions and `+chaos-mesh:oneshot`
 */
export const CHAOS_KINDS: Readonly<Record<LaunchKind, ChaosKind>> = {
  PodChaos: kind('PodChaos', {
    title: 'Pods',
    help: 'Deletes pods, makes them fail for a while, or kills a container.',
    targets: 'pods',
    actions: ['pod-kill', 'pod-failure', 'container-kill'],
    oneShot: ['pod-kill', 'container-kill'],
    // pod-kill deletes and pod-failure swaps images: both by the controller. container-kill goes through the daemon.
    needsDaemon: false,
  }),
  NetworkChaos: kind('NetworkChaos', {
    title: 'Network',
    help: 'Delays, loses, duplicates or corrupts packets, limits bandwidth, or cuts pods off.',
    targets: 'pods',
    actions: [
      'delay',
      'loss',
      'partition',
      'duplicate',
      'corrupt',
      'bandwidth',
      'netem',
    ],
  }),
  StressChaos: kind('StressChaos', {
    title: 'CPU and memory',
    help: 'Loads the CPU or fills the memory of containers.',
    targets: 'containers',
    actions: [],
  }),
  HTTPChaos: kind('HTTPChaos', {
    title: 'HTTP',
    help: 'Aborts, delays, replaces or changes HTTP requests or responses on a port of pods.',
    targets: 'pods',
    actions: [],
  }),
  JVMChaos: kind('JVMChaos', {
    title: 'JVM',
    help: 'Throws exceptions, slows methods down or changes what they return inside of a Java process.',
    targets: 'containers',
    actions: [
      'latency',
      'exception',
      'return',
      'stress',
      'gc',
      'ruleData',
      'mysql',
    ],
  }),
  DNSChaos: kind('DNSChaos', {
    title: 'DNS',
    help: 'Makes DNS lookups of containers fail or answer random addresses.',
    targets: 'containers',
    actions: ['error', 'random'],
  }),
  IOChaos: kind('IOChaos', {
    title: 'Disk',
    help: 'Delays or fails file operations on a volume, changes attributes or data.',
    targets: 'containers',
    actions: ['latency', 'fault', 'attrOverride', 'mistake'],
  }),
  TimeChaos: kind('TimeChaos', {
    title: 'Clock',
    help: 'Shifts the clock that processes of a container read.',
    targets: 'containers',
    actions: [],
  }),
  KernelChaos: kind('KernelChaos', {
    title: 'Kernel',
    help: 'Makes kernel functions fail that processes of pods call.',
    targets: 'pods',
    actions: [],
  }),
  BlockChaos: kind('BlockChaos', {
    title: 'Block device',
    help: 'Delays a block device that a container mounts.',
    targets: 'containers',
    actions: ['delay'],
  }),
  AWSChaos: kind('AWSChaos', {
    title: 'AWS',
    help: 'Stops or restarts an EC2 instance, or detaches a volume.',
    targets: 'cloud',
    actions: ['ec2-stop', 'ec2-restart', 'detach-volume'],
    oneShot: ['ec2-restart'],
  }),
  GCPChaos: kind('GCPChaos', {
    title: 'Google Cloud',
    help: 'Stops or resets a virtual machine, or detaches a disk.',
    targets: 'cloud',
    actions: ['node-stop', 'node-reset', 'disk-loss'],
    oneShot: ['node-reset'],
  }),
  AzureChaos: kind('AzureChaos', {
    title: 'Azure',
    help: 'Stops or restarts a virtual machine, or detaches a disk.',
    targets: 'cloud',
    actions: ['vm-stop', 'vm-restart', 'disk-detach'],
    oneShot: ['vm-restart'],
  }),
  PhysicalMachineChaos: kind('PhysicalMachineChaos', {
    title: 'Physical machines',
    help: 'Faults on machines outside of Kubernetes, through chaosd.',
    targets: 'machines',
    actions: [],
  }),
  Schedule: kind('Schedule', {
    title: 'Schedule',
    help: 'Starts a fault or a workflow again and again, by a cron expression.',
    targets: 'faults',
    actions: [],
  }),
  Workflow: kind('Workflow', {
    title: 'Workflow',
    help: 'Runs several faults one after another or in parallel.',
    targets: 'faults',
    actions: [],
  }),
};

/** The nodes of running workflows. */
export const WORKFLOW_NODES: ResourceId = resource(
  'WorkflowNode',
  'workflownodes',
);

/** Whether this is a kind whose objects are one fault each. */
export function isFaultKind(name: unknown): name is FaultKind {
  return FAULT_KINDS.some(each => each === name);
}

/** Whether this is a kind that can be launched. */
export function isLaunchKind(name: unknown): name is LaunchKind {
  return LAUNCH_KINDS.some(each => each === name);
}

/**
 * Member of a Schedule or of a template of a Workflow under which the spec of a
 * kind stands: `podChaos`, `ioChaos`, `awsChaos`.
 *
 * @see api/v1alpha1/zz_generated.workflow.chaosmesh.go `EmbedChaos`, schedule_item.go
 */
export const EMBEDDED_UNDER: Readonly<Record<FaultKind | 'Workflow', string>> =
  {
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
    Workflow: 'workflow',
  };
