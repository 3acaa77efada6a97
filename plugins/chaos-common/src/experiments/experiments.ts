import { JsonObject } from '@backstage/types';
import { CHAOS_KINDS, LaunchKind } from '../kinds';

/** A fault that is worth trying on a Spring Boot service, with values to start from. */
export interface Experiment {
  /** In the address and in the name of the object: `slow-network`. */
  id: string;
  title: string;
  /** What it finds out, as a question. */
  question: string;
  kind: LaunchKind;
  /** Members of the spec beside selector, mode and duration. */
  spec: JsonObject;
  /** Default is one pod. */
  mode?: 'one' | 'all';
  /** Absent for what happens once. */
  duration?: string;
  /** JSON schema of the members of the spec that a user may set in a part of a joint run. */
  fields?: JsonObject;
}

const text = (title: string, description: string): JsonObject => ({
  type: 'string',
  minLength: 1,
  title,
  description,
});
/** A duration with one unit, as `tc` takes it. */
const time = (title: string, description: string): JsonObject => ({
  ...text(title, description),
  pattern: '^[0-9]+(\\.[0-9]+)?(us|ms|s|m)$',
});
const percent = (title: string, description: string): JsonObject => ({
  ...text(title, description),
  pattern: '^(100|[0-9]{1,2})(\\.[0-9]+)?$',
});
const count = (title: string, description: string): JsonObject => ({
  type: 'integer',
  minimum: 1,
  title,
  description,
});
const seconds = (title: string, description: string): JsonObject => ({
  ...count(title, description),
  minimum: 0,
});
const group = (
  title: string,
  properties: JsonObject,
  required: string[],
): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  title,
  properties,
  required,
});

