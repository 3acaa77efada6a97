import { ManualClock, MemoryStore } from '@slipway/kube-sim';
import { createClusterStore } from '..';
import { eurekaAnswer } from './answers';
import { healthAnswer } from './health';
import { Instance, Registry } from './Registry';

const START = '2026-05-04T10:00:00Z';

function typeOf(store: MemoryStore, group: string, plural: string) {
  const type = store.typeOf(group, plural);
  if (!type) throw new Error(`no ${plural}`);
  return type;
}

/** A cluster with one ReplicaSet of order-service and as many ready pods as it wants. */
function started(pods: number) {
  const clock = new ManualClock(START);
  const store = createClusterStore(clock);
  store.create(typeOf(store, '', 'namespaces'), {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'ecommerce' },
  });
  const labels = { 'app.kubernetes.io/name': 'order-service' };
  const container = { name: 'order-service', image: 'r/order-service:1.0.0' };
  const set = store.create(typeOf(store, 'apps', 'replicasets'), {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'order-service-abc', namespace: 'ecommerce', labels },
    spec: {
      replicas: pods,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  });
  const create = (index: number) => {
    const type = typeOf(store, '', 'pods');
    const pod = store.create(type, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `order-service-abc-p${index}`,
        namespace: 'ecommerce',
        labels,
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name: set.metadata.name,
            uid: set.metadata.uid,
            controller: true,
          },
        ],
      },
      spec: { containers: [container] },
    });
    store.update(
      type,
      {
        ...pod,
        status: {
          podIP: `10.244.0.${index}`,
          conditions: [
            { type: 'Ready', status: 'True', lastTransitionTime: START },
          ],
        },
      },
      { subresource: 'status' },
    );
  };
  for (let index = 1; index <= pods; index += 1) create(index);
  const registry = new Registry('gke-prod', store, () => clock.now().getTime());
  registry.start();
  const registered = () =>
    registry.instances('ecommerce').map(({ pod }) => pod.slice(-2));
  return { clock, store, registry, registered, set };
}

describe('registrations', () => {
  const kill = ({ store }: ReturnType<typeof started>, pod: string) =>
    store.delete(
      typeOf(store, '', 'pods'),
      'ecommerce',
      `order-service-abc-${pod}`,
    );

  it('appear some seconds after a pod is ready, with the cache of 30 s between', () => {
    const { clock, registered } = started(3);
    expect(registered()).toEqual([]);
    clock.step(20_000);
    expect(registered()).toEqual([]);
    clock.step(10_000);
    expect(registered()).toEqual(['p1', 'p2', 'p3']);
  });

  it('of a killed pod stay until the lease has expired', () => {
    const cluster = started(10);
    const { clock, registered } = cluster;
    clock.step(60_000);
    expect(registered()).toHaveLength(10);
    kill(cluster, 'p2');
    clock.step(60_000);
    expect(registered()).toContain('p2');
    clock.step(240_000);
    expect(registered()).not.toContain('p2');
  });

  it('of a pod that is scaled away end with it', () => {
    const cluster = started(10);
    const { clock, registered, set, store } = cluster;
    clock.step(60_000);
    store.update(typeOf(store, 'apps', 'replicasets'), {
      ...set,
      spec: { ...(set.spec as object), replicas: 9 },
    });
    kill(cluster, 'p2');
    clock.step(30_000);
    expect(registered()).not.toContain('p2');
  });

  it('are all kept while too many are silent: self-preservation', () => {
    const cluster = started(10);
    const { clock, registered } = cluster;
    clock.step(60_000);
    expect(registered()).toHaveLength(10);
    ['p2', 'p3'].forEach(pod => kill(cluster, pod));
    clock.step(600_000);
    expect(registered()).toEqual(expect.arrayContaining(['p2', 'p3']));
  });
});

describe("Eureka's REST API", () => {
  const instance: Instance = {
    app: 'order-service',
    pod: 'order-service-abc-p1',
    ip: '10.244.0.1',
    port: 8300,
    status: 'UP',
    registeredAt: 1_000,
    renewedAt: 31_000,
  };
  const json = (path: string, instances: Instance[] = [instance]) => {
    const answer = eurekaAnswer(instances, path, 'application/json');
    return answer?.text ? JSON.parse(answer.text) : answer;
  };

  it('is XML unless JSON is asked for', () => {
    expect(eurekaAnswer([instance], '/eureka/apps', '*/*')).toMatchObject({
      contentType: 'application/xml',
      text: expect.stringContaining('<name>ORDER-SERVICE</name>'),
    });
  });

  it('has names in upper case, times as texts, and one object for a list of one', () => {
    const { application } = json('/eureka/apps').applications;
    expect(application).toMatchObject({
      name: 'ORDER-SERVICE',
      instance: {
        app: 'ORDER-SERVICE',
        port: { $: 8300, '@enabled': 'true' },
        lastUpdatedTimestamp: '1000',
        leaseInfo: { lastRenewalTimestamp: 121_000 },
      },
    });
    const two = [instance, { ...instance, pod: 'order-service-abc-p2' }];
    expect(
      json('/eureka/apps', two).applications.application.instance,
    ).toHaveLength(2);
  });

  it('gives one application, and 404 for one that there is not', () => {
    expect(json('/eureka/apps/order-service').application.name).toBe(
      'ORDER-SERVICE',
    );
    expect(json('/eureka/apps/PAYMENT-SERVICE')).toMatchObject({ status: 404 });
    expect(json('/eureka/status')).toBeUndefined();
  });
});

describe('health groups', () => {
  it.each<[string, number, number | undefined, string | undefined]>([
    ['', 0, 200, 'UP'],
    ['readiness', 0.15, 200, 'UP'],
    ['readiness', 0.9, 503, 'OUT_OF_SERVICE'],
    ['liveness', 0.9, 200, 'UP'],
    ['db', 0, undefined, undefined],
  ])('%s at %d', (group, failures, status, word) => {
    const answer = healthAnswer(group, failures);
    expect(answer?.status).toBe(status);
    expect(answer && (answer.body as { status: string }).status).toBe(word);
  });
});
