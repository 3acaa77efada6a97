import {
  KubeObject,
  ManualClock,
  NewObject,
  withDefaults,
} from '@slipway/kube-sim';
import { createClusterLoops, createClusterStore } from '..';
import { Kind, Objects } from '../../loops';
import { SandboxModule } from '../types';
import { workloads } from '../workloads';
import { keda } from '.';
import { API, ScaledObject } from './model';
import { wantedReplicas } from './scaling';

describe('wantedReplicas', () => {
  const facts = { current: 2, target: 50, min: 1, max: 10 };

  it.each<[string, Partial<Parameters<typeof wantedReplicas>[0]>, number]>([
    ['enough for the value', { value: 200 }, 4],
    ['rounded up', { value: 201 }, 5],
    ['no change within the tolerance', { value: 105 }, 2],
    ['never more than the most', { value: 5_000, current: 8 }, 10],
    ['never fewer than the least', { value: 0 }, 1],
    ['at most four more at once', { value: 500 }, 6],
    ['at most twice as many at once', { value: 500, current: 5 }, 10],
    ['as it is without a value', {}, 2],
    ['the least without a value', { current: 1, min: 3 }, 3],
    ['one when the least is zero', { value: 0, min: 0 }, 1],
  ])('%s', (_, change, expected) => {
    expect(wantedReplicas({ ...facts, ...change })).toBe(expected);
  });
});

describe('ScaledObject', () => {
  /** A Deployment of one worker, and a service whose pods answer a number of users. */
  function cluster(annotations: Record<string, string> = {}, url = 'master') {
    const clock = new ManualClock();
    let answer = '{"user_count": 0}';
    const master: SandboxModule = {
      kinds: [],
      loops: () => [],
      answer: (_store, { path }) =>
        path === '/stats/requests'
          ? { status: 200, contentType: 'application/json', text: answer }
          : undefined,
    };
    const modules = [workloads, keda, master];
    const store = createClusterStore(clock, undefined, modules);
    const create = (object: NewObject & { [section: string]: unknown }) => {
      const type = store.typeOfKind(object.apiVersion, object.kind);
      if (!type) throw new Error(`${object.kind} is not served.`);
      store.create(type, withDefaults(type, object as KubeObject));
    };
    const deployment = (name: string) =>
      create({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, namespace: 'shop' },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: name } },
          template: {
            metadata: { labels: { app: name } },
            spec: { containers: [{ name: 'locust', image: 'locust:2' }] },
          },
        },
      });
    create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    deployment('master');
    deployment('worker');
    create({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'master', namespace: 'shop' },
      spec: {
        selector: { app: 'master' },
        ports: [{ name: 'web', port: 8089 }],
      },
    });
    const failures: Error[] = [];
    createClusterLoops(
      {
        store,
        clock,
        query: async () => ({ type: 'vector', values: [] }),
        onError: error => failures.push(error),
      },
      modules,
    ).start();
    clock.step(30_000);
    create({
      apiVersion: API,
      kind: 'ScaledObject',
      metadata: { name: 'workers', namespace: 'shop', annotations },
      spec: {
        scaleTargetRef: { name: 'worker' },
        minReplicaCount: 1,
        maxReplicaCount: 5,
        triggers: [
          {
            type: 'metrics-api',
            metadata: {
              url: `http://${url}.shop:8089/stats/requests`,
              valueLocation: 'user_count',
              targetValue: '50',
            },
          },
        ],
      },
    });
    const objects = new Objects(store);
    return {
      clock,
      failures,
      users: (count: number) => {
        answer = `{"user_count": ${count}}`;
      },
      replicas: () => objects.deployments.get('shop', 'worker')?.spec.replicas,
      conditions: () =>
        Object.fromEntries(
          (
            new Kind<ScaledObject>(store, API, 'ScaledObject').get(
              'shop',
              'workers',
            )?.status.conditions ?? []
          ).map(({ type, status }) => [type, status]),
        ),
    };
  }

  it('scales out with the users, and in five minutes after them', () => {
    const { clock, users, replicas, conditions, failures } = cluster();
    clock.step(20_000);
    expect(replicas()).toBe(1);
    expect(conditions()).toMatchObject({ Ready: 'True', Active: 'False' });
    users(180);
    clock.step(20_000);
    expect(replicas()).toBe(4);
    expect(conditions()).toMatchObject({ Ready: 'True', Active: 'True' });
    users(0);
    clock.step(200_000);
    expect(replicas()).toBe(4);
    clock.step(200_000);
    expect(replicas()).toBe(1);
    expect(failures).toEqual([]);
  });

  it('never scales in while that is paused', () => {
    const { clock, users, replicas } = cluster({
      'autoscaling.keda.sh/paused-scale-in': 'true',
    });
    users(180);
    clock.step(40_000);
    users(0);
    clock.step(900_000);
    expect(replicas()).toBe(4);
  });

  it('is paused at a number of replicas', () => {
    const { clock, users, replicas, conditions } = cluster({
      'autoscaling.keda.sh/paused-replicas': '3',
    });
    users(500);
    clock.step(60_000);
    expect(replicas()).toBe(3);
    expect(conditions()).toMatchObject({ Paused: 'True' });
  });

  it('says that nothing answers, and leaves the workers alone', () => {
    const { clock, replicas, conditions } = cluster({}, 'nobody');
    clock.step(60_000);
    expect(replicas()).toBe(1);
    expect(conditions()).toMatchObject({ Ready: 'False' });
  });
});
