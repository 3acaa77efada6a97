import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { mockCredentials } from '@backstage/backend-test-utils';
import { fakePrometheus } from '@slipway/plugin-metrics-node/testUtils';
import { logTailTopic } from '@slipway/plugin-observability-common';
import { component, startPluginHarness } from '@slipway/test-utils';
import { observabilityPlugin } from '../plugin';

const ENTITY = '/api/observability/v1/entities/component/default/orders';
const LOGS = `${ENTITY}/workloads/gke/shop/orders/logs`;
const REF = {
  entityRef: 'component:default/orders',
  cluster: 'gke',
  namespace: 'shop',
  workload: 'orders',
};
const TAIL = { ...REF, side: 'all' as const, level: 'ANY', text: '' };
const AT = '2026-05-04T10:00:00.000Z';
const RANGE = `from=${Date.parse(AT) - 3_600_000}&to=${Date.parse(AT)}`;

const workload = (name: string, kind = 'Rollout') => ({
  apiVersion: kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1',
  kind,
  metadata: {
    name,
    namespace: 'shop',
    labels: { 'backstage.io/kubernetes-id': name },
  },
  spec: { strategy: { canary: {} } },
  status: { stableRS: '6dfb', currentPodHash: '7bcd' },
});

const hit = (id: string, source: object = {}) => ({
  _index: 'filebeat-1',
  _id: id,
  _source: {
    '@timestamp': AT,
    message: 'password=hunter2 failed',
    log: { level: 'ERROR' },
    kubernetes: { replicaset: { name: 'orders-7bcd' } },
    ...source,
  },
  sort: [1, 2, 'pod'],
});

/** An Elasticsearch that answers what a test says. */
class FakeSearch {
  readonly asked: Array<{
    url?: string;
    headers: IncomingMessage['headers'];
    body: string;
  }> = [];
  hits: unknown[] = [hit('a')];
  answer: { status: number; body: string } | 'silent' | undefined;
  server?: Server;

