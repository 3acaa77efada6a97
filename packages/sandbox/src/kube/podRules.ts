import {
  duplicate,
  forbidden,
  negative,
  notFoundAt,
  required,
  unsupported,
  wrong,
} from './fieldErrors';
import { isRecord, JsonRecord } from './json';
import {
  dnsLabelErrors,
  labelValueErrors,
  portNameErrors,
  qualifiedNameErrors,
  subdomainErrors,
} from './names';
import { canonicalQuantity } from './quantity';
import { matchesSelector } from './selectors';
import { FieldError } from './status';
import { Json } from './types';

/**
 * What pods and pod templates must have, in the order and the words of the
 * API server; the Rollout controller holds its templates against the same
 * rules. Everything is expected with its defaults.
 *
 * @see ValidatePodTemplateSpecForReplicaSet in pkg/apis/apps/validation, ValidatePodSpec in pkg/apis/core/validation of Kubernetes
 */

const record = (value: Json | undefined): JsonRecord =>
  isRecord(value) ? value : {};

const items = (value: Json | undefined): JsonRecord[] =>
  Array.isArray(value) ? value.map(record) : [];

const each = (
  value: Json | undefined,
  field: string,
  check: (item: JsonRecord, field: string) => FieldError[],
): FieldError[] =>
  items(value).flatMap((item, index) => check(item, `${field}[${index}]`));

const ruled = (
  value: Json | undefined,
  field: string,
  rule: (text: string) => string[],
): FieldError[] =>
  rule(String(value ?? '')).map(why => wrong(field, value ?? '', why));

const named = (
  value: Json | undefined,
  field: string,
  rule = dnsLabelErrors,
): FieldError[] => (value ? ruled(value, field, rule) : [required(field)]);

const oneOf = (
  value: Json | undefined,
  field: string,
  supported: readonly string[],
): FieldError[] => {
  if (!value) return [required(field)];
  return supported.includes(String(value))
    ? []
    : [unsupported(field, value, supported)];
};

const isPort = (value: Json | undefined) =>
  typeof value === 'number' && value >= 1 && value <= 65535;

const port = (value: Json | undefined, field: string): FieldError[] =>
  isPort(value)
    ? []
    : [wrong(field, value ?? 0, 'must be between 1 and 65535, inclusive')];

const portOrName = (value: Json | undefined, field: string): FieldError[] =>
  typeof value === 'string'
    ? ruled(value, field, portNameErrors)
    : port(value, field);

/** Names that occurred before in a list. */
function repeated(
  list: JsonRecord[],
  field: string,
  before: Iterable<string> = [],
): Map<number, FieldError> {
  const seen = new Set(before);
  const found = new Map<number, FieldError>();
  list.forEach(({ name }, index) => {
    const text = String(name ?? '');
    if (text && seen.has(text)) {
      found.set(index, duplicate(`${field}[${index}].name`, text));
    }
    seen.add(text);
  });
  return found;
}

function portErrors(value: Json | undefined, field: string): FieldError[] {
  const list = items(value);
  const twice = repeated(list, field);
  return list.flatMap((one, index) => {
    const at = `${field}[${index}]`;
    const bad = one.name ? ruled(one.name, `${at}.name`, portNameErrors) : [];
    const again = twice.get(index);
    return [
      ...(bad.length === 0 && again ? [again] : bad),
      ...(one.containerPort
        ? port(one.containerPort, `${at}.containerPort`)
        : [required(`${at}.containerPort`)]),
      ...(one.hostPort ? port(one.hostPort, `${at}.hostPort`) : []),
      ...oneOf(one.protocol, `${at}.protocol`, ['SCTP', 'TCP', 'UDP']),
    ];
  });
}

const ENV_NAME =
  "a valid environment variable name must consist only of printable ASCII characters other than '='";

const keySelector = (one: JsonRecord, field: string): FieldError[] => [
  ...(one.name ? [] : ruled('', `${field}.name`, subdomainErrors)),
  ...(one.key ? [] : [required(`${field}.key`)]),
];

const SOURCES = [
  'fieldRef',
  'resourceFieldRef',
  'configMapKeyRef',
  'secretKeyRef',
  'fileKeyRef',
];

