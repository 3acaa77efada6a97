import { isRecord, JsonRecord } from './json';
import { typeKey } from './meta';
import { admittedPodSpec, podSpec, podTemplate, qosClass } from './podDefaults';
import { KubeObject, ResourceType } from './types';

const record = (value: unknown): JsonRecord => (isRecord(value) ? value : {});

/** A stable address of the service network for a name. */
function clusterAddress(uid: string): string {
  const [, a, b] = /^(..)(..)/.exec(uid) ?? ['', '0', '1'];
  return `10.96.${parseInt(a, 16)}.${Math.max(1, parseInt(b, 16))}`;
}

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

type Defaulter = (object: KubeObject) => KubeObject;

/** A strategy as Deployments have it. @see SetDefaults_Deployment in pkg/apis/apps/v1/defaults.go of Kubernetes */
function deploymentStrategy(strategy: JsonRecord): JsonRecord {
  const type = strategy.type || 'RollingUpdate';
  return {
    ...strategy,
    type,
    ...(type === 'RollingUpdate'
      ? {
          rollingUpdate: {
            maxSurge: '25%',
            maxUnavailable: '25%',
            ...record(strategy.rollingUpdate),
          },
        }
      : {}),
  };
}

const workload =
  (more: (spec: JsonRecord) => JsonRecord = () => ({})): Defaulter =>
  object => {
    const spec = record(object.spec);
    return {
      ...object,
      spec: {
        replicas: 1,
        ...spec,
        ...more(spec),
        template: podTemplate(record(spec.template)),
      },
    };
  };

/** What the API server fills in whenever it reads an object. */
const DEFAULTERS: Record<string, Defaulter> = {
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
  'apps/deployments': workload(spec => ({
    progressDeadlineSeconds: spec.progressDeadlineSeconds ?? 600,
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
    strategy: deploymentStrategy(record(spec.strategy)),
  })),
  'apps/replicasets': workload(),
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
    return {
      ...object,
      spec: {
        clusterIPs: [clusterIP],
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ...spec,
        clusterIP,
      },
      status: { loadBalancer: {}, ...record(object.status) },
    };
  },
  'apps/deployments': object => ({ status: {}, ...object }),
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
  return DEFAULTERS[typeKey(type)]?.(object) ?? object;
}

/** A new object with what the API server fills in and adds. */
export function withAdditions(
  type: ResourceType,
  object: KubeObject,
): KubeObject {
  const filled = withDefaults(type, object);
  return ADDITIONS[typeKey(type)]?.(filled) ?? filled;
}
