import {
  BackendFeature,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { fakeApprovals } from '@slipway/plugin-approvals-node/testUtils';
import { fakeBreakGlass } from '@slipway/plugin-break-glass-node/testUtils';
import { fakeGoldenMetrics } from '@slipway/plugin-metrics-node/testUtils';
import { DesignSpec } from '@slipway/plugin-resilience-common';
import { Work, workServiceRef } from '@slipway/plugin-work-node';
import { agentTools, component, startPluginHarness } from '@slipway/test-utils';
import resiliencePlugin from '..';
import { design } from './engine';
import { FakeParts } from './fakeParts';

/** Of the service of the harness. */
export const ENTITY = '/api/resilience/v1/entities/component/default/orders';
/** The place of its workload. */
export const PLACE = `${ENTITY}/places/gke/shop`;

const deployment = (name: string, id: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name,
    namespace: 'shop',
    labels: { 'backstage.io/kubernetes-id': id },
  },
});

/** The plugin over one cluster with the services orders and cart; dev unless said otherwise. */
export async function startResilience(
  options: {
    environment?: 'dev' | 'prod';
    providers?: FakeParts[];
    clustersWithMetrics?: string[];
    deployments?: Array<ReturnType<typeof deployment>>;
    resilience?: object;
    features?: BackendFeature[];
  } = {},
) {
  const faults = new FakeParts('fault');
  const loads = new FakeParts('load');
  const providers = options.providers ?? [faults, loads];
  const approvals = fakeApprovals();
  const tools = agentTools();
  const metrics = fakeGoldenMetrics({
    clusters: options.clustersWithMetrics ?? ['gke'],
  });
  metrics.set(
    { cluster: 'gke', namespace: 'shop', deployment: 'orders' },
    { successRate: { state: 'measured', value: 1, at: '', over: '10s' } },
  );
  let work: Work | undefined;
  const probe = createBackendPlugin({
    pluginId: 'parts',
    register(env) {
      env.registerInit({
        deps: { registry: workServiceRef, logger: coreServices.logger },
        async init({ registry }) {
          work = registry;
          for (const one of providers) registry.register(one.provider);
        },
      });
    },
  });
  const harness = await startPluginHarness(resiliencePlugin, {
    entities: [
      component('orders', 'team-orders', {
        'backstage.io/kubernetes-id': 'orders',
      }),
      component('cart', 'team-catalog', {
        'backstage.io/kubernetes-id': 'cart',
      }),
    ],
    clusters: [
      {
        name: 'gke',
        ...(options.environment === 'prod' ? {} : { environment: 'dev' }),
      },
    ],
    objects: {
      gke: {
        'deployments.apps': options.deployments ?? [
          deployment('orders', 'orders'),
          deployment('cart', 'cart'),
        ],
        'rollouts.argoproj.io': [],
      },
    },
    config: {
      slipway: { resilience: { ...options.resilience } },
    },
    features: [
      approvals.factory,
      tools.factory,
      fakeBreakGlass().factory,
      metrics.factory,
      probe,
      ...(options.features ?? []),
    ],
  });
  return {
    ...harness,
    approvals,
    tools,
    faults,
    loads,
    metrics,
    running: () => work?.running(),
    launch: (user = 'olga', spec: DesignSpec = design(), body: object = {}) =>
      harness
        .as(user)
        .post(`${PLACE}/actions/launch`, { args: { design: spec }, ...body }),
    check: async (spec: DesignSpec = design()) =>
      (await harness.as('olga').post(`${PLACE}/check`, { design: spec })).body,
    run: async (id: string) =>
      (await harness.as('vera').get(`/api/resilience/v1/runs/${id}`)).body,
    stop: (id: string, user = 'olga') =>
      harness.as(user).post(`/api/resilience/v1/runs/${id}/actions/stop`, {
        args: { reason: 'Enough.' },
      }),
  };
}
