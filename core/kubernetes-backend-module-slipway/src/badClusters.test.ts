import { createServer, RequestListener, Server } from 'node:http';
import {
  AddressInfo,
  createServer as createTcpServer,
  Server as TcpServer,
  Socket,
} from 'node:net';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { fakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import request from 'supertest';
import { kubernetesModuleSlipway } from './module';

/** Long enough for a busy machine. */
const WITHIN_S = 2;

const POD = {
  metadata: { name: 'orders-1', namespace: 'shop' },
  spec: { containers: [{ name: 'a' }] },
};
const list = (items: unknown[], kind = 'PodList') =>
  JSON.stringify({ kind, items });

/** An API server that has one pod and nothing else. */
const healthy: RequestListener = (req, res) => {
  const path = new URL(req.url ?? '', 'http://x').pathname;
  res.setHeader('content-type', 'application/json');
  res.end(
    list(path.startsWith('/api/') && path.endsWith('/pods') ? [POD] : []),
  );
};

interface Peer {
  url: string;
  /** Sockets that are open now. */
  open(): number;
  close(): void;
}

async function listen(server: Server | TcpServer): Promise<Peer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: () => sockets.size,
    close() {
      sockets.forEach(socket => socket.destroy());
      server.close();
    },
  };
}

const PEERS: Record<string, () => Server | TcpServer> = {
  healthy: () => createServer(healthy),
  mute: () => createTcpServer(socket => socket.resume()),
  'headers-only': () =>
    createServer((_, res) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      res.flushHeaders();
    }),
  drip: () =>
    createServer((_, res) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => res.write(' '), 50);
      res.on('close', () => clearInterval(timer));
    }),
  reset: () => createTcpServer(socket => socket.resetAndDestroy()),
  unauthorized: () =>
    createServer((_, res) => {
      res.statusCode = 401;
      res.end('{}');
    }),
  'some-forbidden': () =>
    createServer((req, res) => {
      if (req.url?.includes('/configmaps')) {
        res.statusCode = 403;
        res.end('{}');
        return;
      }
      healthy(req, res);
    }),
  'one-kind-mute': () =>
    createServer((req, res) => {
      if (!req.url?.includes('/ingresses')) healthy(req, res);
    }),
  'metrics-mute': () =>
    createServer((req, res) => {
      if (!req.url?.includes('/metrics.k8s.io/')) healthy(req, res);
    }),
  html: () => createServer((_, res) => res.end('<html>')),
  redirect: () =>
    createServer((_, res) => {
      res.writeHead(302, { location: 'http://127.0.0.1:1/' });
      res.end();
    }),
};

interface Item {
  cluster: { name: string };
  resources: Array<{ type: string; resources: unknown[] }>;
  errors: Array<{
    errorType: string;
    message?: string;
    statusCode?: number;
    resourcePath?: string;
  }>;
}

const entity = (annotations: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', namespace: 'default', annotations },
  spec: {},
});

async function startPortal(
  peers: ReadonlyMap<string, string>,
  annotations: Record<string, string> = {
    'backstage.io/kubernetes-id': 'orders',
  },
  clusters = fakeClusters({ clusters: [] }),
) {
  const names = [...peers.keys()];
  const subject = entity(annotations);
  const { server } = await startTestBackend({
    features: [
      kubernetesPlugin,
      kubernetesModuleSlipway,
      clusters.factory,
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => catalogServiceMock({ entities: [subject] }),
      }),
      mockServices.rootConfig.factory({
        data: {
          kubernetes: {
            serviceLocatorMethod: { type: 'multiTenant' },
            clusterLocatorMethods: [
              {
                type: 'config',
                clusters: names.map(name => ({
                  name,
                  url: peers.get(name),
                  // Its strategy needs no `import()`, which Jest does not have.
                  authProvider: 'localKubectlProxy',
                })),
              },
            ],
          },
          slipway: {
            clusters: Object.fromEntries(
              names.map(name => [
                name,
                { answerWithinSeconds: name === 'healthy' ? 20 : WITHIN_S },
              ]),
            ),
          },
        },
      }),
    ],
  });
  return async () => {
    const began = Date.now();
    const { status, body, text } = await request(server)
      .post('/api/kubernetes/services/orders')
      .send({ entity: subject });
    expect(status).toBe(200);
    // Where API servers are is for nobody to read, whatever is wrong with them.
    for (const url of peers.values()) {
      expect(text).not.toContain(new URL(url).hostname);
    }
    const items = body.items as Item[];
    const pods = (name: string) =>
      items
        .find(({ cluster }) => cluster.name === name)
        ?.resources.find(({ type }) => type === 'pods')?.resources.length ?? 0;
    return {
      ms: Date.now() - began,
      items,
      pods,
      errors: (name: string) =>
        items.find(({ cluster }) => cluster.name === name)?.errors ?? [],
    };
  };
}

