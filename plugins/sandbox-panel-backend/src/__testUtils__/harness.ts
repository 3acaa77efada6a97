import {
  Outlook,
  SandboxService,
  SandboxDemo,
} from '@slipway/plugin-sandbox-panel-common';
import { component, startPluginHarness } from '@slipway/test-utils';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import plugin from '../index';

export const TOKEN = 'token-that-nobody-may-see';

const OUTLOOKS: Record<'good' | 'errors' | 'slow' | 'crash', Outlook> = {
  good: {},
  errors: {},
  slow: {},
  crash: { deadlineSeconds: 120 },
};

const service = (more: Partial<SandboxService>): SandboxService => ({
  namespace: 'ecommerce',
  service: 'order-service',
  phase: 'Healthy',
  tag: '0.2.0',
  quality: 'good',
  idle: true,
  waiting: false,
  idleSeconds: 30,
  idleSecondsNeeded: 240,
  ...more,
});

export const DEMO: SandboxDemo = {
  now: '2026-01-01T00:00:00.000Z',
  speed: 1,
  running: true,
  clusters: [
    {
      name: 'gke-prod',
      nextReleaseAt: '2026-01-01T00:01:00.000Z',
      services: [
        service({}),
        service({ service: 'product-service' }),
        service({ service: 'cloud-config' }),
      ],
    },
  ],
  started: [],
  outlooks: { 'order-service': OUTLOOKS },
};

/** What the sandbox was asked. */
export interface Asked {
  method?: string;
  url?: string;
  authorization?: string;
  body?: unknown;
}

/** A sandbox that a test speaks for: by default it answers as the real one does. */
async function fakeSandbox() {
  const asked: Asked[] = [];
  const answers = new Map<string, { status: number; body: unknown }>([
    ['GET /demo', { status: 200, body: { ...DEMO, mark: 'of the sandbox' } }],
    [
      'POST /releases',
      {
        status: 201,
        body: {
          cluster: 'gke-prod',
          namespace: 'ecommerce',
          service: 'order-service',
          quality: 'errors',
          tag: '0.3.0-errors',
          by: 'user',
          at: DEMO.now,
        },
      },
    ],
    ['POST /speed', { status: 200, body: { now: DEMO.now, speed: 5 } }],
  ]);
  const server = createServer((req, res) => {
    let text = '';
    req.on('data', chunk => (text += chunk));
    req.on('end', () => {
      const { method, url, headers } = req;
      asked.push({
        method,
        url,
        authorization: headers.authorization,
        ...(text ? { body: JSON.parse(text) } : {}),
      });
      const { status, body } = answers.get(`${method} ${url}`)!;
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    url: `http://127.0.0.1:${port}`,
    answer: (what: string, status: number, body: unknown) =>
      answers.set(what, { status, body }),
    stop: () =>
      new Promise(resolve => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

const CLUSTER = 'gke-prod';

const workload = (name: string) => ({
  metadata: {
    name,
    namespace: 'ecommerce',
    labels: { 'backstage.io/kubernetes-id': name },
  },
});

/** The whole plugin beside a sandbox that a test speaks for. */
export async function startHarness(
  options: { configured?: boolean; unreachable?: boolean } = {},
) {
  const sandbox = await fakeSandbox();
  const harness = await startPluginHarness(plugin, {
    entities: [
      component('order-service', 'team-orders'),
      component('product-service', 'team-catalog'),
      ...['config-a', 'config-b'].map(name =>
        component(name, 'team-orders', {
          'backstage.io/kubernetes-id': 'cloud-config',
        }),
      ),
    ],
    objects: {
      [CLUSTER]: {
        'rollouts.argoproj.io': options.unreachable
          ? []
          : ['order-service', 'product-service', 'cloud-config'].map(workload),
      },
    },
    config:
      options.configured === false
        ? {}
        : { slipway: { sandboxPanel: { url: sandbox.url, token: TOKEN } } },
  });
  if (options.unreachable) {
    harness.clusters.setFreshness(CLUSTER, { state: 'unreachable' });
  }
  const base = '/api/sandbox-panel/v1';
  return {
    ...harness,
    base,
    sandbox,
    demo: (name: string) => harness.as(name).get(`${base}/demo`),
    post: (path: string, name: string, body: object) =>
      harness.as(name).post(`${base}/${path}`, body),
  };
}
