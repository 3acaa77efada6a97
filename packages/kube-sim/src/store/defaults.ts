import { isRecord, JsonRecord } from './json';
import { typeKey } from './meta';
import { admittedPodSpec, podSpec, qosClass } from './podDefaults';
import {
  Defaulter,
  items,
  record,
  specOf,
  WORKLOAD_DEFAULTS,
} from './workloadDefaults';
import { KubeObject, ResourceType } from './types';

/** A stable address of the service network for a name. */
function clusterAddress(uid: string): string {
  const [, a, b] = /^(..)(..)/.exec(uid) ?? ['', '0', '1'];
  return `10.96.${parseInt(a, 16)}.${Math.max(1, parseInt(b, 16))}`;
}

/** A stable port of the nodes for a port of a Service. */
const nodePort = (uid: string, { port }: JsonRecord): number =>
  30_000 + ((parseInt(uid.slice(0, 4), 16) + Number(port)) % 2_768);

const RBAC = 'rbac.authorization.k8s.io';

/** Roles, users and groups are of the API group of RBAC where none is named. */
const binding = (object: KubeObject): KubeObject => {
  const { roleRef, subjects } = object as KubeObject & JsonRecord;
  return {
    ...object,
    roleRef: {
      ...record(roleRef),
      apiGroup: record(roleRef).apiGroup || RBAC,
    },
    ...(Array.isArray(subjects)
      ? {
          subjects: subjects
            .filter(isRecord)
            .map(subject =>
              subject.kind === 'ServiceAccount'
                ? subject
                : { ...subject, apiGroup: subject.apiGroup || RBAC },
            ),
        }
      : {}),
  } as KubeObject;
};

const PERCENT_OF_CPU = {
  type: 'Resource',
  resource: {
    name: 'cpu',
    target: { type: 'Utilization', averageUtilization: 80 },
  },
};

/** How an autoscaler with a behavior scales where that says nothing. @see pkg/apis/autoscaling/v2/defaults.go of Kubernetes */
const SCALE_UP = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const SCALE_DOWN = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

/** What the API server fills in whenever it reads an object. */
const DEFAULTERS: Record<string, Defaulter> = {
  ...WORKLOAD_DEFAULTS,
  '/pods': object => ({ ...object, spec: podSpec(record(object.spec)) }),
  '/services': object => {
    const spec = record(object.spec);
    const ports = Array.isArray(spec.ports) ? spec.ports.filter(isRecord) : [];
    return {
      ...object,
      spec: {
        sessionAffinity: 'None',
        type: 'ClusterIP',
        ...(spec.type === 'ExternalName'
          ? {}
          : { internalTrafficPolicy: 'Cluster' }),
        ...(spec.type === 'LoadBalancer'
          ? { allocateLoadBalancerNodePorts: true }
          : {}),
        ...(spec.type === 'LoadBalancer' || spec.type === 'NodePort'
          ? { externalTrafficPolicy: 'Cluster' }
          : {}),
        ...spec,
        ...(ports.length
          ? {
              ports: ports.map(port => ({
                protocol: 'TCP',
                ...port,
                targetPort: port.targetPort || (port.port ?? 0),
              })),
            }
          : {}),
      },
    };
  },
  'autoscaling/horizontalpodautoscalers': specOf(given => ({
    minReplicas: given.minReplicas ?? 1,
    metrics: given.metrics ?? [PERCENT_OF_CPU],
    ...(isRecord(given.behavior)
      ? {
          behavior: {
            scaleUp: { ...SCALE_UP, ...record(given.behavior.scaleUp) },
            scaleDown: { ...SCALE_DOWN, ...record(given.behavior.scaleDown) },
          },
        }
      : {}),
  })),
  'discovery.k8s.io/endpointslices': object => ({
    ...object,
    ports: items((object as unknown as JsonRecord).ports, port => ({
      ...port,
      name: port.name ?? '',
      protocol: port.protocol ?? 'TCP',
    })),
  }),
  '/limitranges': specOf(given => ({
    limits: items(given.limits, limit =>
      limit.type === 'Container' && isRecord(limit.default)
        ? {
            ...limit,
            defaultRequest: {
              ...limit.default,
              ...record(limit.defaultRequest),
            },
          }
        : limit,
    ),
  })),
  [`${RBAC}/rolebindings`]: binding,
  [`${RBAC}/clusterrolebindings`]: binding,
};

/** What the API server adds to a new object. */
const ADDITIONS: Record<string, Defaulter> = {
  '/namespaces': object => ({
    ...object,
    metadata: {
      ...object.metadata,
      labels: {
        'kubernetes.io/metadata.name': object.metadata.name,
        ...object.metadata.labels,
      },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active', ...record(object.status) },
  }),
  '/pods': object => {
    const spec = admittedPodSpec(record(object.spec));
    return {
      ...object,
      spec,
      status: {
        phase: 'Pending',
        qosClass: qosClass(spec),
        ...record(object.status),
      },
    };
  },
  '/services': object => {
    const spec = record(object.spec);
    if (spec.type === 'ExternalName') {
      return {
        ...object,
        status: { loadBalancer: {}, ...record(object.status) },
      };
    }
    const clusterIP = spec.clusterIP || clusterAddress(object.metadata.uid);
    const isOpen = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
    return {
      ...object,
      spec: {
        clusterIPs: [clusterIP],
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ...spec,
        clusterIP,
        ...(isOpen
          ? {
              ports: items(spec.ports, port => ({
                ...port,
                nodePort: port.nodePort || nodePort(object.metadata.uid, port),
              })),
            }
          : {}),
      },
      status: { loadBalancer: {}, ...record(object.status) },
    };
  },
  'batch/jobs': object => {
    const { name, uid, labels } = object.metadata;
    const given = record(object.spec);
    if (given.manualSelector === true) return object;
    const own = {
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': name,
      'controller-uid': uid,
      'job-name': name,
    };
    const pods = record(given.template);
    const meta = record(pods.metadata);
    return {
      ...object,
      metadata: { ...object.metadata, labels: { ...labels, ...own } },
      spec: {
        ...given,
        selector: {
          matchLabels: { 'batch.kubernetes.io/controller-uid': uid },
        },
        template: {
          ...pods,
          metadata: { ...meta, labels: { ...record(meta.labels), ...own } },
        },
      },
    };
  },
  'apps/daemonsets': object => ({
    ...object,
    metadata: {
      ...object.metadata,
      annotations: {
        ...object.metadata.annotations,
        'deprecated.daemonset.template.generation': '1',
      },
    },
  }),
  'apps/replicasets': object => ({
    ...object,
    status: { replicas: 0, ...record(object.status) },
  }),
  'apiextensions.k8s.io/customresourcedefinitions': object => ({
    ...object,
    status: {
      conditions: ['NamesAccepted', 'Established'].map(type => ({
        type,
        status: 'True',
        lastTransitionTime: object.metadata.creationTimestamp,
        reason: type === 'Established' ? 'InitialNamesAccepted' : 'NoConflicts',
        message: '',
      })),
      acceptedNames: record(object.spec).names ?? {},
      storedVersions: [],
    },
  }),
};

/** An object with what the API server fills in. */
export function withDefaults(
  type: ResourceType,
  object: KubeObject,
): KubeObject {
  return (
    DEFAULTERS[typeKey(type)]?.(object) ?? type.custom?.fill?.(object) ?? object
  );
}

/** A new object with what the API server fills in and adds. */
export function withAdditions(
  type: ResourceType,
  object: KubeObject,
): KubeObject {
  const filled = withDefaults(type, object);
  return ADDITIONS[typeKey(type)]?.(filled) ?? filled;
}
