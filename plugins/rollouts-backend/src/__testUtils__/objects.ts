import { FakeObject } from '@slipway/plugin-clusters-node/testUtils';

/** The cluster of most tests; staging, so that no name is typed. */
export const CLUSTER = 'gke';
export const NAMESPACE = 'shop';

export const ROLLOUTS_KIND = 'rollouts.argoproj.io';
export const REPLICA_SETS_KIND = 'replicasets.apps';
export const PODS_KIND = 'pods';
export const ANALYSIS_RUNS_KIND = 'analysisruns.argoproj.io';
export const EVENTS_KIND = 'events';

/** A literal environment value that no answer may ever hold. */
export const SECRET_VALUE = 'hunter2-literal-env-value';

const template = (version: string, hash?: string) => ({
  metadata: {
    labels: {
      app: 'orders',
      ...(hash ? { 'rollouts-pod-template-hash': hash } : {}),
    },
  },
  spec: {
    containers: [
      {
        name: 'app',
        image: `registry.test/orders:${version}`,
        env: [{ name: 'DB_PASSWORD', value: `${SECRET_VALUE}-${version}` }],
      },
    ],
  },
});

/** What tests change of {@link rollout}. */
export interface RolloutOverrides {
  name?: string;
  namespace?: string;
  uid?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
}

/** A canary of `orders` from hash `aaa` (revision 1) to `bbb` (revision 2), waiting at the pause after its first weight. */
export function rollout(overrides: RolloutOverrides = {}): FakeObject {
  const name = overrides.name ?? 'orders';
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: {
      name,
      namespace: overrides.namespace ?? NAMESPACE,
      uid: overrides.uid ?? `rollout-${name}`,
      generation: 2,
      labels: { 'backstage.io/kubernetes-id': name, ...overrides.labels },
      annotations: {
        'rollout.argoproj.io/revision': '2',
        ...overrides.annotations,
      },
    },
    spec: {
      replicas: 4,
      selector: { matchLabels: { app: 'orders' } },
      template: template('2'),
      strategy: {
        canary: {
          steps: [
            { setWeight: 25 },
            { pause: {} },
            { setWeight: 50 },
            { pause: {} },
          ],
        },
      },
      ...overrides.spec,
    },
    status: {
      phase: 'Paused',
      message: 'CanaryPauseStep',
      observedGeneration: '2',
      currentPodHash: 'bbb',
      stableRS: 'aaa',
      currentStepIndex: 1,
      controllerPause: true,
      pauseConditions: [
        { reason: 'CanaryPauseStep', startTime: '2026-01-01T10:00:00Z' },
      ],
      replicas: 4,
      updatedReplicas: 1,
      readyReplicas: 4,
      availableReplicas: 4,
      ...overrides.status,
    },
  };
}

const owner = (kind: string, name: string, uid: string) => [
  { apiVersion: 'v1', kind, name, uid, controller: true },
];

/** ReplicaSet of a revision of {@link rollout}. */
export function replicaSet(
  hash: string,
  revision: number,
  of = 'orders',
): FakeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${of}-${hash}`,
      namespace: NAMESPACE,
      uid: `rs-${of}-${hash}`,
      labels: { app: 'orders', 'rollouts-pod-template-hash': hash },
      annotations: { 'rollout.argoproj.io/revision': String(revision) },
      ownerReferences: owner('Rollout', of, `rollout-${of}`),
    },
    spec: { replicas: 2, template: template(String(revision), hash) },
    status: { replicas: 2, readyReplicas: 2, availableReplicas: 2 },
  };
}

/** Pod of a {@link replicaSet}. */
export function pod(name: string, hash: string, of = 'orders'): FakeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: NAMESPACE,
      uid: `pod-${name}`,
      labels: { 'rollouts-pod-template-hash': hash },
      ownerReferences: owner('ReplicaSet', `${of}-${hash}`, `rs-${of}-${hash}`),
    },
    spec: {
      containers: [
        { name: 'app', env: [{ name: 'DB_PASSWORD', value: SECRET_VALUE }] },
      ],
    },
    status: {
      phase: 'Running',
      containerStatuses: [
        { name: 'app', ready: true, restartCount: 0, state: { running: {} } },
      ],
    },
  };
}

/** An AnalysisRun of {@link rollout}. */
export function analysisRun(
  name: string,
  status: Record<string, unknown>,
  of = 'orders',
): FakeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisRun',
    metadata: {
      name,
      namespace: NAMESPACE,
      uid: `run-${name}`,
      labels: { 'rollout-type': 'Step' },
      ownerReferences: owner('Rollout', of, `rollout-${of}`),
    },
    spec: {
      args: [{ name: 'token', value: SECRET_VALUE }],
      metrics: [
        { name: 'success-rate', provider: { prometheus: { query: 'up' } } },
      ],
    },
    status,
  };
}

/** An Event about an object with this UID. */
export function event(
  name: string,
  involved: { kind: string; name: string; uid: string },
  type = 'Normal',
): FakeObject {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: NAMESPACE, uid: `event-${name}` },
    type,
    reason: 'Something',
    message: `about ${involved.name}`,
    count: 1,
    lastTimestamp: '2026-01-01T10:00:00Z',
    involvedObject: { namespace: NAMESPACE, ...involved },
  };
}

/** `orders` with two revisions, three pods, one run and two events. */
export const ordersObjects = {
  [ROLLOUTS_KIND]: [rollout()],
  [REPLICA_SETS_KIND]: [replicaSet('aaa', 1), replicaSet('bbb', 2)],
  [PODS_KIND]: [pod('a1', 'aaa'), pod('a2', 'aaa'), pod('b1', 'bbb')],
  [ANALYSIS_RUNS_KIND]: [analysisRun('run-1', { phase: 'Running' })],
  [EVENTS_KIND]: [
    event('paused', { kind: 'Rollout', name: 'orders', uid: 'rollout-orders' }),
    event('pulled', { kind: 'Pod', name: 'b1', uid: 'pod-b1' }),
    event('backoff', { kind: 'Pod', name: 'b1', uid: 'pod-b1' }, 'Warning'),
  ],
};
