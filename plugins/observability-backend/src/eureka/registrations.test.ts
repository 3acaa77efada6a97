import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { fakePrometheus } from '@slipway/plugin-metrics-node/testUtils';
import {
  EUREKA_APP_ANNOTATION,
  registrationsTopic,
} from '@slipway/plugin-observability-common';
import { component, startPluginHarness } from '@slipway/test-utils';
import { observabilityPlugin } from '../plugin';

const LONG_AGO = '2026-01-01T00:00:00Z';

const rollout = (name: string) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: {
    name,
    namespace: 'shop',
    labels: { 'backstage.io/kubernetes-id': name },
  },
  spec: { strategy: { canary: {} } },
  status: { stableRS: '6dfb', currentPodHash: '6dfb' },
});

const pod = (index: number, ready = 'True') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `orders-6dfb-p${index}`,
    namespace: 'shop',
    uid: `u${index}`,
    creationTimestamp: LONG_AGO,
    labels: { 'rollouts-pod-template-hash': '6dfb' },
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'orders-6dfb',
        uid: 'r',
        controller: true,
      },
    ],
  },
  spec: {
    containers: [
      { readinessProbe: { httpGet: { path: '/orders/actuator/health' } } },
    ],
  },
  status: {
    podIP: `10.0.0.${index}`,
    conditions: [
      { type: 'Ready', status: ready, lastTransitionTime: LONG_AGO },
    ],
  },
});

const instance = (index: number, app = 'ORDERS') => ({
  instanceId: `i${index}`,
  app,
  ipAddr: `10.0.0.${index}`,
  status: 'UP',
  port: { $: 8080, '@enabled': 'true' },
  leaseInfo: {
    durationInSecs: 90,
    registrationTimestamp: 1,
    lastRenewalTimestamp: Date.now() + 30_000,
  },
});

describe('registrations', () => {
  let server: Server;
  let url: string;
  let asked: string[];
  let eureka: { status: number; body: string };
  let health: { status: number; body: string };

  const registered = (...instances: object[]) => {
    const byApp = new Map<string, object[]>();
    for (const one of instances) {
      const { app } = one as { app: string };
      byApp.set(app, [...(byApp.get(app) ?? []), one]);
    }
    eureka = {
      status: 200,
      body: JSON.stringify({
        applications: {
          application: [...byApp].map(([name, own]) => ({
            name,
            instance: own.length === 1 ? own[0] : own,
          })),
        },
      }),
    };
  };

  beforeEach(async () => {
    asked = [];
    registered(instance(1), instance(2));
    health = { status: 200, body: '{"status":"UP"}' };
    server = createServer((req, res) => {
      asked.push(req.url ?? '');
      const { status, body } = req.url?.includes('/eureka/apps')
        ? eureka
        : health;
      res.writeHead(status);
      res.end(body);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const read = async (
    options: { annotations?: Record<string, string>; sources?: object } = {},
  ) => {
    const { live, stop } = await startPluginHarness(observabilityPlugin, {
      entities: [
        component('orders', 'team-orders', {
          'backstage.io/kubernetes-id': 'orders',
          ...options.annotations,
        }),
      ],
      clusters: [{ name: 'gke', environment: 'prod' }],
      objects: {
        gke: {
          'rollouts.argoproj.io': [rollout('orders')],
          'deployments.apps': [],
          'replicasets.apps': [],
          pods: [pod(1), pod(2)],
        },
      },
      config: {
        slipway: {
          clusters: {
            gke: options.sources ?? {
              eureka: { url, namespace: 'shop' },
              health: { url: `${url}/{namespace}/{service}` },
            },
          },
        },
      },
      features: [fakePrometheus(['gke']).factory],
    });
    const topic = await live.open(registrationsTopic, {
      entityRef: 'component:default/orders',
    });
    await topic.waitFor(({ ready }) => ready);
    const value = topic.items.get('gke/shop/orders');
    topic.close();
    await stop();
    return value;
  };

  it('are in step with the pods, and health is read where the probes have it', async () => {
    expect(await read()).toMatchObject({
      eureka: {
        app: 'orders',
        strangers: [],
        graceSeconds: 30,
        comparison: {
          verdict: 'in-step',
          registrations: [
            { name: 'orders-6dfb-p1', state: 'in-step', revision: '6dfb' },
            { name: 'orders-6dfb-p2', state: 'in-step' },
          ],
        },
      },
      health: [
        { group: 'liveness', status: 'UP' },
        { group: 'readiness', status: 'UP' },
      ],
    });
    expect(asked.sort()).toEqual([
      '/eureka/apps',
      '/shop/orders/orders/actuator/health/liveness',
      '/shop/orders/orders/actuator/health/readiness',
    ]);
  });

  it('drift: one that is missing, one whose pod is gone, one that nobody knows', async () => {
    registered(instance(1), instance(9), instance(7, 'GHOST'));
    expect(await read()).toMatchObject({
      eureka: {
        strangers: ['ghost'],
        comparison: {
          verdict: 'drift',
          registrations: [
            {
              name: 'orders-6dfb-p2',
              state: 'not-registered',
              since: new Date(LONG_AGO).toISOString(),
            },
            { name: 'i9', state: 'pod-gone' },
            { name: 'orders-6dfb-p1', state: 'in-step' },
          ],
        },
      },
    });
  });

  it('are read under the name that the entity has there, or not at all', async () => {
    registered(instance(1, 'OTHER'), instance(2, 'OTHER'));
    const named = await read({
      annotations: { [EUREKA_APP_ANNOTATION]: 'other' },
    });
    expect(named?.eureka).toMatchObject({
      app: 'other',
      comparison: { verdict: 'in-step' },
    });
    const none = await read({
      annotations: { [EUREKA_APP_ANNOTATION]: 'none' },
    });
    expect(none?.eureka).toBeUndefined();
    expect(none?.health).toHaveLength(2);
  });

  it.each<[string, { status: number; body: string }, string]>([
    ['is down', { status: 503, body: '' }, 'it answered 503'],
    ['answers XML', { status: 200, body: '<applications/>' }, 'XML'],
    ['redirects', { status: 302, body: '' }, 'redirects'],
  ])(
    'say that the server %s, and health is there',
    async (_, answer, words) => {
      eureka = answer;
      const value = await read();
      expect(value?.eureka?.unknown).toContain(words);
      expect(value?.eureka?.comparison).toBeUndefined();
      expect(value?.health?.[0].status).toBe('UP');
    },
  );

  it('have health that is DOWN: 503 with a body', async () => {
    health = {
      status: 503,
      body: '{"status":"DOWN","components":{"db":{"status":"DOWN"}}}',
    };
    expect((await read())?.health?.[1]).toEqual({
      group: 'readiness',
      status: 'DOWN',
      failing: ['db'],
    });
  });

  it('are absent where nothing is configured', async () => {
    expect(await read({ sources: {} })).toBeUndefined();
    const other = { eureka: { url, namespace: 'elsewhere' } };
    expect(await read({ sources: other })).toBeUndefined();
  });

  it('do not lead to metadata addresses', async () => {
    await expect(
      read({ sources: { eureka: { url: 'http://169.254.169.254' } } }),
    ).rejects.toThrow('metadata address');
    await expect(
      read({ sources: { health: { url: 'http://[fe80::1]/{service}' } } }),
    ).rejects.toThrow('metadata address');
  });
});
