import { randomBytes } from 'node:crypto';
import { isRecord, JsonRecord } from './json';
import { Json } from './types';

/** What the API server fills in where a pod or a pod template says nothing. @see pkg/apis/core/v1/defaults.go of Kubernetes */

const MODE = 0o644;

const record = (value: Json | undefined): JsonRecord =>
  isRecord(value) ? value : {};

/** Defaults before what is there; what is unset is no answer. */
const filled = (defaults: JsonRecord, value: JsonRecord): JsonRecord => ({
  ...defaults,
  ...Object.fromEntries(
    Object.entries(value).filter(
      ([key, member]) =>
        !(Object.hasOwn(defaults, key) && (member === '' || member === 0)),
    ),
  ),
});

/** A member changed where it is there. */
const changed = (
  value: JsonRecord,
  key: string,
  change: (member: JsonRecord) => JsonRecord,
): JsonRecord => {
  const member = value[key];
  return isRecord(member) ? { ...value, [key]: change(member) } : value;
};

/** Items of a list changed where there is one. */
const changedItems = (
  value: JsonRecord,
  key: string,
  change: (item: JsonRecord) => JsonRecord,
): JsonRecord => {
  const list = value[key];
  return Array.isArray(list)
    ? {
        ...value,
        [key]: list.map(item => (isRecord(item) ? change(item) : item)),
      }
    : value;
};

const httpGet = (action: JsonRecord) =>
  filled({ path: '/', scheme: 'HTTP' }, action);

const probe = (one: JsonRecord): JsonRecord => {
  const withThresholds = filled(
    {
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    },
    one,
  );
  return changed(
    changed(withThresholds, 'httpGet', httpGet),
    'grpc',
    action => ({ service: '', ...action }),
  );
};

/** Whether an image is pulled each time: its tag is `latest`, or it has none. */
function isLatest(image: Json | undefined): boolean {
  const name = String(image ?? '').replace(/^.*\//, '');
  if (name.includes('@')) return false;
  const [, tag = 'latest'] = name.split(':');
  return tag === 'latest';
}

const fieldRef = (reference: JsonRecord) =>
  filled({ apiVersion: 'v1' }, reference);

function container(one: JsonRecord): JsonRecord {
  let next = filled(
    {
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      imagePullPolicy: isLatest(one.image) ? 'Always' : 'IfNotPresent',
    },
    one,
  );
  next = changedItems(next, 'ports', port => filled({ protocol: 'TCP' }, port));
  next = changedItems(next, 'env', variable =>
    changed(variable, 'valueFrom', source =>
      changed(source, 'fieldRef', fieldRef),
    ),
  );
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    next = changed(next, name, probe);
  }
  return changed(next, 'lifecycle', hooks =>
    ['postStart', 'preStop'].reduce(
      (all, name) =>
        changed(all, name, hook => changed(hook, 'httpGet', httpGet)),
      hooks,
    ),
  );
}

const downwardItems = (source: JsonRecord) =>
  changedItems(source, 'items', item => changed(item, 'fieldRef', fieldRef));

function volume(one: JsonRecord): JsonRecord {
  const { name, ...sources } = one;
  const mode = (source: JsonRecord) => filled({ defaultMode: MODE }, source);
  let next =
    Object.keys(sources).length > 0 ? one : { ...one, name, emptyDir: {} };
  next = changed(next, 'secret', mode);
  next = changed(next, 'configMap', mode);
  next = changed(next, 'downwardAPI', source => downwardItems(mode(source)));
  next = changed(next, 'hostPath', source => ({ type: '', ...source }));
  return changed(next, 'projected', projected =>
    changedItems(mode(projected), 'sources', source =>
      changed(
        changed(source, 'serviceAccountToken', token =>
          filled({ expirationSeconds: 3600 }, token),
        ),
        'downwardAPI',
        downwardItems,
      ),
    ),
  );
}

/** The spec of a pod template with its defaults. */
export function podTemplateSpec(spec: JsonRecord): JsonRecord {
  let next = filled(
    {
      restartPolicy: 'Always',
      dnsPolicy: 'ClusterFirst',
      schedulerName: 'default-scheduler',
    },
    { terminationGracePeriodSeconds: 30, securityContext: {}, ...spec },
  );
  if (next.serviceAccountName ?? next.serviceAccount) {
    const account = next.serviceAccountName || next.serviceAccount;
    next = { ...next, serviceAccountName: account, serviceAccount: account };
  }
  next = changedItems(next, 'containers', container);
  next = changedItems(next, 'initContainers', container);
  return changedItems(next, 'volumes', volume);
}

