import { isRecord } from './json';
import { KubeObject, ResourceType } from './types';

/** A kind in one line; the lists are separated by blanks. */
export type KindRow = [
  plural: string,
  kind: string,
  shortNames: string,
  subresources: string,
  categories?: string,
];

/** The kinds of one group and version. */
export function resourceTypes(
  group: string,
  version: string,
  namespaced: boolean,
  rows: readonly KindRow[],
): ResourceType[] {
  return rows.map(([plural, kind, shortNames, subresources, categories]) => ({
    group,
    version,
    plural,
    singular: kind.toLowerCase(),
    kind,
    shortNames: shortNames.split(' ').filter(Boolean),
    namespaced,
    subresources: subresources
      .split(' ')
      .filter(
        (name): name is 'status' | 'scale' | 'log' =>
          name === 'status' || name === 'scale' || name === 'log',
      ),
    ...(categories ? { categories: categories.split(' ') } : {}),
  }));
}

/**
 * The kinds of Kubernetes that every cluster serves. Short names, categories
 * and subresources as a Kubernetes 1.34 API server announces them.
 */
export function builtInTypes(): ResourceType[] {
  return [
    ...resourceTypes('', 'v1', false, [
      ['namespaces', 'Namespace', 'ns', 'status'],
      ['nodes', 'Node', 'no', 'status'],
    ]),
    ...resourceTypes('', 'v1', true, [
      ['configmaps', 'ConfigMap', 'cm', ''],
      ['events', 'Event', 'ev', ''],
      ['limitranges', 'LimitRange', 'limits', ''],
      ['pods', 'Pod', 'po', 'status log', 'all'],
      [
        'replicationcontrollers',
        'ReplicationController',
        'rc',
        'status',
        'all',
      ],
      ['resourcequotas', 'ResourceQuota', 'quota', 'status'],
      ['secrets', 'Secret', '', ''],
      ['serviceaccounts', 'ServiceAccount', 'sa', ''],
      ['services', 'Service', 'svc', 'status', 'all'],
    ]),
    ...resourceTypes('apiextensions.k8s.io', 'v1', false, [
      [
        'customresourcedefinitions',
        'CustomResourceDefinition',
        'crd crds',
        'status',
        'api-extensions',
      ],
    ]),
    ...resourceTypes('apps', 'v1', true, [
      ['daemonsets', 'DaemonSet', 'ds', 'status', 'all'],
      ['deployments', 'Deployment', 'deploy', 'status scale', 'all'],
      ['replicasets', 'ReplicaSet', 'rs', 'status scale', 'all'],
      ['statefulsets', 'StatefulSet', 'sts', 'status scale', 'all'],
    ]),
    ...resourceTypes('autoscaling', 'v2', true, [
      [
        'horizontalpodautoscalers',
        'HorizontalPodAutoscaler',
        'hpa',
        'status',
        'all',
      ],
    ]),
    ...resourceTypes('batch', 'v1', true, [
      ['cronjobs', 'CronJob', 'cj', 'status', 'all'],
      ['jobs', 'Job', '', 'status', 'all'],
    ]),
    ...resourceTypes('discovery.k8s.io', 'v1', true, [
      ['endpointslices', 'EndpointSlice', '', ''],
    ]),
    ...resourceTypes('networking.k8s.io', 'v1', true, [
      ['ingresses', 'Ingress', 'ing', 'status'],
      ['networkpolicies', 'NetworkPolicy', 'netpol', ''],
    ]),
    ...resourceTypes('policy', 'v1', true, [
      ['poddisruptionbudgets', 'PodDisruptionBudget', 'pdb', 'status'],
    ]),
    ...resourceTypes('rbac.authorization.k8s.io', 'v1', false, [
      ['clusterrolebindings', 'ClusterRoleBinding', '', ''],
      ['clusterroles', 'ClusterRole', '', ''],
    ]),
    ...resourceTypes('rbac.authorization.k8s.io', 'v1', true, [
      ['rolebindings', 'RoleBinding', '', ''],
      ['roles', 'Role', '', ''],
    ]),
  ];
}

/** Groups of the API server itself; all others belong to CRDs. */
const BUILT_IN =
  /^(?:[^.]*|[^.]+\.k8s\.io|(?:rbac\.authorization|(?:flowcontrol|internal)\.apiserver)\.k8s\.io)$/;

/** Whether kinds of a group are defined by CRDs and not built into the API server. */
export function isCustom({ group }: Pick<ResourceType, 'group'>): boolean {
  return !BUILT_IN.test(group);
}

/** Kinds with a status that do not count. */
const UNCOUNTED = [
  'horizontalpodautoscalers',
  'namespaces',
  'nodes',
  'resourcequotas',
  'services',
];

/** Kinds that count changes of their spec in `metadata.generation`. */
export function hasGeneration(type: ResourceType): boolean {
  return (
    isCustom(type) ||
    type.group === 'apiextensions.k8s.io' ||
    type.plural === 'endpointslices' ||
    (type.subresources.includes('status') && !UNCOUNTED.includes(type.plural))
  );
}

/** The kinds that a CustomResourceDefinition adds, one for each served version. */
export function typesOfDefinition(
  definition: Readonly<KubeObject>,
): ResourceType[] {
  const spec = definition.spec;
  if (!isRecord(spec) || !isRecord(spec.names)) return [];
  const { group, scope, names, versions } = spec;
  const { plural, kind, singular } = names;
  if (
    typeof group !== 'string' ||
    typeof plural !== 'string' ||
    typeof kind !== 'string' ||
    !Array.isArray(versions)
  ) {
    return [];
  }
  const texts = (list: unknown) =>
    Array.isArray(list) ? list.filter(item => typeof item === 'string') : [];
  const categories = texts(names.categories);
  return versions.filter(isRecord).flatMap(version => {
    if (version.served !== true || typeof version.name !== 'string') return [];
    const subresources = isRecord(version.subresources)
      ? version.subresources
      : {};
    return [
      {
        group,
        version: version.name,
        plural,
        singular: typeof singular === 'string' ? singular : kind.toLowerCase(),
        kind,
        shortNames: texts(names.shortNames),
        namespaced: scope !== 'Cluster',
        subresources: (['status', 'scale'] as const).filter(
          name => name in subresources,
        ),
        ...(categories.length ? { categories } : {}),
      },
    ];
  });
}

export const apiVersionOf = ({
  group,
  version,
}: Pick<ResourceType, 'group' | 'version'>): string =>
  group ? `${group}/${version}` : version;
