import { Json, KubeObject, NewObject } from '@slipway/kube-sim';
import { MODULES, Rule, SandboxModule } from '../modules';
import { READ, rule } from '../modules/rbac';
import { ClusterDefinition } from './clusters';

type JsonObject = { [key: string]: Json };

/** An object of the platform itself, before any release. */
export type BaseObject = NewObject<KubeObject<JsonObject, JsonObject>> & {
  [section: string]: unknown;
};

/** Namespace of the portal's service accounts. */
export const PORTAL_NAMESPACE = 'slipway';

/** Users and groups of `app-config.yaml` and `catalog/org.yaml` as whom the portal may write. */
const USERS = ['paula', 'omar', 'olga', 'carla', 'amir', 'nora', 'vera'];
const GROUPS = [
  'platform',
  'team-orders',
  'team-catalog',
  'team-accounts',
  'on-call',
  'viewers',
];
/** Groups that RBAC lets act; which service a team may act on is the portal's policy. */
const OPERATORS = GROUPS.filter(group => group !== 'viewers');

const RBAC = 'rbac.authorization.k8s.io';

/** Reading is cluster-wide and never covers Secrets. */
const viewRules = (modules: readonly SandboxModule[]): Rule[] => [
  ...modules.flatMap(({ rbac }) => rbac?.view ?? []),
  rule(
    'apps',
    ['deployments', 'replicasets', 'statefulsets', 'daemonsets'],
    READ,
  ),
  rule(
    '',
    [
      'pods',
      'services',
      'events',
      'namespaces',
      'configmaps',
      'limitranges',
      'resourcequotas',
    ],
    READ,
  ),
  rule('', ['pods/log'], ['get']),
  rule('events.k8s.io', ['events'], READ),
  rule('batch', ['jobs', 'cronjobs'], READ),
  rule('autoscaling', ['horizontalpodautoscalers'], READ),
  rule('networking.k8s.io', ['ingresses'], READ),
  rule('apiextensions.k8s.io', ['customresourcedefinitions'], READ),
];

const operateRules = (modules: readonly SandboxModule[]): Rule[] =>
  modules.flatMap(({ rbac }) => [...(rbac?.operate ?? [])]);

const IMPERSONATE: Rule[] = [
  {
    ...rule('', ['users'], ['impersonate']),
    resourceNames: USERS.map(user => `slipway:user:default/${user}`),
  },
  {
    ...rule('', ['groups'], ['impersonate']),
    resourceNames: GROUPS.map(group => `slipway:group:default/${group}`),
  },
];

function namespace(name: string, environment?: string): BaseObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      ...(environment
        ? { labels: { 'slipway.io/environment': environment } }
        : {}),
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

function node(cluster: ClusterDefinition, zone: string): BaseObject {
  const name = `${cluster.name}-${zone}`;
  const capacity = { cpu: '32', memory: '256Gi', pods: '250' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/region': cluster.region,
        'topology.kubernetes.io/zone': zone,
      },
    },
    spec: {},
    status: {
      allocatable: capacity,
      capacity,
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'a node of the sandbox: it runs nothing',
        },
      ],
    },
  };
}

function serviceAccount(name: string): BaseObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: PORTAL_NAMESPACE },
  };
}

function clusterRole(name: string, rules: Rule[]): BaseObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name },
    rules,
  };
}

function clusterRoleBinding(
  name: string,
  role: string,
  accounts: string[],
): BaseObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: accounts.map(account => ({
      kind: 'ServiceAccount',
      name: account,
      namespace: PORTAL_NAMESPACE,
    })),
  };
}

/** Role and binding that let the teams act in one namespace. */
function operators(target: string, rules: Rule[]): BaseObject[] {
  const name = 'slipway-operator';
  return [
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'Role',
      metadata: { name, namespace: target },
      rules,
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace: target },
      roleRef: { apiGroup: RBAC, kind: 'Role', name },
      subjects: OPERATORS.map(group => ({
        apiGroup: RBAC,
        kind: 'Group',
        name: `slipway:group:default/${group}`,
      })),
    },
  ];
}

/**
 * What a cluster has before any release: namespaces, nodes, and the portal's
 * rights as in `tools/real-stack/manifests`: it reads everything but Secrets,
 * and writes as the user who asks, by impersonation of named users and groups.
 */
export function baseObjects(
  cluster: ClusterDefinition,
  modules: readonly SandboxModule[] = MODULES,
): BaseObject[] {
  const operate = operateRules(modules);
  return [
    ...[
      'default',
      'kube-system',
      'kube-public',
      'argo-rollouts',
      PORTAL_NAMESPACE,
    ].map(name => namespace(name)),
    ...cluster.namespaces.map(({ name, environment }) =>
      namespace(name, environment),
    ),
    ...cluster.zones.map(zone => node(cluster, zone)),
    serviceAccount('portal'),
    serviceAccount('viewer'),
    clusterRole('slipway:view', viewRules(modules)),
    clusterRole('slipway:operate', operate),
    clusterRole('slipway:impersonate', IMPERSONATE),
    clusterRoleBinding('slipway:view', 'slipway:view', ['portal', 'viewer']),
    clusterRoleBinding('slipway:portal-operate', 'slipway:operate', ['portal']),
    clusterRoleBinding('slipway:portal-impersonate', 'slipway:impersonate', [
      'portal',
    ]),
    ...cluster.namespaces.flatMap(({ name }) => operators(name, operate)),
  ];
}
