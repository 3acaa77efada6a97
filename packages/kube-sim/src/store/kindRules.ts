import { customErrors } from './customRules';
import {
  forbidden,
  negative,
  required,
  unsupported,
  wrong,
} from './fieldErrors';
import {
  isRecord,
  JsonRecord,
  listAt,
  recordAt,
  sameJson,
  valueAt,
} from './json';
import type { MemoryStore } from './MemoryStore';
import { ingressErrors, serviceErrors } from './networkRules';
import { podSpecErrors, podTemplateErrors } from './podRules';
import { isCustom } from './resources';
import { schemaOf } from './schema';
import { FieldError, invalid, refusedByWebhook } from './status';
import { KubeObject, ResourceType } from './types';

type Stored = Readonly<KubeObject>;

const textsAt = (value: unknown, path: string[]): Record<string, string> => {
  const found = valueAt(value, path);
  return isRecord(found)
    ? Object.fromEntries(
        Object.entries(found).map(([key, text]) => [key, String(text)]),
      )
    : {};
};

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
    ...podSpecErrors(recordAt(next, ['spec']), 'spec'),
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

/** The selector of a workload, its template, and that the selector stays. */
function selectedErrors(next: Stored): FieldError[] {
  const selector = valueAt(next, ['spec', 'selector']);
  const { matchLabels, matchExpressions } = recordAt(next, [
    'spec',
    'selector',
  ]);
  const isEmpty =
    Object.keys(isRecord(matchLabels) ? matchLabels : {}).length === 0 &&
    !(Array.isArray(matchExpressions) && matchExpressions.length > 0);
  const errors: FieldError[] = [];
  if (!isRecord(selector)) errors.push(required('spec.selector'));
  else if (isEmpty) {
    errors.push(
      wrong(
        'spec.selector',
        selector,
        'empty selector is invalid for deployment',
      ),
    );
  }
  return [
    ...errors,
    ...podTemplateErrors(
      recordAt(next, ['spec', 'template']),
      isRecord(selector) ? selector : undefined,
      'spec.template',
    ),
  ];
}

const selectorStays = (next: Stored, current: Stored | undefined) => {
  const selector = valueAt(next, ['spec', 'selector']);
  return current && !sameJson(selector, valueAt(current, ['spec', 'selector']))
    ? [wrong('spec.selector', selector, 'field is immutable')]
    : [];
};

const replicaSetErrors = (next: Stored, current?: Stored): FieldError[] => [
  ...negative('spec.replicas', valueAt(next, ['spec', 'replicas'])),
  ...negative(
    'spec.minReadySeconds',
    valueAt(next, ['spec', 'minReadySeconds']),
  ),
  ...selectedErrors(next),
  ...selectorStays(next, current),
];

/** Whether a count or a share in percent is none. */
const isNone = (value: unknown) => value === 0 || value === '0%';

function strategyErrors({ type, rollingUpdate }: JsonRecord): FieldError[] {
  const field = 'spec.strategy';
  if (type === 'Recreate') {
    return rollingUpdate === undefined
      ? []
      : [
          forbidden(
            `${field}.rollingUpdate`,
            "may not be specified when strategy `type` is 'Recreate'",
          ),
        ];
  }
  if (type !== 'RollingUpdate') {
    const shown = { Type: type, RollingUpdate: null };
    return [unsupported(field, shown, ['Recreate', 'RollingUpdate'])];
  }
  if (!isRecord(rollingUpdate)) return [];
  const at = `${field}.rollingUpdate`;
  const { maxUnavailable, maxSurge } = rollingUpdate;
  return [
    ...negative(`${at}.maxUnavailable`, maxUnavailable),
    ...negative(`${at}.maxSurge`, maxSurge),
    ...(isNone(maxUnavailable) && isNone(maxSurge)
      ? [
          wrong(
            `${at}.maxUnavailable`,
            maxUnavailable,
            'may not be 0 when `maxSurge` is 0',
          ),
        ]
      : []),
  ];
}

function deploymentErrors(next: Stored, current?: Stored): FieldError[] {
  const spec = recordAt(next, ['spec']);
  const { minReadySeconds = 0, progressDeadlineSeconds: deadline } = spec;
  return [
    ...negative('spec.replicas', spec.replicas),
    ...selectedErrors(next),
    ...strategyErrors(recordAt(next, ['spec', 'strategy'])),
    ...negative('spec.minReadySeconds', minReadySeconds),
    ...negative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
    ...negative('spec.progressDeadlineSeconds', deadline),
    ...(typeof deadline === 'number' && deadline <= Number(minReadySeconds)
      ? [
          wrong(
            'spec.progressDeadlineSeconds',
            deadline,
            'must be greater than minReadySeconds',
          ),
        ]
      : []),
    ...selectorStays(next, current),
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

/** What each rule of a Role must have at least one of, and how that is reported. */
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
    'networking.k8s.io/Ingress': ingressErrors,
    '/ConfigMap': sealedErrors,
    '/Secret': secretErrors,
    '/Event': eventErrors,
    'apps/Deployment': deploymentErrors,
    'apps/ReplicaSet': replicaSetErrors,
    'rbac.authorization.k8s.io/Role': ruleErrors,
    'rbac.authorization.k8s.io/ClusterRole': ruleErrors,
    'rbac.authorization.k8s.io/RoleBinding': bindingErrors,
    'rbac.authorization.k8s.io/ClusterRoleBinding': bindingErrors,
  };

/**
 * The rules that the API server holds written objects against; controllers
 * keep them by themselves and are not asked.
 *
 * @param current - what is there already, for an update
 * @param subresource - `status` is held against the schema of custom kinds only
 * @throws ApiError 422 naming the fields
 * @see pkg/apis/{core,apps,rbac}/validation of Kubernetes
 */
export function validateKind(
  store: MemoryStore,
  type: ResourceType,
  next: Stored,
  current?: Stored,
  subresource?: 'status',
): void {
  if (current && sameJson(next, current)) return;
  let errors: FieldError[] = [];
  if (isCustom(type)) {
    const schema = schemaOf(store, type);
    if (schema) errors = customErrors(type, schema, next, current, subresource);
    if (errors.length === 0 && !subresource) {
      errors = type.custom?.validate?.(next, current) ?? [];
    }
  } else if (!subresource) {
    errors = RULES[`${type.group}/${type.kind}`]?.(next, current) ?? [];
  }
  if (errors.length > 0) throw invalid(type, next.metadata.name, errors);
  const refusal = subresource
    ? undefined
    : type.custom?.refuse?.(next, current, store);
  if (refusal) throw refusedByWebhook(refusal);
}
