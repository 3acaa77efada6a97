import { Json } from '@slipway/plugin-clusters-common/read';
import { projectReplicaSet } from '../raw/project';
import { projectRollout } from '../raw/projectRollout';
import { SummaryContext } from '../derive/summary';

/** Raw objects as the API server gives them, small, for table tests. */

export const UID = 'c0ffee00-0000-4000-8000-000000000001';
export const STABLE = 'aaaa111';
export const CANARY = 'bbbb222';

const STEPS: Json[] = [
  { setWeight: 20 },
  { pause: {} },
  { setWeight: 40 },
  { analysis: { templates: [{ templateName: 'success-rate' }] } },
  { setWeight: 60 },
  { pause: { duration: '10m' } },
  { setWeight: 100 },
];

export const template = (image: string, more: Json = {}): Json => ({
  metadata: { labels: { app: 'order-service' } },
  spec: {
    initContainers: [{ name: 'migrate', image: 'migrate:1' }],
    containers: [
      {
        name: 'order-service',
        image,
        env: [{ name: 'DB_PASSWORD', value: 'hunter2' }],
        ...more,
      },
    ],
  },
});

/** A canary half way: at `index`, with two revisions. Members given replace those of the same name. */
export function rolloutRaw(
  options: {
    metadata?: Json;
    spec?: Json;
    status?: Json;
    canary?: Json;
    strategy?: Json;
  } = {},
): Json {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: {
      uid: UID,
      name: 'order-service',
      namespace: 'ecommerce',
      resourceVersion: '77',
      generation: 5,
      creationTimestamp: '2026-01-01T00:00:00Z',
      annotations: { 'rollout.argoproj.io/revision': '2' },
      ...options.metadata,
    },
    spec: {
      replicas: 5,
      selector: { matchLabels: { app: 'order-service' } },
      strategy: options.strategy ?? {
        canary: { steps: STEPS, ...options.canary },
      },
      template: template('order:2'),
      ...options.spec,
    },
    status: {
      observedGeneration: '5',
      phase: 'Progressing',
      message: 'more replicas need to be updated',
      currentPodHash: CANARY,
      stableRS: STABLE,
      currentStepIndex: 0,
      replicas: 5,
      updatedReplicas: 1,
      readyReplicas: 5,
      availableReplicas: 5,
      ...options.status,
    },
  };
}

export const paused = (reason = 'CanaryPauseStep'): Json => ({
  phase: 'Paused',
  message: reason,
  controllerPause: true,
  pauseConditions: [{ reason, startTime: '2026-01-01T10:00:00Z' }],
});

export function replicaSetRaw(
  hash: string,
  revision: number,
  options: { spec?: Json; status?: Json; metadata?: Json } = {},
): Json {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      uid: `rs-${hash}`,
      name: `order-service-${hash}`,
      namespace: 'ecommerce',
      resourceVersion: '5',
      generation: 1,
      creationTimestamp: `2026-01-01T0${revision}:00:00Z`,
      labels: { app: 'order-service', 'rollouts-pod-template-hash': hash },
      annotations: { 'rollout.argoproj.io/revision': String(revision) },
      ownerReferences: [
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Rollout',
          name: 'order-service',
          uid: UID,
          controller: true,
        },
      ],
      ...options.metadata,
    },
    spec: {
      replicas: 4,
      template: {
        ...template(`order:${revision}`),
        metadata: {
          creationTimestamp: null,
          labels: { app: 'order-service', 'rollouts-pod-template-hash': hash },
        },
      },
      ...options.spec,
    },
    status: {
      replicas: 4,
      readyReplicas: 4,
      availableReplicas: 4,
      observedGeneration: 1,
      ...options.status,
    },
  };
}

export const REPLICA_SETS_RAW = [
  replicaSetRaw(STABLE, 1),
  replicaSetRaw(CANARY, 2, {
    spec: { replicas: 1 },
    status: { replicas: 1, readyReplicas: 1, availableReplicas: 1 },
  }),
];

export const context = (
  replicaSets: Json[] = REPLICA_SETS_RAW,
): SummaryContext => ({
  cluster: 'gke-prod',
  environment: { environment: 'prod', source: 'config-cluster' },
  entity: {
    state: 'bound',
    entityRef: 'component:default/order-service',
    by: 'workload-annotation',
  },
  ownerRef: 'group:default/team-orders',
  replicaSets: replicaSets.map(projectReplicaSet),
});

export const rolloutOf = (options?: Parameters<typeof rolloutRaw>[0]) =>
  projectRollout(rolloutRaw(options));