function envErrors(one: JsonRecord, field: string): FieldError[] {
  const name = String(one.name ?? '');
  const errors: FieldError[] = [];
  if (!name) errors.push(required(`${field}.name`));
  else if (!/^[ -<>-~]+$/.test(name)) {
    errors.push(wrong(`${field}.name`, name, ENV_NAME));
  }
  const from = one.valueFrom;
  if (!isRecord(from)) return errors;
  const at = `${field}.valueFrom`;
  const given = SOURCES.filter(source => isRecord(from[source]));
  if (isRecord(from.fieldRef) && !from.fieldRef.fieldPath) {
    errors.push(required(`${at}.fieldRef.fieldPath`));
  }
  if (isRecord(from.resourceFieldRef) && !from.resourceFieldRef.resource) {
    errors.push(required(`${at}.resourceFieldRef.resource`));
  }
  for (const source of ['configMapKeyRef', 'secretKeyRef']) {
    const selector = from[source];
    if (isRecord(selector)) {
      errors.push(...keySelector(selector, `${at}.${source}`));
    }
  }
  if (given.length === 0) {
    errors.push(
      wrong(
        at,
        '',
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`',
      ),
    );
  } else if (one.value) {
    errors.push(
      wrong(at, '', 'may not be specified when `value` is not empty'),
    );
  } else if (given.length > 1) {
    errors.push(
      wrong(at, '', 'may not have more than one field specified at a time'),
    );
  }
  return errors;
}

function envFromErrors(one: JsonRecord, field: string): FieldError[] {
  const given = ['configMapRef', 'secretRef'].filter(name =>
    isRecord(one[name]),
  );
  const errors = given.flatMap(name =>
    ruled(record(one[name]).name, `${field}.${name}.name`, subdomainErrors),
  );
  if (given.length === 0) {
    errors.push(
      wrong(field, '', 'must specify one of: `configMapRef` or `secretRef`'),
    );
  } else if (given.length > 1) {
    errors.push(
      wrong(field, '', 'may not have more than one field specified at a time'),
    );
  }
  return errors;
}

function mountErrors(
  value: Json | undefined,
  volumes: ReadonlySet<string>,
  field: string,
): FieldError[] {
  const paths = new Set<Json | undefined>();
  return each(value, field, (mount, at) => {
    const errors: FieldError[] = [];
    if (!mount.name) errors.push(required(`${at}.name`));
    if (!volumes.has(String(mount.name ?? ''))) {
      errors.push(notFoundAt(`${at}.name`, mount.name ?? ''));
    }
    if (!mount.mountPath) errors.push(required(`${at}.mountPath`));
    if (paths.has(mount.mountPath)) {
      errors.push(wrong(`${at}.mountPath`, mount.mountPath, 'must be unique'));
    }
    paths.add(mount.mountPath);
    return errors;
  });
}

const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Size of a canonical quantity, to compare it. */
function sizeOf(quantity: string): number {
  const [, number, suffix = ''] = /^(-?[\d.]+)(.*)$/.exec(quantity) ?? [];
  if (suffix.startsWith('e')) return Number(`${number}${suffix}`);
  return suffix.endsWith('i')
    ? Number(number) * 1024 ** BINARY.indexOf(suffix)
    : Number(number) * 1000 ** (DECIMAL.indexOf(suffix) - 3);
}

/** A quantity in its canonical form; as it stands where it is none. */
function canonical(quantity: Json | undefined): string {
  try {
    return canonicalQuantity(String(quantity));
  } catch {
    return String(quantity);
  }
}

function resourceErrors(resources: JsonRecord, field: string): FieldError[] {
  const limits = record(resources.limits);
  const requests = record(resources.requests);
  const errors: FieldError[] = [];
  for (const [name, list] of [
    ['limits', limits],
    ['requests', requests],
  ] as const) {
    for (const [resource, amount] of Object.entries(list)) {
      if (sizeOf(canonical(amount)) < 0) {
        errors.push(
          wrong(
            `${field}.${name}.${resource}`,
            canonical(amount),
            'must be greater than or equal to 0',
          ),
        );
      }
    }
  }
  for (const [resource, wanted] of Object.entries(requests)) {
    const limit = limits[resource];
    if (
      limit !== undefined &&
      sizeOf(canonical(wanted)) > sizeOf(canonical(limit))
    ) {
      errors.push(
        wrong(
          `${field}.requests`,
          canonical(wanted),
          `must be less than or equal to ${resource} limit of ${canonical(
            limit,
          )}`,
        ),
      );
    }
  }
  return errors;
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'];

function handlerErrors(one: JsonRecord, field: string): FieldError[] {
  const [first, ...more] = HANDLERS.filter(name => isRecord(one[name]));
  if (!first) return [required(field, 'must specify a handler type')];
  const at = `${field}.${first}`;
  const handler = record(one[first]);
  const errors: FieldError[] = [];
  if (first === 'exec' && items(handler.command).length === 0) {
    errors.push(required(`${at}.command`));
  }
  if (first === 'httpGet') {
    errors.push(
      ...portOrName(handler.port, `${at}.port`),
      ...(['HTTP', 'HTTPS'].includes(String(handler.scheme))
        ? []
        : [unsupported(`${at}.scheme`, handler.scheme, ['HTTP', 'HTTPS'])]),
    );
  }
  if (first === 'tcpSocket') {
    errors.push(...portOrName(handler.port, `${at}.port`));
  }
  if (first === 'grpc') errors.push(...port(handler.port, `${at}.port`));
  return [
    ...errors,
    ...more.map(name =>
      forbidden(`${field}.${name}`, 'may not specify more than 1 handler type'),
    ),
  ];
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

function probeErrors(container: JsonRecord, field: string): FieldError[] {
  return PROBES.flatMap(name => {
    const probe = container[name];
    if (!isRecord(probe)) return [];
    const at = `${field}.${name}`;
    return [
      ...handlerErrors(probe, at),
      ...[
        'initialDelaySeconds',
        'timeoutSeconds',
        'periodSeconds',
        'successThreshold',
        'failureThreshold',
      ].flatMap(member => negative(`${at}.${member}`, probe[member])),
      ...(name !== 'readinessProbe' && probe.successThreshold !== 1
        ? [wrong(`${at}.successThreshold`, probe.successThreshold, 'must be 1')]
        : []),
    ];
  });
}

function containerErrors(
  container: JsonRecord,
  volumes: ReadonlySet<string>,
  field: string,
): FieldError[] {
  return [
    ...named(container.name, `${field}.name`),
    ...(container.image ? [] : [required(`${field}.image`)]),
    ...oneOf(
      container.terminationMessagePolicy,
      `${field}.terminationMessagePolicy`,
      ['File', 'FallbackToLogsOnError'],
    ),
    ...portErrors(container.ports, `${field}.ports`),
    ...each(container.env, `${field}.env`, envErrors),
    ...each(container.envFrom, `${field}.envFrom`, envFromErrors),
    ...mountErrors(container.volumeMounts, volumes, `${field}.volumeMounts`),
    ...oneOf(container.imagePullPolicy, `${field}.imagePullPolicy`, [
      'Always',
      'IfNotPresent',
      'Never',
    ]),
    ...resourceErrors(record(container.resources), `${field}.resources`),
  ];
}

function lifecycleErrors(container: JsonRecord, field: string): FieldError[] {
  const hooks = record(container.lifecycle);
  return ['postStart', 'preStop'].flatMap(name => {
    const hook = hooks[name];
    return isRecord(hook)
      ? handlerErrors(hook, `${field}.lifecycle.${name}`)
      : [];
  });
}

function containersErrors(
  spec: JsonRecord,
  volumes: ReadonlySet<string>,
  field: string,
): FieldError[] {
  const containers = items(spec.containers);
  const inits = items(spec.initContainers);
  const at = `${field}.containers`;
  if (containers.length === 0) return [required(at)];
  const twice = repeated(containers, at);
  const initTwice = repeated(
    inits,
    `${field}.initContainers`,
    containers.map(({ name }) => String(name ?? '')),
  );
  return [
    ...containers.flatMap((one, index) => [
      ...containerErrors(one, volumes, `${at}[${index}]`),
      ...(twice.has(index) ? [twice.get(index) as FieldError] : []),
      ...lifecycleErrors(one, `${at}[${index}]`),
      ...probeErrors(one, `${at}[${index}]`),
      ...(one.restartPolicy
        ? [
            forbidden(
              `${at}[${index}].restartPolicy`,
              'may not be set for non-init containers',
            ),
          ]
        : []),
    ]),
    ...inits.flatMap((one, index) => {
      const place = `${field}.initContainers[${index}]`;
      return [
        ...containerErrors(one, volumes, place),
        ...(one.restartPolicy && one.restartPolicy !== 'Always'
          ? [
              unsupported(`${place}.restartPolicy`, one.restartPolicy, [
                'Always',
              ]),
            ]
          : []),
        ...(initTwice.has(index) ? [initTwice.get(index) as FieldError] : []),
        ...(one.restartPolicy === 'Always'
          ? [...lifecycleErrors(one, place), ...probeErrors(one, place)]
          : ['lifecycle', ...PROBES]
              .filter(name => one[name] !== undefined)
              .map(name =>
                forbidden(
                  `${place}.${name}`,
                  'may not be set for init containers without restartPolicy=Always',
                ),
              )),
      ];
    }),
  ];
}

function volumeErrors(list: JsonRecord[], field: string): FieldError[] {
  const seen = new Set<string>();
  return list.flatMap((volume, index) => {
    const at = `${field}[${index}]`;
    const { name, ...sources } = volume;
    const [, ...more] = Object.keys(sources);
    const errors = [
      ...more.map(source =>
        forbidden(`${at}.${source}`, 'may not specify more than 1 volume type'),
      ),
      ...(isRecord(sources.secret) && !sources.secret.secretName
        ? [required(`${at}.secret.secretName`)]
        : []),
      ...(isRecord(sources.configMap) && !sources.configMap.name
        ? [required(`${at}.configMap.name`)]
        : []),
      ...(isRecord(sources.persistentVolumeClaim) &&
      !sources.persistentVolumeClaim.claimName
        ? [required(`${at}.persistentVolumeClaim.claimName`)]
        : []),
      ...(isRecord(sources.hostPath) && !sources.hostPath.path
        ? [required(`${at}.hostPath.path`)]
        : []),
      ...named(name, `${at}.name`),
      ...(seen.has(String(name)) ? [duplicate(`${at}.name`, name)] : []),
    ];
    if (errors.length === 0) seen.add(String(name));
    return errors;
  });
}

export const labelErrors = (
  labels: Json | undefined,
  field: string,
): FieldError[] =>
  Object.entries(record(labels)).flatMap(([key, value]) => [
    ...ruled(key, field, qualifiedNameErrors),
    ...ruled(value, field, labelValueErrors),
  ]);

/** What is wrong with the spec of a pod. */
export function podSpecErrors(spec: JsonRecord, field: string): FieldError[] {
  const volumes = items(spec.volumes);
  const names = new Set(volumes.map(({ name }) => String(name ?? '')));
  const { activeDeadlineSeconds: deadline } = spec;
  return [
    ...volumeErrors(volumes, `${field}.volumes`),
    ...containersErrors(spec, names, field),
    ...oneOf(spec.restartPolicy, `${field}.restartPolicy`, [
      'Always',
      'OnFailure',
      'Never',
    ]),
    ...oneOf(spec.dnsPolicy, `${field}.dnsPolicy`, [
      'ClusterFirstWithHostNet',
      'ClusterFirst',
      'Default',
      'None',
    ]),
    ...labelErrors(spec.nodeSelector, `${field}.nodeSelector`),
    ...(spec.serviceAccountName
      ? ruled(
          spec.serviceAccountName,
          `${field}.serviceAccountName`,
          subdomainErrors,
        )
      : []),
    ...(spec.nodeName
      ? ruled(spec.nodeName, `${field}.nodeName`, subdomainErrors)
      : []),
    ...(typeof deadline === 'number' && deadline < 1
      ? [
          wrong(
            `${field}.activeDeadlineSeconds`,
            deadline,
            'must be between 1 and 2147483647, inclusive',
          ),
        ]
      : []),
    ...(spec.hostname
      ? ruled(spec.hostname, `${field}.hostname`, dnsLabelErrors)
      : []),
  ];
}

/**
 * What is wrong with the pod template of a ReplicaSet, a Deployment or a Rollout.
 *
 * @param selector - of the workload; without one no label will do
 */
export function podTemplateErrors(
  template: JsonRecord,
  selector: Json | undefined,
  field: string,
): FieldError[] {
  const metadata = record(template.metadata);
  const spec = record(template.spec);
  const labels = Object.fromEntries(
    Object.entries(record(metadata.labels)).map(([key, value]) => [
      key,
      String(value),
    ]),
  );
  const { restartPolicy } = spec;
  return [
    ...(selector !== undefined && matchesSelector(selector, labels)
      ? []
      : [
          wrong(
            `${field}.metadata.labels`,
            isRecord(metadata.labels) ? labels : null,
            '`selector` does not match template `labels`',
          ),
        ]),
    ...labelErrors(metadata.labels, `${field}.labels`),
    ...Object.keys(record(metadata.annotations)).flatMap(key =>
      qualifiedNameErrors(key.toLowerCase()).map(why =>
        wrong(`${field}.annotations`, key, why),
      ),
    ),
    ...podSpecErrors(spec, `${field}.spec`),
    ...(restartPolicy && restartPolicy !== 'Always'
      ? [unsupported(`${field}.spec.restartPolicy`, restartPolicy, ['Always'])]
      : []),
    ...(spec.activeDeadlineSeconds === undefined
      ? []
      : [
          forbidden(
            `${field}.spec.activeDeadlineSeconds`,
            'activeDeadlineSeconds in ReplicaSet is not Supported',
          ),
        ]),
  ];
}
