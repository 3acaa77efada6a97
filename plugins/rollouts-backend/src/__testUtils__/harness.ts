import { BackendFeature } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { isOpen } from '@slipway/plugin-break-glass-common';
import { fakeBreakGlass } from '@slipway/plugin-break-glass-node/testUtils';
import { FakeClustersOptions } from '@slipway/plugin-clusters-node/testUtils';
import { fakeGoldenMetrics } from '@slipway/plugin-metrics-node/testUtils';
import { component, startPluginHarness } from '@slipway/test-utils';
import { rolloutsPlugin } from '../plugin';
import { CLUSTER, ordersObjects } from './objects';
import { checkStates } from './stateCheck';

export interface HarnessOptions {
  clusters?: FakeClustersOptions;
  entities?: Entity[];
  config?: JsonObject;
  /** The audit log has no space: no event is on the disk. */
  auditLogFails?: boolean;
  /** Further service factories, or others in place of the default ones. */
  features?: BackendFeature[];
}

/** The whole plugin over fakes, with `orders` of team-orders in the cluster `gke`. */
export async function startHarness(options: HarnessOptions = {}) {
  const breakGlass = fakeBreakGlass();
  const metrics = fakeGoldenMetrics();
  const harness = await startPluginHarness(rolloutsPlugin, {
    clusters: [{ name: CLUSTER, environment: 'stage' }],
    objects: { [CLUSTER]: ordersObjects },
    ...options.clusters,
    config: options.config,
    entities: options.entities ?? [
      component('orders', 'team-orders'),
      component('products', 'team-catalog'),
    ],
    holdsGrant: (userEntityRef, entityRef) =>
      breakGlass.grants.some(
        grant =>
          isOpen(grant, new Date()) &&
          grant.userEntityRef === userEntityRef &&
          grant.entityRef === entityRef,
      ),
    features: [
      breakGlass.factory,
      metrics.factory,
      ...(options.features ?? []),
    ],
  });
  checkStates(harness.clusters);
  if (options.auditLogFails) harness.failAuditLog();
  const base = '/api/rollouts/v1';
  const path = (name: string, cluster = CLUSTER, namespace = 'shop') =>
    `${base}/clusters/${cluster}/namespaces/${namespace}/rollouts/${name}`;
  return {
    ...harness,
    base,
    breakGlass,
    metrics,
    path,
    get: (url: string, user = 'vera') => harness.as(user).get(url),
    act: (
      user: string,
      action: string,
      body: object,
      target = path('orders'),
    ) => harness.as(user).post(`${target}/actions/${action}`, body),
  };
}

export type Harness = Awaited<ReturnType<typeof startHarness>>;

/** What somebody who looks at {@link ordersObjects} sees. */
export const SEEN = {
  uid: 'rollout-orders',
  currentPodHash: 'bbb',
  currentStepIndex: 1,
};
