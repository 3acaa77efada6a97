import {
  BackendFeature,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { component, startPluginHarness } from '@slipway/test-utils';
import { fakeBreakGlass } from '@slipway/plugin-break-glass-node/testUtils';
import { SUITE_ANNOTATION } from '@slipway/plugin-loadtest-common';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkRegistry, workServiceRef } from '@slipway/plugin-work-node';
import loadtestPlugin from '..';

/** Where the suite of orders sends its load. */
export const ORDERS_URL = 'http://orders.shop:8300';
/** Route of its target. */
export const TARGET =
  '/api/loadtest/v1/entities/component/default/orders/targets/gke/shop';

/** A suite whose spike takes `seconds` in each of its three parts. */
export const suiteText = (seconds = 2, thresholds = '') => `name: Orders
locustfile: locustfile.py
userClasses:
  - { name: Reader, pacing: 500ms }
targets:
  - { environment: dev, cluster: gke, namespace: shop, url: '${ORDERS_URL}' }
profiles:
  spike: { base: 4, peak: 20, before: ${seconds}s, rampUp: 1s, hold: ${seconds}s, after: ${seconds}s, warmUp: 1s }
  load: { users: 10, rampUp: ${seconds}s, hold: ${seconds}s, warmUp: 1s }
  stress: { start: 4, step: 4, steps: 2, stepHold: ${seconds}s, warmUp: 1s }
  endurance: { users: 8, rampUp: 1s, hold: ${seconds}s, warmUp: 1s }
${thresholds}`;

const LOCUSTFILE = `from locust import FastHttpUser, task


class Reader(FastHttpUser):
    @task
    def orders(self):
        self.client.get("/orders")
`;

const OLGA: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'olga', namespace: 'default' },
  relations: [{ type: 'memberOf', targetRef: 'group:default/team-orders' }],
};

/** A folder of suites with that of orders, and a folder for runs. */
export function suitesFolder(text = suiteText()) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'load-')));
  const suites = join(root, 'suites');
  mkdirSync(join(suites, 'orders'), { recursive: true });
  writeFileSync(join(suites, 'orders', 'loadtest.yaml'), text);
  writeFileSync(join(suites, 'orders', 'locustfile.py'), LOCUSTFILE);
  return { root, suites, directory: join(root, 'runs') };
}

/** The plugin over one cluster with the service orders; dev unless said otherwise. */
export async function startLoadTests(
  options: {
    suite?: string;
    environment?: 'dev' | 'prod';
    /** The catalog knows olga as a member of the team that owns orders. */
    members?: boolean;
    /** Where it keeps its data, for a test that changes them. */
    database?: ReturnType<typeof mockServices.database>;
    /** Limits by environment. */
    limits?: Record<string, JsonObject>;
    features?: BackendFeature[];
    runners?: Record<string, object>;
    /** Whether agents may act. */
    agents?: boolean;
    folders?: ReturnType<typeof suitesFolder>;
  } = {},
) {
  const folders = options.folders ?? suitesFolder(options.suite);
  const work = WorkRegistry.create();
  const harness = await startPluginHarness(loadtestPlugin, {
    entities: [
      component('orders', 'team-orders', {
        'backstage.io/kubernetes-id': 'orders',
        [SUITE_ANNOTATION]: 'orders/loadtest.yaml',
      }),
      component('bare', 'team-orders'),
      ...(options.members ? [OLGA] : []),
    ],
    clusters: [
      {
        name: 'gke',
        ...(options.environment === 'prod' ? {} : { environment: 'dev' }),
      },
    ],
    objects: {
      gke: {
        services: [
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: {
              name: 'orders',
              namespace: 'shop',
              labels: { 'backstage.io/kubernetes-id': 'orders' },
            },
            spec: { ports: [{ port: 8300 }] },
          },
        ],
      },
    },
    database: options.database,
    config: {
      slipway: {
        loadtest: {
          suites: folders.suites,
          usersPerWorker: 10,
          agentActions: { enabled: options.agents ?? false },
          ...(options.limits ? { limits: options.limits } : {}),
          runners: options.runners ?? { kubernetes: {} },
        },
      },
    },
    features: [
      ...(options.features ?? []),
      fakeBreakGlass().factory,
      createServiceFactory({
        service: workServiceRef,
        deps: {},
        factory: () => work,
      }),
    ],
  });
  const suiteOf = async () =>
    (
      await harness
        .as('olga')
        .get('/api/loadtest/v1/entities/component/default/orders/suite')
    ).body;
  return {
    ...harness,
    folders,
    work,
    suiteOf,
    /** Launches as a page does. */
    async launch(
      args: { profile: string; runner: string },
      { user = 'olga', hash }: { user?: string; hash?: string } = {},
    ) {
      const seen = { hash: hash ?? (await suiteOf()).hash };
      return harness.as(user).post(`${TARGET}/actions/launch`, { seen, args });
    },
    run: async (id: string) =>
      (await harness.as('olga').get(`/api/loadtest/v1/runs/${id}`)).body,
    stop: (id: string, user = 'olga') =>
      harness.as(user).post(`/api/loadtest/v1/runs/${id}/actions/stop`, {}),
  };
}
