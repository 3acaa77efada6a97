import {
  duplicate,
  forbidden,
  notFoundAt,
  required,
  unsupported,
  wrong,
} from './fieldErrors';
import { isRecord, JsonRecord } from './json';
import { portNameErrors, subdomainErrors } from './names';
import {
  lifecycleErrors,
  probeErrors,
  PROBES,
  resourceErrors,
} from './probeRules';
import {
  each,
  items,
  named,
  oneOf,
  portErrors,
  record,
  ruled,
} from './ruleParts';
import { FieldError } from './status';
import { Json } from './types';

/**
 * What containers must have, in the order and the words of the API server.
 * Everything is expected with its defaults.
 *
 * @see validateContainers in pkg/apis/core/validation of Kubernetes
 */

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

function containerPortErrors(
  value: Json | undefined,
  field: string,
): FieldError[] {
  const list = items(value);
  const twice = repeated(list, field);
  return list.flatMap((one, index) => {
    const at = `${field}[${index}]`;
    const bad = one.name ? ruled(one.name, `${at}.name`, portNameErrors) : [];
    const again = twice.get(index);
    return [
      ...(bad.length === 0 && again ? [again] : bad),
      ...(one.containerPort
        ? portErrors(one.containerPort, `${at}.containerPort`)
        : [required(`${at}.containerPort`)]),
      ...(one.hostPort ? portErrors(one.hostPort, `${at}.hostPort`) : []),
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
  // Reported of the list, not of the item.
  const at = field.replace(/\[\d+\]$/, '');
  if (given.length === 0) {
    errors.push(
      wrong(at, '', 'must specify one of: `configMapRef` or `secretRef`'),
    );
  } else if (given.length > 1) {
    errors.push(
      wrong(at, '', 'may not have more than one field specified at a time'),
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
    ...containerPortErrors(container.ports, `${field}.ports`),
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

/** What is wrong with the containers of a pod and its init containers. */
export function containersErrors(
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
