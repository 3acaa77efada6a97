import { isRecord, JsonRecord, valueAt } from '../store/json';
import { Json, KubeObject } from '../store/types';
import { ageOf, ageSince } from './age';

export interface Column {
  name: string;
  type: 'string' | 'integer' | 'date';
  format?: string;
  /** 0 is always printed, 1 with `-o wide`. */
  priority?: number;
  cell(object: Readonly<KubeObject>, now: Date): Json;
}

const list = (object: unknown, ...path: string[]): JsonRecord[] => {
  const value = valueAt(object, path);
  return Array.isArray(value) ? value.filter(isRecord) : [];
};
const text = (object: unknown, ...path: string[]): string => {
  const value = valueAt(object, path);
  return value === undefined || value === null ? '' : String(value);
};
const number = (object: unknown, ...path: string[]): number => {
  const value = valueAt(object, path);
  return typeof value === 'number' ? value : 0;
};
const or = (value: string, other = '<none>') => value || other;

export const NAME: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  cell: object => object.metadata.name,
};
export const AGE: Column = {
  name: 'Age',
  type: 'string',
  cell: (object, now) => ageOf(object.metadata.creationTimestamp, now),
};
const column = (
  name: string,
  cell: Column['cell'],
  more: Partial<Column> = {},
): Column => ({ name, type: 'string', cell, ...more });
const wide = (name: string, cell: Column['cell']) =>
  column(name, cell, { priority: 1 });
const count = (name: string, ...path: string[]) =>
  column(name, object => number(object, ...path), { type: 'integer' });

const labels = (object: unknown, ...path: string[]): string => {
  const value = valueAt(object, path);
  return isRecord(value)
    ? Object.entries(value)
        .map(([key, item]) => `${key}=${String(item)}`)
        .sort()
        .join(',')
    : '';
};
const containers = (member: 'name' | 'image') => (object: unknown) =>
  list(object, 'spec', 'template', 'spec', 'containers')
    .map(container => text(container, member))
    .join(',');
const workloadColumns = [
  wide('Containers', containers('name')),
  wide('Images', containers('image')),
  wide('Selector', object =>
    or(labels(object, 'spec', 'selector', 'matchLabels')),
  ),
];

/** What kubectl shows as the status of a pod. */
function podStatus(pod: Readonly<KubeObject>): string {
  let reason = text(pod, 'status', 'reason') || text(pod, 'status', 'phase');
  for (const status of list(pod, 'status', 'containerStatuses').reverse()) {
    const waiting = text(status, 'state', 'waiting', 'reason');
    const terminated = text(status, 'state', 'terminated', 'reason');
    if (waiting) reason = waiting;
    else if (terminated) reason = terminated;
  }
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
  return reason || 'Unknown';
}

function podReady(pod: Readonly<KubeObject>): string {
  const ready = list(pod, 'status', 'containerStatuses').filter(
    status => status.ready === true,
  );
  return `${ready.length}/${list(pod, 'spec', 'containers').length}`;
}

function podRestarts(pod: Readonly<KubeObject>, now: Date): string {
  const statuses = list(pod, 'status', 'containerStatuses');
  const restarts = statuses.reduce(
    (sum, status) => sum + number(status, 'restartCount'),
    0,
  );
  const last = statuses
    .map(status => text(status, 'lastState', 'terminated', 'finishedAt'))
    .filter(Boolean)
    .sort()
    .pop();
  return restarts && last
    ? `${restarts} (${ageOf(last, now)} ago)`
    : String(restarts);
}

function nodeStatus(node: Readonly<KubeObject>): string {
  const ready = list(node, 'status', 'conditions').find(
    condition => condition.type === 'Ready',
  );
  const words = [
    ready?.status === 'True' ? 'Ready' : ready && 'NotReady',
    valueAt(node, ['spec', 'unschedulable']) === true
      ? 'SchedulingDisabled'
      : undefined,
  ].filter(Boolean);
  return ready ? words.join(',') : ['Unknown', ...words].join(',');
}

const ROLE_LABEL = 'node-role.kubernetes.io/';
const nodeRoles = ({ metadata }: Readonly<KubeObject>) =>
  or(
    Object.keys(metadata.labels ?? {})
      .filter(key => key.startsWith(ROLE_LABEL))
      .map(key => key.slice(ROLE_LABEL.length))
      .sort()
      .join(','),
  );
const nodeAddress = (type: string) => (node: Readonly<KubeObject>) =>
  or(
    text(
      list(node, 'status', 'addresses').find(address => address.type === type),
      'address',
    ),
  );

const eventTime = (event: unknown, ...names: string[]) =>
  names.map(name => text(event, name)).find(Boolean) ?? '';

const INGRESS_PORTS = (ingress: unknown) =>
  list(ingress, 'spec', 'tls').length ? '80, 443' : '80';

const CREATED: Column = {
  name: 'Created At',
  type: 'date',
  cell: object => object.metadata.creationTimestamp,
};

