import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import {
  registrationsTopic,
  trafficTopic,
} from '@slipway/plugin-observability-common';
import { component, startPluginHarness } from '@slipway/test-utils';
import { observabilityPlugin } from './plugin';

jest.setTimeout(60_000);

const ENTITY = '/api/observability/v1/entities/component/default/orders';
const ORDERS = `${ENTITY}/workloads/gke/shop/orders`;
const RANGE = 'from=1767225600000&to=1767229200000';
/** Nothing waits longer than its deadline of one second, with room for a busy machine. */
const SOON_MS = 8_000;

const rollout = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: {
    name: 'orders',
    namespace: 'shop',
    labels: { 'backstage.io/kubernetes-id': 'orders' },
  },
  spec: { strategy: { canary: {} } },
  status: { stableRS: '6dfb', currentPodHash: '6dfb' },
};

describe('sources that take a request and never answer', () => {
  let silent: Server;
  let url: string;
  let asked: string[];

  beforeAll(async () => {
    asked = [];
    silent = createServer(request => {
      asked.push(request.url ?? '');
    });
    await new Promise<void>(resolve => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    silent.closeAllConnections();
    silent.close();
  });

  const start = () =>
    startPluginHarness(observabilityPlugin, {
      entities: [
        component('orders', 'team-orders', {
          'backstage.io/kubernetes-id': 'orders',
        }),
      ],
      clusters: [{ name: 'gke', environment: 'prod' }],
      objects: {
        gke: {
          'rollouts.argoproj.io': [rollout],
          'deployments.apps': [],
          'replicasets.apps': [],
          pods: [],
        },
      },
      config: {
        slipway: {
          clusters: {
            gke: {
              prometheus: { url, deadlineSeconds: 1 },
              logs: { url, deadlineSeconds: 1 },
              eureka: { url, deadlineSeconds: 1 },
            },
          },
        },
      },
    });

  it('are named, each in time, and nothing else waits for them', async () => {
    const { as, live, stop } = await start();
    const olga = as('olga');
    const started = Date.now();
    const registrations = await live.open(registrationsTopic, {
      entityRef: 'component:default/orders',
    });
    const traffic = await live.open(trafficTopic, {
      cluster: 'gke',
      namespace: 'shop',
    });
    const slow = Promise.all([
      olga.get(`${ORDERS}/now`),
      olga.get(`${ORDERS}/graph`),
      olga.get(`${ENTITY}/alerts`),
      olga.get(`${ORDERS}/logs?${RANGE}`),
      registrations.waitFor(({ items }) => items.size > 0),
      traffic.waitFor(({ items }) => items.size > 0),
    ]);
    // Asked after all of them, answered before.
    const view = await olga.get(`${ENTITY}/view`);
    expect(view.status).toBe(200);
    expect(view.body.places).toHaveLength(1);
    const first = await Promise.race([slow, 'they still wait']);
    expect(first).toBe('they still wait');

    const [now, graph, alerts, logs] = await slow;
    expect(Date.now() - started).toBeLessThan(SOON_MS);
    const late = expect.stringContaining('does not answer in time');
    expect(now.body).toMatchObject({
      sides: [{ tcpConnections: { state: 'unknown', reason: late } }],
      routes: { unknown: late },
    });
    expect(graph.body).toMatchObject({ unknown: late });
    expect(alerts.body).toEqual({
      alerts: [],
      missing: [{ source: 'Prometheus of gke', reason: late }],
    });
    expect([logs.status, logs.body.error.message]).toEqual([503, late]);
    expect([...registrations.items.values()]).toMatchObject([
      { eureka: { unknown: late } },
    ]);
    expect(traffic.items.get('now')).toMatchObject({
      unknown: late,
      alertsUnknown: late,
      workloads: [],
    });
    traffic.close();
    expect(asked).toEqual(
      expect.arrayContaining([
        expect.stringContaining('/api/v1/query'),
        expect.stringContaining('_search'),
        '/eureka/apps',
      ]),
    );
    registrations.close();
    await stop();
  });
});