/** Experiments in the order of what to try first. What only the service knows is empty, and asked for. */
export const EXPERIMENTS: readonly Experiment[] = [
  {
    id: 'pod-kill',
    title: 'A pod dies',
    question: 'Do the other pods take over without failed requests?',
    kind: 'PodChaos',
    spec: { action: 'pod-kill', gracePeriod: 0 },
    fields: {
      gracePeriod: seconds(
        'Grace period',
        'Seconds that a pod has to end by itself; 0 kills it at once.',
      ),
    },
  },
  {
    id: 'slow-network',
    title: 'Slow network',
    question: 'Do timeouts and circuit breakers of callers do their part?',
    kind: 'NetworkChaos',
    mode: 'all',
    duration: '2m',
    spec: {
      action: 'delay',
      direction: 'to',
      delay: { latency: '300ms', jitter: '50ms', correlation: '0' },
    },
    fields: {
      delay: group(
        'Delay',
        {
          latency: time(
            'Latency',
            'How much each packet is delayed, with one unit: 300ms.',
          ),
          jitter: time('Jitter', 'How much the latency varies.'),
          correlation: percent(
            'Correlation',
            'How much a packet resembles the one before, in percent.',
          ),
        },
        ['latency'],
      ),
    },
  },
  {
    id: 'packet-loss',
    title: 'Lost packets',
    question: 'Do retries help, or do they make it worse?',
    kind: 'NetworkChaos',
    duration: '2m',
    spec: {
      action: 'loss',
      direction: 'to',
      loss: { loss: '25', correlation: '0' },
    },
    fields: {
      loss: group(
        'Loss',
        {
          loss: percent(
            'Lost packets',
            'Share of the packets that are lost, in percent.',
          ),
          correlation: percent(
            'Correlation',
            'How much a packet resembles the one before, in percent.',
          ),
        },
        ['loss'],
      ),
    },
  },
  {
    id: 'pod-failure',
    title: 'A pod stops answering',
    question: 'Is a pod that does not answer taken out of traffic?',
    kind: 'PodChaos',
    duration: '1m',
    spec: { action: 'pod-failure' },
  },
  {
    id: 'cpu-stress',
    title: 'CPU under load',
    question: 'Does latency keep its limits when the CPU is busy?',
    kind: 'StressChaos',
    duration: '2m',
    spec: { stressors: { cpu: { workers: 1, load: 80 } } },
    fields: {
      stressors: group(
        'Stress',
        {
          cpu: group(
            'CPU',
            {
              workers: count(
                'Workers',
                'Processes that load the CPU, one core each.',
              ),
              load: {
                type: 'integer',
                minimum: 1,
                maximum: 100,
                title: 'Load',
                description: 'Load of each worker, in percent.',
              },
            },
            ['workers', 'load'],
          ),
        },
        ['cpu'],
      ),
    },
  },
  {
    id: 'memory-stress',
    title: 'Memory runs low',
    question: 'Is the heap sized for its container?',
    kind: 'StressChaos',
    duration: '2m',
    spec: { stressors: { memory: { workers: 1, size: '256MB' } } },
    fields: {
      stressors: group(
        'Stress',
        {
          memory: group(
            'Memory',
            {
              workers: count('Workers', 'Processes that fill memory.'),
              size: text(
                'Size',
                'Memory that is filled: 256MB, or 25% of all.',
              ),
            },
            ['workers', 'size'],
          ),
        },
        ['memory'],
      ),
    },
  },
  {
    id: 'jvm-exception',
    title: 'A method throws',
    question: 'Is the exception handled, and what does the caller see?',
    kind: 'JVMChaos',
    duration: '1m',
    spec: {
      action: 'exception',
      class: '',
      method: '',
      exception: 'java.io.IOException("fault")',
    },
    fields: {
      class: text(
        'Class',
        'Full name of the Java class: com.example.OrderService.',
      ),
      method: text('Method', 'Name of the method.'),
      exception: text('Exception', 'What it throws, as Java writes it.'),
    },
  },
  {
    id: 'jvm-latency',
    title: 'A method is slow',
    question: 'Do threads pile up behind a slow method?',
    kind: 'JVMChaos',
    duration: '1m',
    spec: { action: 'latency', class: '', method: '', latency: 500 },
    fields: {
      class: text(
        'Class',
        'Full name of the Java class: com.example.OrderService.',
      ),
      method: text('Method', 'Name of the method.'),
      latency: count('Latency', 'Milliseconds that each call is delayed.'),
    },
  },
  {
    id: 'dns-error',
    title: 'DNS fails',
    question: 'Does the service survive lookups that fail?',
    kind: 'DNSChaos',
    duration: '1m',
    spec: { action: 'error', patterns: [] },
    fields: {
      patterns: {
        type: 'array',
        items: { type: 'string', minLength: 1 },
        minItems: 1,
        title: 'Names',
        description:
          'Host names whose lookups fail; an asterisk at the end stands for any rest.',
      },
    },
  },
  {
    id: 'clock-skew',
    title: 'The clock is wrong',
    question: 'Do tokens, caches and schedules stand a wrong time?',
    kind: 'TimeChaos',
    duration: '1m',
    spec: { timeOffset: '-10m' },
    fields: {
      timeOffset: text('Offset', 'How far the clock is shifted: -10m.'),
    },
  },
  {
    id: 'disk-latency',
    title: 'Slow disk',
    question: 'Does a slow volume hold up requests?',
    kind: 'IOChaos',
    duration: '1m',
    spec: { action: 'latency', volumePath: '', delay: '100ms', percent: 50 },
    fields: {
      volumePath: text(
        'Volume',
        'Where the volume is mounted in the container: /data.',
      ),
      delay: time('Delay', 'How much each file operation is delayed.'),
      percent: {
        type: 'integer',
        minimum: 1,
        maximum: 100,
        title: 'Share',
        description: 'Share of the file operations, in percent.',
      },
    },
  },
  {
    id: 'ec2-stop',
    title: 'A node stops (AWS)',
    question: 'Does the cluster replace the node and its pods?',
    kind: 'AWSChaos',
    duration: '5m',
    spec: { action: 'ec2-stop', awsRegion: '', ec2Instance: '' },
    fields: {
      awsRegion: text('Region', 'As eu-west-1.'),
      ec2Instance: text('Instance', 'Id of the EC2 instance.'),
    },
  },
  {
    id: 'gcp-node-stop',
    title: 'A node stops (Google Cloud)',
    question: 'Does the cluster replace the node and its pods?',
    kind: 'GCPChaos',
    duration: '5m',
    spec: { action: 'node-stop', project: '', zone: '', instance: '' },
    fields: {
      project: text('Project', 'Id of the project.'),
      zone: text('Zone', 'As europe-west1-b.'),
      instance: text('Instance', 'Name of the virtual machine.'),
    },
  },
  {
    id: 'azure-vm-stop',
    title: 'A node stops (Azure)',
    question: 'Does the cluster replace the node and its pods?',
    kind: 'AzureChaos',
    duration: '5m',
    spec: {
      action: 'vm-stop',
      subscriptionID: '',
      resourceGroupName: '',
      vmName: '',
    },
    fields: {
      subscriptionID: text('Subscription', 'Id of the subscription.'),
      resourceGroupName: text('Resource group', 'Its name.'),
      vmName: text('Machine', 'Name of the virtual machine.'),
    },
  },
];

/** The experiment with this id, or an empty one for a kind that is named instead. */
export function experimentOf(id: string): Experiment | undefined {
  const curated = EXPERIMENTS.find(one => one.id === id);
  if (curated) return curated;
  const found = Object.values(CHAOS_KINDS).find(({ kind }) => kind === id);
  if (!found) return undefined;
  const [action] = found.actions;
  return {
    id: found.kind.toLowerCase(),
    title: found.title,
    question: found.help,
    kind: found.kind,
    duration: '1m',
    spec: action ? { action } : {},
  };
}

/**
 * The spec to start from. Its selector names the namespace and the labels of
 * the service's pods.
 *
 * @param labels - of the pods of the service
 */
export function startSpec(
  { kind, spec, mode = 'one', duration }: Experiment,
  namespace: string,
  labels: Record<string, string>,
): JsonObject {
  const { targets } = CHAOS_KINDS[kind];
  const selects = targets === 'pods' || targets === 'containers';
  return {
    ...spec,
    ...(selects && {
      mode,
      selector: { namespaces: [namespace], labelSelectors: { ...labels } },
    }),
    ...(duration !== undefined && targets !== 'faults' && { duration }),
  };
}

/**
 * The labels by which the pods of an entity are found: its `kubernetes-id`,
 * else its name.
 */
export function podLabels(
  name: string,
  annotations: Record<string, string> = {},
): Record<string, string> {
  const id = annotations['backstage.io/kubernetes-id'];
  return id
    ? { 'backstage.io/kubernetes-id': id }
    : { 'app.kubernetes.io/name': name };
}
