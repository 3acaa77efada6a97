import { JsonObject } from '@backstage/types';
import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import { FaultDraft } from '../draft';
import { DEFAULT_GUARDRAILS } from '../guardrails';
import {
  ChaosNode,
  ChaosObject,
  ChaosPod,
  projectChaosObject,
  projectNode,
  projectPod,
} from '../raw';
import { DEFAULT_SCOPE } from '../selector';
import { BlastRadiusFacts } from '../view';

/** Unix milliseconds at which the tests take place. */
export const NOW = Date.parse('2026-03-02T10:00:00Z');

/** A time some seconds before {@link NOW}, ISO. */
export const ago = (seconds: number) =>
  new Date(NOW - seconds * 1000).toISOString();

/** A pod of Rollout `orders` in the namespace `shop`. */
export function pod(
  name: string,
  changes: {
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    node?: string;
    phase?: string;
    hash?: string;
    containers?: string[];
  } = {},
): ChaosPod {
  const hash = changes.hash ?? 'aaa';
  return projectPod({
    metadata: {
      name,
      namespace: changes.namespace ?? 'shop',
      uid: `uid-${name}`,
      resourceVersion: '1',
      creationTimestamp: ago(3600),
      labels: {
        app: 'orders',
        'rollouts-pod-template-hash': hash,
        ...changes.labels,
      },
      annotations: changes.annotations,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `orders-${hash}`,
          uid: `rs-${hash}`,
          controller: true,
        },
      ],
    },
    spec: {
      nodeName: changes.node ?? 'node-a',
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      serviceAccountName: 'default',
      containers: (changes.containers ?? ['app', 'linkerd-proxy']).map(
        each => ({ name: each }),
      ),
    },
    status: {
      phase: changes.phase ?? 'Running',
      podIPs: [{ ip: '10.0.0.1' }],
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  });
}

/** A node with labels. */
export const node = (
  name: string,
  labels: Record<string, string> = {},
): ChaosNode => projectNode({ metadata: { name, labels } });

/** Spec of a network delay on all pods of `orders`. */
export const delay = (changes: JsonObject = {}): JsonObject => ({
  action: 'delay',
  mode: 'all',
  selector: { namespaces: ['shop'], labelSelectors: { app: 'orders' } },
  delay: { latency: '300ms' },
  duration: '5m',
  ...changes,
});

/** One record of a target. */
export interface RecordChanges {
  id?: string;
  selectorKey?: string;
  phase?: string;
  injectedCount?: number;
  recoveredCount?: number;
  events?: Array<{
    type: string;
    operation: string;
    message?: string;
    timestamp: string;
  }>;
}

/** An object of Chaos Mesh: a network delay of five minutes that started a minute ago. */
export function fault(
  changes: {
    kind?: string;
    spec?: JsonObject;
    annotations?: Record<string, string>;
    createdAgo?: number;
    deletedAgo?: number;
    finalizers?: string[];
    conditions?: string[];
    desiredPhase?: string;
    records?: RecordChanges[];
    status?: JsonObject;
  } = {},
): ChaosObject {
  const { conditions = [], records, desiredPhase } = changes;
  return projectChaosObject({
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: changes.kind ?? 'NetworkChaos',
    metadata: {
      name: 'slow',
      namespace: 'shop',
      uid: 'u1',
      resourceVersion: '7',
      creationTimestamp: ago(changes.createdAgo ?? 60),
      annotations: changes.annotations,
      finalizers: changes.finalizers ?? ['chaos-mesh/records'],
      ...(changes.deletedAgo === undefined
        ? {}
        : { deletionTimestamp: ago(changes.deletedAgo) }),
    },
    spec: changes.spec ?? { ...delay(), duration: '5m' },
    status: {
      ...(conditions.length > 0 || records
        ? { conditions: conditions.map(type => ({ type, status: 'True' })) }
        : {}),
      ...(desiredPhase || records
        ? {
            experiment: {
              ...(desiredPhase ? { desiredPhase } : {}),
              ...(records
                ? {
                    containerRecords: records.map((each, index) => ({
                      id: `shop/orders-${index}`,
                      selectorKey: '.',
                      phase: 'Not Injected',
                      injectedCount: 0,
                      recoveredCount: 0,
                      ...each,
                    })),
                  }
                : {}),
            },
          }
        : {}),
      ...changes.status,
    },
  });
}

/** Spec of a kill of one pod of `orders`. */
export const kill = (changes: JsonObject = {}): JsonObject => ({
  action: 'pod-kill',
  mode: 'one',
  selector: { namespaces: ['shop'], labelSelectors: { app: 'orders' } },
  ...changes,
});

/** A draft. */
export const draft = (
  kind: FaultDraft['kind'],
  spec: JsonObject,
): FaultDraft => ({ kind, name: 'try', spec });

/** A Workflow of one template. */
export const workflow = (template: JsonObject): FaultDraft =>
  draft('Workflow', {
    entry: 'step',
    templates: [{ name: 'step', ...template }],
  });

/** A Schedule of one fault, with everything that is asked of one. */
export const schedule = (changes: JsonObject): FaultDraft =>
  draft('Schedule', {
    schedule: '*/10 * * * *',
    historyLimit: 3,
    startingDeadlineSeconds: 60,
    concurrencyPolicy: 'Forbid',
    ...changes,
  });

/** A cluster of three pods of `orders`; `shop` is stage, `live` is production. */
export function facts(
  changes: Partial<BlastRadiusFacts> = {},
): BlastRadiusFacts {
  return {
    pods: [pod('orders-1'), pod('orders-2'), pod('orders-3')],
    nodes: [node('node-a', { zone: 'a' }), node('node-b', { zone: 'b' })],
    scope: DEFAULT_SCOPE,
    annotationsOf: () => ({}),
    canaryHashOf: () => undefined,
    namespace: 'shop',
    entityRef: 'component:default/orders',
    environmentOf: (namespace): ResolvedEnvironment => ({
      environment: namespace === 'live' ? 'prod' : 'stage',
      source: 'config-namespace',
    }),
    guardrails: DEFAULT_GUARDRAILS,
    now: NOW,
    callers: [],
    running: [],
    unknown: [],
    ...changes,
  };
}