/** A pod template with its defaults. */
export const podTemplate = (template: JsonRecord): JsonRecord => ({
  ...template,
  metadata: record(template.metadata),
  spec: podTemplateSpec(record(template.spec)),
});

/** Requests that are not set equal the limits. */
const requests = (one: JsonRecord): JsonRecord =>
  changed(one, 'resources', resources =>
    isRecord(resources.limits)
      ? {
          ...resources,
          requests: { ...resources.limits, ...record(resources.requests) },
        }
      : resources,
  );

/** The spec of a pod with its defaults. */
export function podSpec(spec: JsonRecord): JsonRecord {
  const next = { enableServiceLinks: true, ...podTemplateSpec(spec) };
  return changedItems(
    changedItems(next, 'containers', requests),
    'initContainers',
    requests,
  );
}

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** The volume with the token of a pod's service account. */
const tokenVolume = (name: string): JsonRecord => ({
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      {
        configMap: {
          name: 'kube-root-ca.crt',
          items: [{ key: 'ca.crt', path: 'ca.crt' }],
        },
      },
      {
        downwardAPI: {
          items: [
            {
              path: 'namespace',
              fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' },
            },
          ],
        },
      },
    ],
    defaultMode: MODE,
  },
});

const listOf = (value: Json | undefined): Json[] =>
  Array.isArray(value) ? value : [];

/**
 * What admission plugins add to a new pod: its service account with the
 * token, how long it stays on a node that is lost, its priority.
 *
 * @see plugin/pkg/admission/{serviceaccount,defaulttolerationseconds,priority} of Kubernetes
 */
export function admittedPodSpec(spec: JsonRecord): JsonRecord {
  const account = spec.serviceAccountName ?? 'default';
  let next: JsonRecord = {
    priority: 0,
    preemptionPolicy: 'PreemptLowerPriority',
    ...spec,
    serviceAccountName: account,
    serviceAccount: account,
  };
  const tolerations = listOf(spec.tolerations);
  const missing = ['not-ready', 'unreachable']
    .map(name => `node.kubernetes.io/${name}`)
    .filter(
      key =>
        !tolerations.some(
          one =>
            isRecord(one) &&
            (one.key === key || !one.key) &&
            (one.effect === 'NoExecute' || !one.effect),
        ),
    );
  next = {
    ...next,
    tolerations: [
      ...tolerations,
      ...missing.map(key => ({
        key,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
    ],
  };
  if (spec.automountServiceAccountToken === false) return next;
  const letters = [...randomBytes(5)].map(
    byte => ALPHABET[byte % ALPHABET.length],
  );
  const name = `kube-api-access-${letters.join('')}`;
  let mounted = false;
  const mount = (one: JsonRecord): JsonRecord => {
    const mounts = listOf(one.volumeMounts);
    if (mounts.some(at => isRecord(at) && at.mountPath === TOKEN_PATH)) {
      return one;
    }
    mounted = true;
    return {
      ...one,
      volumeMounts: [
        ...mounts,
        { name, readOnly: true, mountPath: TOKEN_PATH },
      ],
    };
  };
  next = changedItems(next, 'containers', mount);
  next = changedItems(next, 'initContainers', mount);
  return mounted
    ? { ...next, volumes: [...listOf(spec.volumes), tokenVolume(name)] }
    : next;
}

/**
 * How well a pod's resources are guaranteed.
 *
 * @see pkg/apis/core/helper/qos/qos.go of Kubernetes
 */
export function qosClass(spec: JsonRecord): string {
  const all = [...listOf(spec.containers), ...listOf(spec.initContainers)]
    .filter(isRecord)
    .map(({ resources }) => record(resources));
  const counted = ['cpu', 'memory'];
  const has = (list: Json | undefined) =>
    counted.some(name => record(list)[name] !== undefined);
  if (!all.some(({ limits, requests: wanted }) => has(limits) || has(wanted))) {
    return 'BestEffort';
  }
  const guaranteed = all.every(({ limits, requests: wanted }) =>
    counted.every(name => {
      const limit = record(limits)[name];
      return limit !== undefined && (record(wanted)[name] ?? limit) === limit;
    }),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
