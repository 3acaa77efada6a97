import {
  isRecord,
  JsonRecord,
  KubeObject,
  Refusal,
  valueAt,
} from '@slipway/kube-sim';
import { isDeepStrictEqual } from 'node:util';
import { parseDuration } from '../../loops/time';

/** Kinds that find containers of pods. */
const OF_CONTAINERS = [
  'PodChaos',
  'StressChaos',
  'JVMChaos',
  'DNSChaos',
  'IOChaos',
  'TimeChaos',
];
const OF_PODS = ['NetworkChaos', 'HTTPChaos', 'KernelChaos'];

const record = (value: unknown): JsonRecord => (isRecord(value) ? value : {});

/** A selector that names no namespace means that of the fault. @see PodSelector.Default in common_webhook.go */
function withNamespaces(holder: JsonRecord, namespace: string): JsonRecord {
  const selector = record(holder.selector);
  const named = Array.isArray(selector.namespaces)
    ? selector.namespaces.length
    : 0;
  return named
    ? holder
    : { ...holder, selector: { ...selector, namespaces: [namespace] } };
}

/** Parameters of tc with the members that the webhook fills in when empty. */
const TC_DEFAULTS: Record<string, JsonRecord> = {
  delay: { correlation: '0', jitter: '0ms' },
  loss: { correlation: '0' },
  duplicate: { correlation: '0' },
  corrupt: { correlation: '0' },
};

/**
 * What the mutating webhook fills in.
 *
 * @see the `Default` methods and `default` tags in api/v1alpha1 of chaos-mesh
 */
export function fill(next: KubeObject): KubeObject {
  const namespace = next.metadata.namespace ?? 'default';
  let spec = record(next.spec);
  if ([...OF_CONTAINERS, ...OF_PODS, 'BlockChaos'].includes(next.kind)) {
    spec = withNamespaces(spec, namespace);
  }
  if (next.kind === 'NetworkChaos') {
    spec = { direction: 'to', partitionBehavior: 'drop', ...spec };
    if (isRecord(spec.target)) {
      spec.target = withNamespaces(spec.target, namespace);
    }
    for (const [name, defaults] of Object.entries(TC_DEFAULTS)) {
      if (isRecord(spec[name])) spec[name] = { ...defaults, ...spec[name] };
    }
  }
  if (next.kind === 'TimeChaos') {
    const { clockIds } = spec;
    if (!Array.isArray(clockIds) || !clockIds.length) {
      spec = { ...spec, clockIds: ['CLOCK_REALTIME'] };
    }
  }
  return { ...next, spec };
}

type Check = (path: string, spec: JsonRecord) => string[];

const wrong = (path: string, value: unknown, why: string) =>
  `${path}: Invalid value: ${JSON.stringify(value)}: ${why}`;

/** @see PodSelector.Validate in common_webhook.go */
const modeErrors: Check = (path, { mode, value = '' }) => {
  const at = `${path}.value`;
  const isPercent = mode === 'fixed-percent' || mode === 'random-max-percent';
  if (mode !== 'fixed' && !isPercent) return [];
  const text = String(value);
  if (!/^[+-]?\d+$/.test(text)) {
    return [
      wrong(
        at,
        text,
        `parse value field error:strconv.Atoi: parsing ${JSON.stringify(
          text,
        )}: invalid syntax`,
      ),
    ];
  }
  const number = Number(text);
  if (!isPercent) {
    return number > 0
      ? []
      : [wrong(at, text, 'value must be greater than 0 with mode:fixed')];
  }
  return number > 0 && number <= 100
    ? []
    : [
        wrong(
          at,
          text,
          `value of ${number} is invalid, Must be (0,100] with mode:${String(
            mode,
          )}`,
        ),
      ];
};

/** What Go says of a text that is no duration. */
const durationFault = (text: string): string => {
  const quoted = JSON.stringify(text);
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)
    ? `time: missing unit in duration ${quoted}`
    : `time: invalid duration ${quoted}`;
};

/** An empty duration passes; the controller then fails to read it and the fault has no end. */
const durationErrors: Check = (_path, { duration }) =>
  typeof duration === 'string' &&
  duration !== '' &&
  parseDuration(duration) === undefined
    ? [
        wrong(
          'Spec.Duration',
          duration,
          `parse duration field error: ${durationFault(duration)}`,
        ),
      ]
    : [];

/** Texts that have to be numbers, by kind of parameter. */
const NUMBERS: ReadonlyArray<readonly [string, string, string]> = [
  ['loss', 'loss', 'Loss.Loss'],
  ['duplicate', 'duplicate', 'Duplicate.Duplicate'],
  ['corrupt', 'corrupt', 'Corrupt.Corrupt'],
];

