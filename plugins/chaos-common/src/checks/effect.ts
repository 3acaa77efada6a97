import { FaultDraft } from '../draft';
import { FaultKind } from '../kinds';
import { isObject, Json, number, object, string, strings } from '../read';
import { embeddedIn } from './embedded';

const shift = (text: string) =>
  text.startsWith('-') ? `${text.slice(1)} back` : `${text} ahead`;

/** What each parameter of a NetworkChaos does to packets. */
function networkParts(spec: Json): string[] {
  const part = (name: string) =>
    isObject(spec[name]) ? object(spec[name]) : undefined;
  const delay = part('delay');
  const loss = part('loss');
  const duplicate = part('duplicate');
  const corrupt = part('corrupt');
  const rate = part('bandwidth') ?? part('rate');
  const jitter = string(delay?.jitter);
  return [
    delay &&
      `delays packets by ${string(delay.latency)}${
        jitter && jitter !== '0ms' ? ` ± ${jitter}` : ''
      }`,
    loss && `loses ${string(loss.loss)} % of the packets`,
    duplicate && `duplicates ${string(duplicate.duplicate)} % of the packets`,
    corrupt && `corrupts ${string(corrupt.corrupt)} % of the packets`,
    rate && `limits bandwidth to ${string(rate.rate)}`,
  ].filter((each): each is string => typeof each === 'string');
}

function networkEffect(spec: Json): string {
  const to =
    isObject(spec.target) || strings(spec.externalTargets).length > 0
      ? 'the target'
      : undefined;
  if (spec.action === 'partition') {
    return `cuts the pods off from ${to ?? 'everything'}`;
  }
  const direction = string(spec.direction) ?? 'to';
  const where = {
    to: to ? 'from the pods to the target' : 'that the pods send',
    from: 'from the target to the pods',
    both: 'between the pods and the target',
  }[direction];
  return `${networkParts(spec).join(', ')} ${where ?? ''}`.trim();
}

function stressEffect({ stressors }: Json): string {
  const { cpu, memory } = object(stressors);
  const parts = [
    isObject(cpu)
      ? `loads the CPU with ${number(cpu.workers)} workers${
          number(cpu.load) === undefined ? '' : ` at ${number(cpu.load)} %`
        }`
      : undefined,
    isObject(memory)
      ? `fills ${string(memory.size) ?? 'all'} of memory with ${number(
          memory.workers,
        )} workers`
      : undefined,
  ].filter((each): each is string => each !== undefined);
  return parts.length > 0 ? parts.join(', ') : 'runs stress-ng';
}

function httpEffect(spec: Json): string {
  const what = spec.target === 'Response' ? 'responses' : 'requests';
  const parts = [
    spec.abort === true ? 'aborts' : undefined,
    string(spec.delay) ? `delays by ${string(spec.delay)}` : undefined,
    isObject(spec.replace) ? 'replaces parts of' : undefined,
    isObject(spec.patch) ? 'changes' : undefined,
  ].filter((each): each is string => each !== undefined);
  return `${parts.join(', ')} HTTP ${what} on port ${number(spec.port)}${
    string(spec.path) ? ` with the path ${string(spec.path)}` : ''
  }`;
}

function jvmEffect(spec: Json): string {
  const method = `${string(spec.class)}.${string(spec.method)}`;
  switch (spec.action) {
    case 'latency':
      return `delays ${method} by ${number(spec.latency)} ms`;
    case 'exception':
      return `makes ${method} throw ${string(spec.exception)}`;
    case 'return':
      return `makes ${method} return ${string(spec.returnValue)}`;
    case 'stress':
      return number(spec.cpuCount)
        ? `loads ${number(spec.cpuCount)} CPUs inside of the JVM`
        : `fills the ${string(spec.memType)} of the JVM`;
    case 'gc':
      return 'starts a garbage collection';
    case 'mysql':
      return 'disturbs statements of the MySQL driver';
    default:
      return 'runs a Byteman rule inside of the JVM';
  }
}

const POD_EFFECTS: Readonly<Record<string, string>> = {
  'pod-kill': 'deletes the pods',
  'pod-failure':
    'makes the pods fail: their images are swapped for one that does nothing',
  'container-kill': 'kills the containers',
};

const CLOUD_EFFECTS: Readonly<Record<string, string>> = {
  'ec2-stop': 'stops the instance',
  'ec2-restart': 'restarts the instance',
  'detach-volume': 'detaches the volume',
  'node-stop': 'stops the virtual machine',
  'node-reset': 'resets the virtual machine',
  'disk-loss': 'detaches the disks',
  'vm-stop': 'stops the virtual machine',
  'vm-restart': 'restarts the virtual machine',
  'disk-detach': 'detaches the disk',
};
const cloudEffect = (spec: Json) =>
  CLOUD_EFFECTS[string(spec.action) ?? ''] ?? 'does something unknown';

const EFFECTS: Readonly<Record<FaultKind, (spec: Json) => string>> = {
  PodChaos: spec =>
    POD_EFFECTS[string(spec.action) ?? ''] ?? 'does something unknown',
  NetworkChaos: networkEffect,
  StressChaos: stressEffect,
  HTTPChaos: httpEffect,
  JVMChaos: jvmEffect,
  DNSChaos: ({ action, patterns }) => {
    const names = strings(patterns);
    return `${
      action === 'random'
        ? 'answers random addresses for'
        : 'fails DNS lookups of'
    } ${names.length > 0 ? names.join(', ') : 'all names'}`;
  },
  IOChaos: spec => {
    const at = string(spec.path) ?? string(spec.volumePath);
    const share = number(spec.percent) ?? 100;
    switch (spec.action) {
      case 'latency':
        return `delays ${share} % of the file operations on ${at} by ${string(
          spec.delay,
        )}`;
      case 'fault':
        return `fails ${share} % of the file operations on ${at} with error ${number(
          spec.errno,
        )}`;
      case 'mistake':
        return `corrupts data of ${share} % of the file operations on ${at}`;
      default:
        return `changes attributes of files on ${at}`;
    }
  },
  TimeChaos: spec =>
    `shifts the clock by ${shift(string(spec.timeOffset) ?? '')}`,
  KernelChaos: ({ failKernRequest }) =>
    `makes ${
      number(object(failKernRequest).probability) ?? 0
    } % of kernel allocations fail`,
  BlockChaos: ({ delay }) =>
    `delays the block device by ${string(object(delay).latency)}`,
  AWSChaos: cloudEffect,
  GCPChaos: cloudEffect,
  AzureChaos: cloudEffect,
  PhysicalMachineChaos: ({ action }) =>
    `runs ${string(action)} on machines outside of Kubernetes`,
};

const capital = (text: string) =>
  text === '' ? text : `${text[0].toUpperCase()}${text.slice(1)}`;

/** What one fault does, as a sentence without its point: `Delays packets by 300ms from the pods to the target`. */
export function faultEffect(kind: FaultKind, spec: Json): string {
  return capital(EFFECTS[kind](spec));
}

/** What is launched does, in words. Schedules and Workflows name what they start. */
export function draftEffect(draft: FaultDraft): string {
  const { faults } = embeddedIn(draft);
  const effects = [
    ...new Set(faults.map(({ kind, spec }) => faultEffect(kind, spec))),
  ];
  const all = effects.length > 0 ? effects.join('; ') : 'No fault';
  if (draft.kind === 'Schedule') {
    return `At ${string(draft.spec.schedule)}: ${all}`;
  }
  return draft.kind === 'Workflow' ? `Workflow: ${all}` : all;
}