/** Columns by kind, as the API server of Kubernetes 1.34 prints them. */
export const COLUMNS: Record<string, Column[]> = {
  Pod: [
    NAME,
    column('Ready', podReady),
    column('Status', podStatus),
    column('Restarts', podRestarts),
    AGE,
    wide('IP', pod => or(text(pod, 'status', 'podIP'))),
    wide('Node', pod => or(text(pod, 'spec', 'nodeName'))),
    wide('Nominated Node', pod => or(text(pod, 'status', 'nominatedNodeName'))),
    wide('Readiness Gates', () => '<none>'),
  ],
  ReplicaSet: [
    NAME,
    count('Desired', 'spec', 'replicas'),
    count('Current', 'status', 'replicas'),
    count('Ready', 'status', 'readyReplicas'),
    AGE,
    ...workloadColumns,
  ],
  Deployment: [
    NAME,
    column(
      'Ready',
      object =>
        `${number(object, 'status', 'readyReplicas')}/${number(
          object,
          'spec',
          'replicas',
        )}`,
    ),
    column('Up-to-date', object =>
      String(number(object, 'status', 'updatedReplicas')),
    ),
    column('Available', object =>
      String(number(object, 'status', 'availableReplicas')),
    ),
    AGE,
    ...workloadColumns,
  ],
  Service: [
    NAME,
    column('Type', object => or(text(object, 'spec', 'type'), 'ClusterIP')),
    column('Cluster-IP', object => or(text(object, 'spec', 'clusterIP'))),
    column('External-IP', object => or(text(object, 'spec', 'externalName'))),
    column('Port(s)', object =>
      or(
        list(object, 'spec', 'ports')
          .map(
            port =>
              `${text(port, 'port')}${
                port.nodePort ? `:${text(port, 'nodePort')}` : ''
              }/${or(text(port, 'protocol'), 'TCP')}`,
          )
          .join(','),
      ),
    ),
    AGE,
    wide('Selector', object => or(labels(object, 'spec', 'selector'))),
  ],
  Namespace: [
    NAME,
    column('Status', object => text(object, 'status', 'phase')),
    AGE,
  ],
  Node: [
    NAME,
    column('Status', nodeStatus),
    column('Roles', nodeRoles),
    AGE,
    column('Version', node =>
      text(node, 'status', 'nodeInfo', 'kubeletVersion'),
    ),
    wide('Internal-IP', nodeAddress('InternalIP')),
    wide('External-IP', nodeAddress('ExternalIP')),
    wide('OS-Image', node =>
      or(text(node, 'status', 'nodeInfo', 'osImage'), '<unknown>'),
    ),
    wide('Kernel-Version', node =>
      or(text(node, 'status', 'nodeInfo', 'kernelVersion'), '<unknown>'),
    ),
    wide('Container-Runtime', node =>
      or(
        text(node, 'status', 'nodeInfo', 'containerRuntimeVersion'),
        '<unknown>',
      ),
    ),
  ],
  ConfigMap: [
    NAME,
    column('Data', object => {
      const size = (member: string) => {
        const value = valueAt(object, [member]);
        return isRecord(value) ? Object.keys(value).length : 0;
      };
      return size('data') + size('binaryData');
    }),
    AGE,
  ],
  Secret: [
    NAME,
    column('Type', object => text(object, 'type')),
    column('Data', object => {
      const value = valueAt(object, ['data']);
      return isRecord(value) ? Object.keys(value).length : 0;
    }),
    AGE,
  ],
  ServiceAccount: [
    NAME,
    column('Secrets', object => list(object, 'secrets').length),
    AGE,
  ],
  Event: [
    column('Last Seen', (event, now) =>
      ageSince(
        eventTime(event, 'lastTimestamp', 'eventTime', 'firstTimestamp'),
        now,
      ),
    ),
    column('Type', event => text(event, 'type')),
    column('Reason', event => text(event, 'reason')),
    column(
      'Object',
      event =>
        `${text(event, 'involvedObject', 'kind').toLowerCase()}/${text(
          event,
          'involvedObject',
          'name',
        )}`,
    ),
    wide('Subobject', event => text(event, 'involvedObject', 'fieldPath')),
    wide('Source', event =>
      [
        text(event, 'source', 'component') || text(event, 'reportingComponent'),
        text(event, 'source', 'host'),
      ]
        .filter(Boolean)
        .join(', '),
    ),
    column('Message', event => text(event, 'message').trim()),
    wide('First Seen', (event, now) =>
      ageSince(eventTime(event, 'firstTimestamp', 'eventTime'), now),
    ),
    wide('Count', event => number(event, 'count') || 1),
    { ...NAME, priority: 1 },
  ],
  Ingress: [
    NAME,
    column('Class', object => or(text(object, 'spec', 'ingressClassName'))),
    column('Hosts', object =>
      or(
        list(object, 'spec', 'rules')
          .map(rule => text(rule, 'host'))
          .filter(Boolean)
          .join(','),
        '*',
      ),
    ),
    column('Address', object =>
      list(object, 'status', 'loadBalancer', 'ingress')
        .map(entry => text(entry, 'ip') || text(entry, 'hostname'))
        .join(','),
    ),
    column('Ports', INGRESS_PORTS),
    AGE,
  ],
  Role: [NAME, CREATED],
  ClusterRole: [NAME, CREATED],
  RoleBinding: [
    NAME,
    column(
      'Role',
      object =>
        `${text(object, 'roleRef', 'kind')}/${text(object, 'roleRef', 'name')}`,
    ),
    AGE,
  ],
  ClusterRoleBinding: [
    NAME,
    column(
      'Role',
      object =>
        `${text(object, 'roleRef', 'kind')}/${text(object, 'roleRef', 'name')}`,
    ),
    AGE,
  ],
  CustomResourceDefinition: [NAME, CREATED],
};
