import { eurekaAnswer } from './answers';
import { healthAnswer } from './health';
import { Instance } from './Registry';
import { startedCluster } from './__testUtils__/startedCluster';

/** A cluster with its registry; registrations are named by the ends of their pods. */
function started(pods: number) {
  const cluster = startedCluster(pods);
  return {
    ...cluster,
    registered: () => cluster.instances().map(({ pod }) => pod.slice(-2)),
  };
}

describe('registrations', () => {
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
    cluster.kill('p2');
    clock.step(60_000);
    expect(registered()).toContain('p2');
    clock.step(240_000);
    expect(registered()).not.toContain('p2');
  });

  it('of a pod that is scaled away end with it', () => {
    const cluster = started(10);
    const { clock, registered } = cluster;
    clock.step(60_000);
    cluster.scale(9);
    cluster.kill('p2');
    clock.step(30_000);
    expect(registered()).not.toContain('p2');
  });

  it('are all kept while too many are silent: self-preservation', () => {
    const cluster = started(10);
    const { clock, registered } = cluster;
    clock.step(60_000);
    expect(registered()).toHaveLength(10);
    ['p2', 'p3'].forEach(cluster.kill);
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
