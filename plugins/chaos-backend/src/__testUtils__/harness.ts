import { BackendFeature } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { fakeBreakGlass } from '@slipway/plugin-break-glass-node/testUtils';
import { FakeObject } from '@slipway/plugin-clusters-node/testUtils';
import { fakeGoldenMetrics } from '@slipway/plugin-metrics-node/testUtils';
import {
  component,
  PluginHarnessOptions,
  startPluginHarness,
} from '@slipway/test-utils';
import { chaosPlugin } from '../plugin';

/** The cluster of most tests; staging, so that no name is typed. */
export const CLUSTER = 'gke';
export const ORDERS = 'component:default/orders';

const iso = (agoMs: number) => new Date(Date.now() - agoMs).toISOString();

/** A pod of the Rollout of an entity. */
export function pod(
  name: string,
  changes: {
    entity?: string;
    hash?: string;
    namespace?: string;
    labels?: Record<string, string>;
  } = {},
): FakeObject {
  const { entity = 'orders', hash = 'aaa', namespace = 'shop' } = changes;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      uid: `uid-${name}`,
      labels: {
        app: entity,
        'backstage.io/kubernetes-id': entity,
        'rollouts-pod-template-hash': hash,
        ...changes.labels,
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `${entity}-${hash}`,
          uid: `rs-${entity}-${hash}`,
          controller: true,
        },
      ],
    },
    spec: { nodeName: 'node-a', containers: [{ name: 'app' }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

/** Spec of a delay of all that the pods of `orders` send. */
export const delaySpec = (changes: JsonObject = {}): JsonObject => ({
  action: 'delay',
  mode: 'all',
  selector: { namespaces: ['shop'], labelSelectors: { app: 'orders' } },
  delay: { latency: '300ms' },
  duration: '5m',
  ...changes,
});

/** A delay that runs on both pods of `orders`. */
export function delayFault(
  name: string,
  changes: {
    annotations?: Record<string, string>;
    metadata?: Record<string, unknown>;
    status?: Record<string, unknown>;
    spec?: JsonObject;
  } = {},
): FakeObject {
  return {
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: 'NetworkChaos',
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      creationTimestamp: iso(30_000),
      finalizers: ['chaos-mesh/records'],
      annotations: {
        'slipway.io/entity-ref': ORDERS,
        ...changes.annotations,
      },
      ...changes.metadata,
    },
    spec: changes.spec ?? delaySpec(),
    status: changes.status ?? {
      conditions: ['Selected', 'AllInjected'].map(type => ({
        type,
        status: 'True',
      })),
      experiment: {
        desiredPhase: 'Run',
        containerRecords: ['orders-1', 'orders-2'].map(each => ({
          id: `shop/${each}`,
          selectorKey: '.',
          phase: 'Injected',
          injectedCount: 1,
          recoveredCount: 0,
          events: [
            { type: 'Succeeded', operation: 'Apply', timestamp: iso(29_000) },
          ],
        })),
      },
    },
  };
}

export interface HarnessOptions
  extends Pick<PluginHarnessOptions, 'beforeStart' | 'database'> {
  config?: JsonObject;
  pods?: FakeObject[];
  faults?: FakeObject[];
  schedules?: FakeObject[];
  rollouts?: FakeObject[];
  environment?: 'dev' | 'stage' | 'prod';
  /** Permissions that a user, by name, does not have. */
  refused?: Record<string, readonly string[]>;
  features?: BackendFeature[];
}

/** The whole plugin over fakes: two pods of `orders` (team-orders) and one of `products` (team-catalog). */
export async function startHarness(options: HarnessOptions = {}) {
  const breakGlass = fakeBreakGlass();
  const metrics = fakeGoldenMetrics();
  const harness = await startPluginHarness(chaosPlugin, {
    clusters: [{ name: CLUSTER, environment: options.environment ?? 'stage' }],
    objects: {
      [CLUSTER]: {
        pods: options.pods ?? [
          pod('orders-1'),
          pod('orders-2'),
          pod('products-1', { entity: 'products' }),
        ],
        'rollouts.argoproj.io': options.rollouts ?? [],
        'networkchaos.chaos-mesh.org': options.faults ?? [],
        'schedules.chaos-mesh.org': options.schedules ?? [],
      },
    },
    config: options.config,
    beforeStart: options.beforeStart,
    database: options.database,
    refused: options.refused,
    entities: [
      component('orders', 'team-orders'),
      component('products', 'team-catalog'),
    ],
    features: [
      breakGlass.factory,
      metrics.factory,
      ...(options.features ?? []),
    ],
  });
  const base = '/api/chaos/v1';
  const place = `${base}/entities/component/default/orders/clusters/${CLUSTER}/namespaces/shop`;
  const faultPath = (name: string, kind = 'NetworkChaos') =>
    `${base}/clusters/${CLUSTER}/namespaces/shop/faults/${kind}/${name}`;
  const draft = (spec: JsonObject = delaySpec(), kind = 'NetworkChaos') => ({
    kind,
    name: 'slow',
    spec,
  });
  return {
    ...harness,
    metrics,
    base,
    place,
    faultPath,
    draft,
    get: (path: string, user = 'vera') => harness.as(user).get(path),
    preview: (body: object = { draft: draft() }, user = 'olga') =>
      harness.as(user).post(`${place}/preview`, body),
    launch: (
      user = 'olga',
      spec?: JsonObject,
      matched: string[] = ['shop/orders-1', 'shop/orders-2'],
      extra: object = {},
    ) =>
      harness.as(user).post(`${place}/actions/launch`, {
        seen: { matched },
        args: { draft: draft(spec), purpose: 'How slow may it be' },
        ...extra,
      }),
    act: (
      action: string,
      name: string,
      user = 'olga',
      seen: object = { uid: `uid-${name}` },
    ) =>
      harness.as(user).post(`${faultPath(name)}/actions/${action}`, { seen }),
    halt: (reason: string, user = 'paula') =>
      harness.as(user).post(`${base}/halt/actions/halt`, {
        seen: { halted: false },
        args: { reason },
      }),
  };
}

export type Harness = Awaited<ReturnType<typeof startHarness>>;
