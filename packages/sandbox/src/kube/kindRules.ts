import { isRecord, sameJson, valueAt } from './json';
import { serviceNameErrors } from './names';
import { matchesSelector } from './selectors';
import { FieldError, invalid } from './status';
import { KubeObject, ResourceType } from './types';

type Stored = Readonly<KubeObject>;

const required = (field: string, why = ''): FieldError => ({
  field,
  reason: 'FieldValueRequired',
  message: why ? `Required value: ${why}` : 'Required value',
});

const wrong = (field: string, value: unknown, why: string): FieldError => ({
  field,
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
});

const forbidden = (field: string, why: string): FieldError => ({
  field,
  reason: 'FieldValueForbidden',
  message: `Forbidden: ${why}`,
});

const listAt = (value: unknown, path: string[]) => {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list.filter(isRecord) : [];
};

const textsAt = (value: unknown, path: string[]): Record<string, string> => {
  const found = valueAt(value, path);
  return isRecord(found)
    ? Object.fromEntries(
        Object.entries(found).map(([key, text]) => [key, String(text)]),
      )
    : {};
};

/** Containers of a pod or of a template; `field` is where its spec stands. */
function containerErrors(object: Stored, field: string): FieldError[] {
  const containers = listAt(object, [...field.split('.'), 'containers']);
  if (containers.length === 0) return [required(`${field}.containers`)];
  return containers.flatMap(({ name, image }, index) => [
    ...(name ? [] : [required(`${field}.containers[${index}].name`)]),
    ...(image ? [] : [required(`${field}.containers[${index}].image`)]),
  ]);
}

/** A pod without what may change of it while it lives. */
function fixedPart(pod: Stored): unknown {
  const spec: Record<string, unknown> = isRecord(pod.spec)
    ? { ...pod.spec }
    : {};
  delete spec.activeDeadlineSeconds;
  delete spec.tolerations;
  delete spec.terminationGracePeriodSeconds;
  for (const member of ['containers', 'initContainers']) {
    spec[member] = listAt(pod, ['spec', member]).map(
      ({ image: _image, ...rest }) => rest,
    );
  }
  return spec;
}

function podErrors(next: Stored, current?: Stored): FieldError[] {
  const changed = current && !sameJson(fixedPart(next), fixedPart(current));
  return [
    ...containerErrors(next, 'spec'),
    ...(changed
      ? [
          forbidden(
            'spec',
            'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
          ),
        ]
      : []),
  ];
}

function workloadErrors(next: Stored, current?: Stored): FieldError[] {
  const replicas = valueAt(next, ['spec', 'replicas']);
  const selector = valueAt(next, ['spec', 'selector']);
  const labels = textsAt(next, ['spec', 'template', 'metadata', 'labels']);
  const before = valueAt(current, ['spec', 'selector']);
  return [
    ...(typeof replicas === 'number' && replicas < 0
      ? [wrong('spec.replicas', replicas, 'must be greater than or equal to 0')]
      : []),
    ...(isRecord(selector) ? [] : [required('spec.selector')]),
    ...(matchesSelector(selector, labels)
      ? []
      : [
          wrong(
            'spec.template.metadata.labels',
            labels,
            '`selector` does not match template `labels`',
          ),
        ]),
    ...containerErrors(next, 'spec.template.spec'),
    ...(current && !sameJson(selector, before)
      ? [wrong('spec.selector', selector, 'field is immutable')]
      : []),
  ];
}

function serviceErrors(next: Stored): FieldError[] {
  const { name } = next.metadata;
  const needsPorts =
    valueAt(next, ['spec', 'type']) !== 'ExternalName' &&
    valueAt(next, ['spec', 'clusterIP']) !== 'None';
  return [
    ...serviceNameErrors(name).map(why => wrong('metadata.name', name, why)),
    ...(needsPorts && listAt(next, ['spec', 'ports']).length === 0
      ? [required('spec.ports')]
      : []),
  ];
}

const SET = 'field is immutable when `immutable` is set';

/** ConfigMaps and Secrets that say so never change. */
function sealedErrors(next: Stored, current?: Stored): FieldError[] {
  if (!current || valueAt(current, ['immutable']) !== true) return [];
  return [
    ...(valueAt(next, ['immutable']) === true
      ? []
      : [forbidden('immutable', SET)]),
    ...['data', 'binaryData']
      .filter(
        member =>
          !sameJson(valueAt(next, [member]), valueAt(current, [member])),
      )
      .map(member => forbidden(member, SET)),
  ];
}

function secretErrors(next: Stored, current?: Stored): FieldError[] {
  const type = valueAt(next, ['type']);
  return [
    ...(current && type !== valueAt(current, ['type'])
      ? [wrong('type', type, 'field is immutable')]
      : []),
    ...sealedErrors(next, current),
  ];
}

function eventErrors(next: Stored): FieldError[] {
  const namespace = valueAt(next, ['involvedObject', 'namespace']);
  return namespace === next.metadata.namespace ||
    (!namespace && next.metadata.namespace === 'default')
    ? []
    : [
        wrong(
          'involvedObject.namespace',
          namespace ?? '',
          'does not match event.namespace',
        ),
      ];
}

/** What each rule of a Role must have at least one of, and how that is told. */
const OF_RULES = {
  verbs: 'verbs must contain at least one value',
  apiGroups: 'resource rules must supply at least one api group',
  resources: 'resource rules must supply at least one resource',
};

function ruleErrors(next: Stored): FieldError[] {
  return listAt(next, ['rules']).flatMap((rule, index) => {
    const has = (member: string) => {
      const list = rule[member];
      return Array.isArray(list) && list.length > 0;
    };
    return Object.entries(OF_RULES)
      .filter(
        ([member]) =>
          !has(member) && (member === 'verbs' || !has('nonResourceURLs')),
      )
      .map(([member, why]) => required(`rules[${index}].${member}`, why));
  });
}

function bindingErrors(next: Stored, current?: Stored): FieldError[] {
  const { apiGroup, kind, name } = textsAt(next, ['roleRef']);
  const before = textsAt(current, ['roleRef']);
  return current && (kind !== before.kind || name !== before.name)
    ? [
        wrong(
          'roleRef',
          { APIGroup: apiGroup, Kind: kind, Name: name },
          'cannot change roleRef',
        ),
      ]
    : [];
}

const RULES: Record<string, (next: Stored, current?: Stored) => FieldError[]> =
  {
    '/Pod': podErrors,
    '/Service': serviceErrors,
    '/ConfigMap': sealedErrors,
    '/Secret': secretErrors,
    '/Event': eventErrors,
    'apps/Deployment': workloadErrors,
    'apps/ReplicaSet': workloadErrors,
    'rbac.authorization.k8s.io/Role': ruleErrors,
    'rbac.authorization.k8s.io/ClusterRole': ruleErrors,
    'rbac.authorization.k8s.io/RoleBinding': bindingErrors,
    'rbac.authorization.k8s.io/ClusterRoleBinding': bindingErrors,
  };

/**
 * The rules of built-in kinds that users of kubectl meet; controllers keep
 * them by themselves and are not asked.
 *
 * @param current - what is there already, for an update
 * @throws ApiError 422 naming the fields
 * @see pkg/apis/{core,apps,rbac}/validation of Kubernetes
 */
export function validateKind(
  type: ResourceType,
  next: Stored,
  current?: Stored,
): void {
  if (current && sameJson(next, current)) return;
  const errors = RULES[`${type.group}/${type.kind}`]?.(next, current) ?? [];
  if (errors.length > 0) throw invalid(type, next.metadata.name, errors);
}