  async start(): Promise<string> {
    const server = createServer((req, res) => {
      let body = '';
      req.on('data', chunk => {
        body += chunk;
      });
      req.on('end', () => {
        this.asked.push({ url: req.url, headers: req.headers, body });
        if (this.answer === 'silent') return;
        res.writeHead(this.answer?.status ?? 200);
        res.end(
          this.answer?.body ?? JSON.stringify({ hits: { hits: this.hits } }),
        );
      });
    });
    this.server = server;
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}

describe('log lines', () => {
  let search: FakeSearch;
  let url: string;
  beforeEach(async () => {
    search = new FakeSearch();
    url = await search.start();
  });
  afterEach(() => search.stop());

  const start = async (
    logs: object | undefined = {
      url,
      headers: { authorization: 'ApiKey s3cr3t' },
      deadlineSeconds: 1,
    },
  ) => {
    const harness = await startPluginHarness(observabilityPlugin, {
      entities: [
        component('orders', 'team-orders', {
          'backstage.io/kubernetes-id': 'orders',
        }),
        component('web', 'team-catalog', {
          'backstage.io/kubernetes-id': 'web',
        }),
      ],
      clusters: [{ name: 'gke', environment: 'prod' }],
      objects: {
        gke: {
          'rollouts.argoproj.io': [workload('orders')],
          'deployments.apps': [workload('web', 'Deployment')],
          'replicasets.apps': [],
          pods: [],
        },
      },
      config: { slipway: { clusters: { gke: logs ? { logs } : {} } } },
      features: [fakePrometheus(['gke']).factory],
      holdsGrant: (user, entity) =>
        user === 'user:default/nora' && entity === REF.entityRef,
    });
    return harness;
  };

  it('are for owners, masked and joined to their revision', async () => {
    const { as, audited, asked } = await start();
    const { status, body } = await as('olga').get(
      `${LOGS}?${RANGE}&side=canary&level=WARN&text=fail%22ed&size=1`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      source: 'The log store of cluster gke',
      next: [1, 2, 'pod'],
      lines: [
        {
          id: 'filebeat-1/a',
          level: 'ERROR',
          side: 'canary',
          revision: '7bcd',
          message: 'password=••• failed',
          masked: 1,
        },
      ],
    });
    expect(asked).toContainEqual({
      permission: 'observability.logs.read',
      resourceRef: REF.entityRef,
    });
    const [question] = search.asked;
    expect(question.url).toBe('/filebeat-*/_search');
    expect(question.headers.authorization).toBe('ApiKey s3cr3t');
    expect(JSON.parse(question.body).query.bool.filter).toContainEqual({
      match_phrase: { message: { query: 'fail"ed' } },
    });
    expect(audited).toEqual([
      {
        eventId: 'logs-read',
        severityLevel: 'medium',
        meta: {
          ...REF,
          from: '2026-05-04T09:00:00.000Z',
          to: AT,
          side: 'canary',
          actor: 'user:default/olga',
        },
        outcome: 'succeeded',
        outcomeMeta: { lines: 1 },
      },
    ]);
    // What is searched for may itself be a secret.
    expect(JSON.stringify(audited)).not.toContain('fail');
  });

  it.each([
    ['olga', 200],
    ['nora', 200],
    ['paula', 200],
    ['carla', 403],
    ['vera', 403],
    ['nils', 200],
  ])('for %s: %d', async (user, expected) => {
    const { as } = await start();
    const { status } = await as(user).get(`${LOGS}?${RANGE}`);
    expect(status).toBe(expected);
    expect(search.asked).toHaveLength(expected === 200 ? 1 : 0);
  });

  it('of a workload that is not the entity’s are not there', async () => {
    const { as, audited } = await start();
    const { status } = await as('olga').get(
      `${ENTITY}/workloads/gke/shop/web/logs?${RANGE}`,
    );
    expect(status).toBe(404);
    expect(search.asked).toHaveLength(0);
    expect(audited).toHaveLength(0);
  });

  it('are not read where that leaves no trace', async () => {
    const harness = await start();
    harness.failAuditLog();
    const { status } = await harness.as('olga').get(`${LOGS}?${RANGE}`);
    expect(status).toBeGreaterThanOrEqual(500);
    expect(search.asked).toHaveLength(0);
    await expect(
      harness.live.open(logTailTopic, TAIL, {
        credentials: mockCredentials.user('user:default/olga'),
      }),
    ).rejects.toThrow();
    expect(search.asked).toHaveLength(0);
  });

  it.each<[string, FakeSearch['answer'], string]>([
    ['is down', { status: 503, body: '' }, '503'],
    ['does not answer', 'silent', 'does not answer in time'],
    [
      'refuses the portal',
      { status: 401, body: 'ApiKey s3cr3t' },
      'let the portal search',
    ],
    ['has no such index', { status: 404, body: '{}' }, 'no index'],
    [
      'refuses the search',
      {
        status: 400,
        body: '{"error":{"type":"parsing_exception","reason":"secret words"}}',
      },
      '400 (parsing_exception)',
    ],
    ['is something else', { status: 200, body: '<html>' }, 'not JSON'],
  ])('say that the store %s', async (_, answer, words) => {
    search.answer = answer;
    const { as, audited } = await start();
    const { status, body } = await as('olga').get(`${LOGS}?${RANGE}`);
    expect(status).toBe(503);
    expect(body.error.message).toContain(words);
    expect(JSON.stringify(body)).not.toMatch(/s3cr3t|secret words|127\.0/);
    expect(audited[0].outcome).toBe('failed');
    // The rest of the page is not affected.
    expect((await as('olga').get(`${ENTITY}/view`)).status).toBe(200);
  });

  it('say which key is missing where no store is configured', async () => {
    const harness = await startPluginHarness(observabilityPlugin, {
      entities: [
        component('orders', 'team-orders', {
          'backstage.io/kubernetes-id': 'orders',
        }),
      ],
      clusters: [{ name: 'gke', environment: 'prod' }],
      objects: {
        gke: {
          'rollouts.argoproj.io': [workload('orders')],
          'deployments.apps': [],
          'replicasets.apps': [],
          pods: [],
        },
      },
      features: [fakePrometheus(['gke']).factory],
    });
    const { status, body } = await harness.as('olga').get(`${LOGS}?${RANGE}`);
    expect(status).toBe(404);
    expect(body.error.message).toContain('slipway.clusters.gke.logs');
  });

  it.each([
    '',
    'from=2&to=1',
    `${RANGE}&side=both`,
    `${RANGE}&after=x`,
    `${RANGE}&size=501`,
    `from=0&to=9000000000000`,
  ])('refuse %s', async query => {
    const { as } = await start();
    expect((await as('olga').get(`${LOGS}?${query}`)).status).toBe(400);
  });

  it('are followed by one search for all viewers, each of whom leaves a trace once', async () => {
    const { live, audited } = await start();
    const open = (user: string) =>
      live.open(logTailTopic, TAIL, {
        credentials: mockCredentials.user(`user:default/${user}`),
      });
    const tail = await open('olga');
    await tail.waitFor(({ items }) => items.size === 1);
    expect(tail.items.get('filebeat-1/a')).toMatchObject({ side: 'canary' });
    search.hits = [hit('b'), hit('a')];
    await tail.waitFor(({ items }) => items.size === 2);
    tail.close();
    (await open('olga')).close();
    (await open('nils')).close();
    expect(audited.map(({ meta }) => [meta?.actor, meta?.following])).toEqual([
      ['user:default/olga', true],
      ['user:default/nils', true],
    ]);
    await expect(open('vera')).rejects.toThrow('observability.logs.read');
  });

  it('say in the tail that the store is away, and come back', async () => {
    search.answer = { status: 503, body: '' };
    const { live } = await start();
    const tail = await live.open(logTailTopic, TAIL);
    await tail.waitFor(
      ({ freshness }) => freshness[0]?.state === 'unreachable',
    );
    search.answer = undefined;
    await tail.waitFor(({ items }) => items.size === 1);
    expect(tail.freshness[0].state).toBe('live');
    tail.close();
  });

  it.each<[object, string]>([
    [{ url: 'http://169.254.169.254/' }, 'metadata address'],
    [{ url: 'http://x:y@es/' }, 'no user name'],
    [{ url: 'http://es/', index: '../_security' }, 'index'],
    [{ url: 'http://es/', indexx: 'a' }, 'indexx'],
  ])('refuse the configuration %p', async (logs, words) => {
    await expect(start(logs)).rejects.toThrow(words);
  });
});