describe('the Kubernetes tab while clusters are bad (case 32)', () => {
  const peers = new Map<string, Peer>();
  beforeAll(async () => {
    for (const [name, make] of Object.entries(PEERS)) {
      peers.set(name, await listen(make()));
    }
  });
  afterAll(() => peers.forEach(peer => peer.close()));

  const urls = (...names: string[]) =>
    new Map(names.map(name => [name, peers.get(name)?.url ?? '']));

  it('shows the healthy one at once and names each bad one with its reason', async () => {
    const all = urls(...Object.keys(PEERS));
    all.set('no-such-host', 'http://no-such-host.invalid:6443');
    all.set('refused', 'http://127.0.0.1:1');
    const read = await startPortal(all);
    const first = await read();
    // A bound for what never ends without a deadline, not a verdict on speed.
    expect(first.ms).toBeLessThan(30_000);
    for (const name of [
      'healthy',
      'some-forbidden',
      'one-kind-mute',
      'metrics-mute',
    ]) {
      expect([name, first.pods(name)]).toEqual([name, 1]);
    }
    const late = `within ${WITHIN_S} s`;
    for (const [name, reason] of [
      ['mute', `it did not answer ${late}`],
      ['headers-only', `its answer did not end ${late}`],
      ['drip', `its answer did not end ${late}`],
      ['reset', 'the connection was cut'],
      ['refused', 'the connection is refused'],
    ]) {
      expect(first.errors(name)).toEqual([
        {
          errorType: 'FETCH_ERROR',
          message: `Cluster ${name} cannot be reached: ${reason}`,
        },
      ]);
    }
    expect(first.errors('no-such-host')).toEqual([
      {
        errorType: 'FETCH_ERROR',
        message: expect.stringMatching(
          /^Cluster no-such-host cannot be reached: its host name (is not known|cannot be looked up|could not be looked up within 2 s)$/,
        ),
      },
    ]);
    expect(first.errors('unauthorized')).toContainEqual({
      errorType: 'UNAUTHORIZED_ERROR',
      statusCode: 401,
      resourcePath: '/api/v1/pods',
    });
    expect(first.errors('some-forbidden')).toContainEqual({
      errorType: 'UNKNOWN_ERROR',
      statusCode: 403,
      resourcePath: '/api/v1/configmaps',
    });
    expect(first.errors('one-kind-mute')).toContainEqual({
      errorType: 'FETCH_ERROR',
      message: `ingresses: Cluster one-kind-mute cannot be reached: it did not answer ${late}`,
    });
    expect(first.errors('metrics-mute')).toEqual([
      {
        errorType: 'FETCH_ERROR',
        message: `Cluster metrics-mute cannot be reached: it did not answer ${late}`,
      },
    ]);
    expect(first.errors('html')[0]).toMatchObject({
      errorType: 'FETCH_ERROR',
      message: 'Cluster html cannot be reached: the answer is not JSON',
    });
    expect(first.errors('redirect')).toContainEqual(
      expect.objectContaining({ statusCode: 302 }),
    );

    // Nobody waits twice: the reason and its age come at once.
    const second = await read();
    expect(second.ms).toBeLessThan(WITHIN_S * 1000);
    expect(second.pods('healthy')).toBe(1);
    expect(second.pods('one-kind-mute')).toBe(1);
    expect(second.errors('one-kind-mute')).toContainEqual({
      errorType: 'FETCH_ERROR',
      message: expect.stringMatching(
        /^ingresses: Cluster one-kind-mute cannot be reached: it did not answer within 2 s \(since .*\)$/,
      ),
    });
    expect(second.errors('mute')[0].message).toMatch(
      /^Cluster mute cannot be reached: it did not answer within 2 s \(since \d{4}-.*Z; last tried \d s ago\)$/,
    );
    // Deadlines end sockets.
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(peers.get('mute')?.open()).toBe(0);
    expect(peers.get('drip')?.open()).toBe(0);
  }, 60_000);

  it('waits for nobody that is known to be away, and shows it again when it answers', async () => {
    const back = createServer(healthy);
    const peer = await listen(createTcpServer(() => {}));
    const read = await startPortal(
      new Map([...urls('healthy'), ['away', peer.url]]),
    );
    await read();
    const second = await read();
    expect(second.ms).toBeLessThan(WITHIN_S * 1000);
    expect(second.pods('healthy')).toBe(1);
    peer.close();
    await new Promise<void>(resolve => {
      back.listen(Number(new URL(peer.url).port), '127.0.0.1', resolve);
    });
    try {
      const deadline = Date.now() + 20_000;
      for (;;) {
        const { pods } = await read();
        if (pods('away') === 1) break;
        expect(Date.now()).toBeLessThan(deadline);
        await new Promise(resolve => setTimeout(resolve, 500));
      }
    } finally {
      back.close();
      back.closeAllConnections();
    }
  }, 30_000);

  it('trusts the registry that a cluster is away', async () => {
    const clusters = fakeClusters({
      clusters: [{ name: 'healthy' }, { name: 'mute' }],
    });
    clusters.watch({
      resource: { group: '', version: 'v1', kind: 'Pod', plural: 'pods' },
      id: 'test',
      project: raw => raw as never,
    });
    clusters.setFreshness('mute', {
      state: 'unreachable',
      reason: 'Cluster mute cannot be reached: it does not answer in time',
      since: '2026-11-28T10:00:00.000Z',
    });
    const read = await startPortal(
      urls('healthy', 'mute'),
      { 'backstage.io/kubernetes-id': 'orders' },
      clusters,
    );
    const { errors, pods } = await read();
    expect(pods('healthy')).toBe(1);
    expect(errors('mute')[0].message).toBe(
      'Cluster mute cannot be reached: it does not answer in time (since 2026-11-28T10:00:00.000Z)',
    );
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['no annotation', {}, ['healthy', 'some-forbidden']],
    [
      'one cluster',
      { 'backstage.io/kubernetes-cluster': 'healthy' },
      ['healthy'],
    ],
    [
      'blanks around it',
      { 'backstage.io/kubernetes-cluster': ' healthy ' },
      ['healthy'],
    ],
    [
      'nothing but blanks',
      { 'backstage.io/kubernetes-cluster': ' ' },
      ['healthy', 'some-forbidden'],
    ],
  ])('looks where the entity says (case 31): %s', async (_, more, expected) => {
    const read = await startPortal(urls('healthy', 'some-forbidden'), {
      'backstage.io/kubernetes-id': 'orders',
      ...more,
    });
    const { items } = await read();
    expect(items.map(({ cluster }) => cluster.name)).toEqual(expected);
  });

  it('names a cluster that does not exist', async () => {
    const read = await startPortal(urls('healthy'), {
      'backstage.io/kubernetes-id': 'orders',
      'backstage.io/kubernetes-cluster': 'some_token_name',
    });
    expect((await read()).items).toEqual([
      {
        cluster: { name: 'some_token_name' },
        podMetrics: [],
        resources: [],
        errors: [
          {
            errorType: 'FETCH_ERROR',
            message:
              'There is no cluster some_token_name for this entity; its annotation backstage.io/kubernetes-cluster names it',
          },
        ],
      },
    ]);
  });
});
