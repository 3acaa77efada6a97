import { KubeObject, NewObject, ServiceRequest } from '@slipway/kube-sim';
import { effectsOn, servicesOf } from '..';
import { TestCluster } from '../rollouts/testing/TestCluster';
import { readLocustfile } from './locustfile';
import { usersAt } from './SimulatedMaster';

const LOCUSTFILE = `
from locust import FastHttpUser, task

class Buyer(FastHttpUser):
    connection_timeout = 5

    @task(3)
    def browse(self):
        self.client.get("/order-service/api/orders")
        self.client.get(f"/order-service/api/orders/{self.id()}", name="/order-service/api/orders/[id]")

    @task
    def buy(self):
        self.client.post("/order-service/api/orders", json={"a": (1, 2)})

class Idle(FastHttpUser):
    pass
`;

describe('what a locustfile sends', () => {
  it('is read from its tasks without running it', () => {
    expect(readLocustfile(LOCUSTFILE)).toEqual([
      {
        name: 'Buyer',
        tasks: [
          {
            weight: 3,
            calls: [
              { method: 'GET', name: '/order-service/api/orders' },
              { method: 'GET', name: '/order-service/api/orders/[id]' },
            ],
          },
          {
            weight: 1,
            calls: [{ method: 'POST', name: '/order-service/api/orders' }],
          },
        ],
      },
    ]);
    expect(readLocustfile('nothing of the kind')).toEqual([]);
  });
});

it.each([
  [-1, 0],
  [0, 10],
  [5, 10],
  [10, 80],
  [15, 40],
  [20, 0],
  [21, 0],
])('a curve with a step asks at %d s for %d users', (at, users) => {
  expect(
    usersAt(
      [
        [0, 10],
        [10, 10],
        [10, 80],
        [20, 0],
      ],
      at,
    ),
  ).toBe(users);
});

const RUN = '6d6a7a0e-97c5-4a6e-9d3c-0b5f1f1f0001';
const NAME = `load-${RUN}`;
const labels = (role: string) => ({
  'slipway.io/load-run': RUN,
  'slipway.io/load-role': role,
});

interface Status {
  state: string;
  finished: boolean;
  complete: boolean;
  simulated: boolean;
  startedAt: number | null;
  lastSeq: number;
  workers: Array<{ users: number }>;
  samples: Array<{
    seq: number;
    users: number;
    entries: Array<{
      requests: number;
      failures: number;
      times: Record<string, number>;
    }>;
  }>;
}

/** A run as the portal starts it, on a cluster that a test steps. */
class LoadedCluster extends TestCluster {
  create(apiVersion: string, kind: string, body: object) {
    const type = this.store.typeOfKind(apiVersion, kind);
    if (!type) throw new Error(kind);
    return this.store.create(type, {
      apiVersion,
      kind,
      ...body,
    } as NewObject<KubeObject>);
  }

  launch(options: { workers?: number; deadlineSeconds?: number } = {}) {
    const { workers = 2, deadlineSeconds = 300 } = options;
    const metadata = { name: NAME, namespace: 'shop' };
    const template = (role: string, args: string[]) => ({
      metadata: { labels: labels(role) },
      spec: {
        ...(role === 'master' && { restartPolicy: 'Never' }),
        containers: [{ name: 'locust', image: 'locust:1', args }],
        volumes: [{ name: 'load', configMap: { name: NAME } }],
      },
    });
    this.create('v1', 'ConfigMap', {
      metadata,
      data: {
        'locustfile.py': LOCUSTFILE,
        'run.json': JSON.stringify({
          run: RUN,
          points: [
            [0, 0],
            [10, 40],
            [30, 40],
          ],
          classes: { Buyer: { weight: 1, pacing: 2 } },
          sampleSeconds: 2,
          deadlineSeconds,
        }),
      },
    });
    this.create('batch/v1', 'Job', {
      metadata,
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: 600,
        ttlSecondsAfterFinished: 100,
        template: template('master', [
          '--master',
          '--expect-workers',
          '2',
          '--host',
          'http://order-service.shop:8300',
        ]),
      },
    });
    this.create('v1', 'Service', {
      metadata,
      spec: { selector: labels('master'), ports: [{ port: 8089 }] },
    });
    this.create('apps/v1', 'Deployment', {
      metadata,
      spec: {
        replicas: workers,
        selector: { matchLabels: labels('worker') },
        template: template('worker', ['--worker']),
      },
    });
  }

  deployTarget() {
    this.create('apps/v1', 'Deployment', {
      metadata: { name: 'order-service', namespace: 'shop' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'order-service' } },
        template: {
          metadata: {
            labels: {
              app: 'order-service',
              'app.kubernetes.io/name': 'order-service',
            },
          },
          spec: { containers: [{ name: 'order-service', image: 'o:0.1.0' }] },
        },
      },
    });
  }

  #ask(method: 'GET' | 'POST', path: string, query = '') {
    const services = this.store.typeOf('', 'services');
    const pods = this.store.typeOf('', 'pods');
    if (!services || !pods) throw new Error('no services');
    const service = this.store.get(services, 'shop', NAME);
    const masters = this.store
      .list(pods)
      .filter(
        ({ metadata }) =>
          metadata.labels?.['slipway.io/load-role'] === 'master',
      );
    if (!service) throw new Error('no service');
    const request: ServiceRequest = {
      service,
      pods: masters,
      port: 8089,
      method,
      path,
      query: new URLSearchParams(query),
      headers: {},
      body: '',
    };
    return servicesOf(this.store).answer(request);
  }

  masterStatus(since = 0): Status | undefined {
    const answer = this.#ask('GET', '/slipway/v1/status', `since=${since}`);
    return answer && JSON.parse(answer.text);
  }

  stop() {
    return this.#ask('POST', '/stop')?.status;
  }

  get master() {
    return this.objects.pods
      .list('shop')
      .find(
        ({ metadata }) =>
          metadata.labels?.['slipway.io/load-role'] === 'master',
      );
  }

  get job() {
    return this.objects.jobs.get('shop', NAME);
  }

  get load() {
    return effectsOn(this.store).find(({ kind }) => kind === 'load');
  }
}

