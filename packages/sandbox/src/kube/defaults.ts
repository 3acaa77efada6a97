import { isRecord, JsonRecord } from './json';
import { typeKey } from './meta';
import { KubeObject, ResourceType } from './types';

const record = (value: unknown): JsonRecord => (isRecord(value) ? value : {});

/** A stable address of the service network for a name. */
function clusterAddress(uid: string): string {
  const [, a, b] = /^(..)(..)/.exec(uid) ?? ['', '0', '1'];
  return `10.96.${parseInt(a, 16)}.${Math.max(1, parseInt(b, 16))}`;
}

/** The containers of a pod, each port with its protocol. */
function withProtocols({ spec }: KubeObject): JsonRecord {
  const { containers } = record(spec);
  if (!Array.isArray(containers)) return {};
  return {
    containers: containers.map(container =>
      isRecord(container) && Array.isArray(container.ports)
        ? {
            ...container,
            ports: container.ports.map(port =>
              isRecord(port) ? { protocol: 'TCP', ...port } : port,
            ),
          }
        : container,
    ),
  };
}

const RBAC = 'rbac.authorization.k8s.io';

/** Roles, users and groups are of the API group of RBAC where none is named. */
const binding = (object: KubeObject): KubeObject => {
  const { roleRef, subjects } = object as KubeObject & JsonRecord;
  return {
    ...object,
    roleRef: { apiGroup: RBAC, ...record(roleRef) },
    ...(Array.isArray(subjects)
      ? {
          subjects: subjects
            .filter(isRecord)
            .map(subject =>
              subject.kind === 'ServiceAccount'
                ? subject
                : { apiGroup: RBAC, ...subject },
            ),
        }
      : {}),
  } as KubeObject;
};

type Defaulter = (object: KubeObject) => KubeObject;

const workload =
  (more: JsonRecord): Defaulter =>
  object => ({
    ...object,
    spec: { replicas: 1, ...more, ...record(object.spec) },
  });

/** What the API server fills in; only what clients look at. */
const DEFAULTERS: Record<string, Defaulter> = {
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
  '/pods': object => ({
    ...object,
    spec: {
      priority: 0,
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: 'default',
      schedulerName: 'default-scheduler',
      enableServiceLinks: true,
      ...record(object.spec),
      ...withProtocols(object),
    },
    status: {
      phase: 'Pending',
      qosClass: 'BestEffort',
      ...record(object.status),
    },
  }),
  '/services': object => {
    const spec = record(object.spec);
    const type = spec.type ?? 'ClusterIP';
    const ports = Array.isArray(spec.ports) ? spec.ports.filter(isRecord) : [];
    const clusterIP = spec.clusterIP ?? clusterAddress(object.metadata.uid);
    return {
      ...object,
      spec: {
        sessionAffinity: 'None',
        type,
        ...(type === 'ExternalName'
          ? {}
          : {
              clusterIP,
              clusterIPs: [clusterIP],
              ipFamilies: ['IPv4'],
              ipFamilyPolicy: 'SingleStack',
              internalTrafficPolicy: 'Cluster',
            }),
        ...spec,
        ...(ports.length
          ? {
              ports: ports.map(port => ({
                protocol: 'TCP',
                targetPort: port.port,
                ...port,
              })),
            }
          : {}),
      },
      status: { loadBalancer: {}, ...record(object.status) },
    };
  },
  'apps/deployments': workload({
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: 10,
    strategy: {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
    },
  }),
  'apps/replicasets': object => ({
    ...workload({})(object),
    status: { replicas: 0, ...record(object.status) },
  }),
  [`${RBAC}/rolebindings`]: binding,
  [`${RBAC}/clusterrolebindings`]: binding,
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

/** A new object with what the API server fills in. */
export function withDefaults(
  type: ResourceType,
  object: KubeObject,
): KubeObject {
  const defaulter = DEFAULTERS[typeKey(type)];
  return defaulter ? defaulter(object) : object;
}