/** @see NetworkChaosSpec.Validate in networkchaos_webhook.go */
const networkErrors: Check = (_path, spec) => {
  const { action, direction, target, externalTargets } = spec;
  const errors = isRecord(target) ? modeErrors('Spec.Target', target) : [];
  for (const [holder, member, path] of NUMBERS) {
    const value = valueAt(spec, [holder, member]);
    if (typeof value === 'string' && !(value.trim() && Number(value) >= 0)) {
      errors.push(
        wrong(
          `Spec.TcParameter.${path}`,
          value,
          `parse correlation field error:strconv.ParseFloat: parsing ${JSON.stringify(
            value,
          )}: invalid syntax`,
        ),
      );
    }
  }
  const rate = valueAt(spec, ['bandwidth', 'rate']);
  if (
    typeof rate === 'string' &&
    !/^\s*\d+\s*([tgmk]?bps|[tgmk]?bit)\s*$/i.test(rate)
  ) {
    errors.push(
      wrong(
        'Spec.TcParameter.Bandwidth.Rate',
        rate,
        'parse rate field error:invalid unit',
      ),
    );
  }
  if (action === 'partition') return errors;
  if (direction !== 'from' && direction !== 'both') return errors;
  if (externalTargets) {
    errors.push(
      wrong(
        'Spec.direction',
        direction,
        'external targets cannot be used with `from` and `both` direction in netem action yet',
      ),
    );
  }
  if (!isRecord(target)) {
    errors.push(
      wrong(
        'Spec.direction',
        direction,
        '`from` and `both` direction cannot be used when targets is empty in netem action',
      ),
    );
  }
  return errors;
};

const podErrors: Check = (_path, { action, containerNames }) =>
  action === 'container-kill' &&
  !(Array.isArray(containerNames) && containerNames.length)
    ? [
        'Spec.containerNames: Invalid value: null: the name of container is required on container-kill action: invalid value',
      ]
    : [];

const stressErrors: Check = (_path, spec) => {
  const { stressors, stressngStressors } = spec;
  if (!stressors && !stressngStressors) {
    return [wrong('Spec', spec, 'missing stressors')];
  }
  return isRecord(stressors) && !stressors.cpu && !stressors.memory
    ? [wrong('Spec.Stressors', stressors, 'missing stressors')]
    : [];
};

/** @see JVMChaosSpec.Validate in jvmchaos_webhook.go */
const jvmErrors: Check = (_path, spec) => {
  const say = (why: string) => wrong('Spec', spec, why);
  const { action } = spec;
  if (action === 'ruleData') {
    return spec.ruleData ? [] : [say('rule data not provide')];
  }
  if (action === 'stress') {
    if (!spec.cpuCount && !spec.memType) {
      return [
        say("must set one of cpu-count and mem-type when action is 'stress'"),
      ];
    }
    return spec.cpuCount && spec.memType
      ? [say('inject stress on both CPU and memory is not support now')]
      : [];
  }
  if (!['exception', 'return', 'latency'].includes(String(action))) return [];
  return [
    ...(spec.class ? [] : [say('class not provided')]),
    ...(spec.method ? [] : [say('method not provided')]),
    ...(action === 'exception' && !spec.exception
      ? [say('exception not provided')]
      : []),
    ...(action === 'return' && !spec.returnValue
      ? [say('value not provided')]
      : []),
    ...(action === 'latency' && !spec.latency
      ? [say('latency not provided')]
      : []),
  ];
};

const httpErrors: Check = (_path, { port, delay }) => [
  ...(typeof port === 'number' && port <= 0
    ? [wrong('Spec.Port', port, `port ${port} is not supported`)]
    : []),
  ...(typeof delay === 'string' && parseDuration(delay) === undefined
    ? [
        wrong(
          'Spec.PodHttpChaosActions.Delay',
          delay,
          `invalid duration ${delay}`,
        ),
      ]
    : []),
];

const timeErrors: Check = (_path, { timeOffset }) =>
  typeof timeOffset === 'string' && parseDuration(timeOffset) === undefined
    ? [
        wrong(
          'Spec.TimeOffset',
          timeOffset,
          `parse timeOffset field error:${durationFault(timeOffset)}`,
        ),
      ]
    : [];

const ioErrors: Check = (_path, { action, errno }) =>
  action === 'fault' && !errno
    ? [wrong('Spec.Errno', 0, 'action fault: errno 0 is not supported')]
    : [];

const blockErrors: Check = (_path, { action, delay }) =>
  action === 'delay' && !delay
    ? ['Spec.delay: Invalid value: null: delay should be set on delay action']
    : [];

const OF_KIND: Record<string, Check> = {
  PodChaos: podErrors,
  NetworkChaos: networkErrors,
  StressChaos: stressErrors,
  JVMChaos: jvmErrors,
  HTTPChaos: httpErrors,
  TimeChaos: timeErrors,
  IOChaos: ioErrors,
  BlockChaos: blockErrors,
};

/** Where the path of a selector's members starts: the names of Go's embedded structs. */
function selectorPath(kind: string): string | undefined {
  if (OF_CONTAINERS.includes(kind)) return 'Spec.ContainerSelector.PodSelector';
  return OF_PODS.includes(kind) ? 'Spec.PodSelector' : undefined;
}

/**
 * What the validating webhook of a kind refuses. Specs of faults never change.
 *
 * @see the `Validate` methods in api/v1alpha1 of chaos-mesh
 */
export function refuse(
  next: Readonly<KubeObject>,
  current?: Readonly<KubeObject>,
): Refusal | undefined {
  const webhook = `v${next.kind.toLowerCase()}.kb.io`;
  if (current && !isDeepStrictEqual(next.spec, current.spec)) {
    return { webhook, message: 'Cannot update chaos spec' };
  }
  const spec = record(next.spec);
  const path = selectorPath(next.kind);
  const errors = [
    ...(OF_KIND[next.kind]?.('Spec', spec) ?? []),
    ...(path ? modeErrors(path, spec) : []),
    // TimeChaos has no rule for its duration.
    ...(next.kind === 'TimeChaos' ? [] : durationErrors('Spec', spec)),
  ];
  if (!errors.length) return undefined;
  return {
    webhook,
    message: errors.length > 1 ? `[${errors.join(', ')}]` : errors[0],
  };
}