describe('a load test', () => {
  let cluster: LoadedCluster;
  beforeEach(() => {
    cluster = new LoadedCluster();
  });
  afterEach(() => {
    cluster.controllers.stop();
    if (cluster.errors.length > 0) throw new Error(cluster.errors.join('; '));
  });

  it('follows its curve, loads its target, lingers and ends with its Job', async () => {
    cluster.deployTarget();
    cluster.launch();
    await cluster.run(20);
    const during = cluster.masterStatus();
    expect(during).toMatchObject({ state: 'running', simulated: true });
    expect(during?.workers).toHaveLength(2);
    const last = during?.samples.at(-1);
    expect(last?.users).toBe(40);
    expect(during?.workers.reduce((sum, { users }) => sum + users, 0)).toBe(40);
    // 40 users: ¾ send two requests in 2 s, ¼ one.
    expect(cluster.load).toMatchObject({
      target: { namespace: 'shop', service: 'order-service' },
    });
    for (const { requests, failures, times } of last?.entries ?? []) {
      const counted = Object.values(times).reduce((sum, one) => sum + one, 0);
      expect(counted).toBe(requests);
      expect(failures).toBeLessThan(requests * 0.05);
    }

    await cluster.run(20);
    const after = cluster.masterStatus();
    expect(after).toMatchObject({
      state: 'stopped',
      finished: true,
      complete: true,
    });
    expect(after?.samples.map(({ seq }) => seq)).toEqual(
      Array.from({ length: after?.lastSeq ?? 0 }, (_, index) => index + 1),
    );
    expect(cluster.masterStatus(3)?.samples[0].seq).toBe(4);
    expect(after?.samples.at(-1)?.users).toBe(0);
    expect(cluster.load).toBeUndefined();

    await cluster.run(125);
    expect(cluster.job?.status.conditions).toMatchObject([
      { type: expect.stringMatching(/^(Complete|Failed)$/), status: 'True' },
    ]);
    expect(cluster.masterStatus()?.finished).toBe(true);
    await cluster.run(105);
    expect(cluster.job).toBeUndefined();
    await cluster.run(5);
    expect(cluster.master).toBeUndefined();
  });

  it('is the same for the same run', async () => {
    const texts = [];
    for (let round = 0; round < 2; round += 1) {
      const one = new LoadedCluster();
      one.deployTarget();
      one.launch();
      await one.run(20);
      texts.push(JSON.stringify(one.masterStatus()?.samples));
      one.controllers.stop();
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it('stops when it is asked to', async () => {
    cluster.deployTarget();
    cluster.launch();
    await cluster.run(15);
    expect(cluster.stop()).toBe(200);
    expect(cluster.masterStatus()?.state).toBe('stopping');
    await cluster.run(2);
    expect(cluster.masterStatus()).toMatchObject({
      state: 'stopped',
      finished: true,
      complete: false,
    });
  });

  it('fails all requests where nothing answers', async () => {
    cluster.launch();
    await cluster.run(20);
    const entries = cluster.masterStatus()?.samples.at(-1)?.entries ?? [];
    expect(entries.length).toBeGreaterThan(0);
    for (const { requests, failures } of entries) {
      expect(failures).toBe(requests);
    }
  });

  it('waits for its workers, and gives up when none comes', async () => {
    cluster.launch({ workers: 0 });
    await cluster.run(30);
    expect(cluster.masterStatus()).toMatchObject({
      state: 'ready',
      startedAt: null,
    });
    await cluster.run(40);
    expect(cluster.master?.status.phase).toBe('Failed');
    expect(cluster.job?.status.conditions).toMatchObject([
      { type: 'Failed', reason: 'BackoffLimitExceeded' },
    ]);
  });

  it('ends with its last worker', async () => {
    cluster.deployTarget();
    cluster.launch();
    await cluster.run(10);
    const deployment = cluster.objects.deployments.get('shop', NAME);
    if (!deployment) throw new Error('no workers');
    cluster.objects.deployments.update({
      ...deployment,
      spec: { ...deployment.spec, replicas: 0 },
    });
    await cluster.run(4);
    expect(cluster.masterStatus()).toMatchObject({
      finished: true,
      complete: false,
      workers: [],
    });
  });

  it('ends at its deadline', async () => {
    cluster.deployTarget();
    cluster.launch({ deadlineSeconds: 15 });
    await cluster.run(25);
    expect(cluster.master?.status.phase).toBe('Failed');
  });

  it('goes with its pod', async () => {
    cluster.deployTarget();
    cluster.launch();
    await cluster.run(10);
    const { master } = cluster;
    if (master) cluster.objects.pods.delete(master);
    await cluster.run(3);
    expect(cluster.masterStatus()).toBeUndefined();
    expect(cluster.load).toBeUndefined();
    expect(cluster.job?.status.conditions).toMatchObject([
      { type: 'Failed', reason: 'BackoffLimitExceeded' },
    ]);
  });
});
