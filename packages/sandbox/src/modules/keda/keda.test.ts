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
import { API, Hpa, HPA_API, ScaledObject } from './model';

describe('ScaledObject', () => {
  type Spec = Partial<ScaledObject['spec']> & { url?: string };

  /** A Deployment of one worker, and a service whose pods answer a number of users. */
  function cluster(
    annotations: Record<string, string> = {},
    { url = 'master', ...spec }: Spec = {},
  ) {
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
        ...spec,
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
    const scaledObjects = new Kind<ScaledObject>(store, API, 'ScaledObject');
    const hpas = new Kind<Hpa>(store, HPA_API, 'HorizontalPodAutoscaler');
    const scaled = () => scaledObjects.get('shop', 'workers');
    return {
      clock,
      failures,
      scaled,
      users: (count: number) => {
        answer = `{"user_count": ${count}}`;
      },
      replicas: () => objects.deployments.get('shop', 'worker')?.spec.replicas,
      hpa: () => hpas.get('shop', 'keda-hpa-workers'),
      reasons: () => objects.events.list('shop').map(({ reason }) => reason),
      conditions: () =>
        Object.fromEntries(
          (scaled()?.status.conditions ?? []).map(({ type, status }) => [
            type,
            status,
          ]),
        ),
      annotate: (next: Record<string, string>) => {
        const object = scaled()!;
        scaledObjects.update({
          ...object,
          metadata: { ...object.metadata, annotations: next },
        });
      },
      remove: () => scaledObjects.delete(scaled()!),
    };
  }

  it('scales out with the users, and in five minutes after them', () => {
    const { clock, users, replicas, conditions, failures, hpa } = cluster();
    clock.step(20_000);
    expect(replicas()).toBe(1);
    expect(conditions()).toEqual({
      Ready: 'True',
      Active: 'False',
      Fallback: 'False',
      Paused: 'False',
    });
    users(180);
    clock.step(40_000);
    expect(replicas()).toBe(4);
    expect(conditions()).toMatchObject({ Active: 'True', HPAActive: 'True' });
    expect(hpa()?.status).toMatchObject({
      currentReplicas: 4,
      desiredReplicas: 4,
      currentMetrics: [{ external: { current: { averageValue: '45' } } }],
    });
    users(0);
    clock.step(200_000);
    expect(replicas()).toBe(4);
    clock.step(200_000);
    expect(replicas()).toBe(1);
    expect(failures).toEqual([]);
  });

  // newHPAForScaledObject, ensureScaledObjectLabel, getScaledObjectMetricSpecs of KEDA
  it('makes an autoscaler with its label, target and metric', () => {
    const { clock, hpa, scaled } = cluster();
    clock.step(1_000);
    expect(scaled()?.metadata).toMatchObject({
      labels: { 'scaledobject.keda.sh/name': 'workers' },
      finalizers: ['finalizer.keda.sh'],
    });
    expect(hpa()).toMatchObject({
      metadata: {
        labels: {
          'scaledobject.keda.sh/name': 'workers',
          'app.kubernetes.io/managed-by': 'keda-operator',
          'app.kubernetes.io/part-of': 'workers',
        },
        ownerReferences: [{ kind: 'ScaledObject', name: 'workers' }],
      },
      spec: {
        minReplicas: 1,
        maxReplicas: 5,
        scaleTargetRef: { kind: 'Deployment', name: 'worker' },
        metrics: [
          {
            type: 'External',
            external: {
              metric: {
                name: 's0-metric-api-user_count',
                selector: {
                  matchLabels: { 'scaledobject.keda.sh/name': 'workers' },
                },
              },
              target: { type: 'AverageValue', averageValue: '50' },
            },
          },
        ],
      },
    });
    expect(hpa()?.spec.behavior).toBeUndefined();
    expect(scaled()?.status).toMatchObject({
      hpaName: 'keda-hpa-workers',
      originalReplicaCount: 1,
      externalMetricNames: ['s0-metric-api-user_count'],
      triggersActivity: { 's0-metric-api-user_count': { isActive: false } },
    });
  });

  // reconcileScaledObject: one direction sets the condition, the loop goes on; newHPAForScaledObject: policy Disabled
  it('never scales in while that is paused, and says Paused', () => {
    const { clock, users, replicas, conditions, hpa, annotate } = cluster({
      'autoscaling.keda.sh/paused-scale-in': 'true',
    });
    users(180);
    clock.step(40_000);
    expect(replicas()).toBe(4);
    expect(conditions()).toMatchObject({ Paused: 'True', Active: 'True' });
    expect(hpa()?.spec.behavior).toMatchObject({
      scaleUp: { selectPolicy: 'Max' },
      scaleDown: { selectPolicy: 'Disabled' },
    });
    users(0);
    clock.step(900_000);
    expect(replicas()).toBe(4);
    annotate({});
    clock.step(1_000);
    expect(hpa()?.spec.behavior).toBeUndefined();
    expect(conditions()).toMatchObject({ Paused: 'False' });
    clock.step(330_000);
    expect(replicas()).toBe(1);
  });

  it('follows its own behavior when scaling in is resumed', () => {
    const { clock, users, replicas, hpa, annotate } = cluster(
      { 'autoscaling.keda.sh/paused-scale-in': 'true' },
      {
        advanced: {
          horizontalPodAutoscalerConfig: {
            behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
          },
        },
      },
    );
    users(180);
    clock.step(40_000);
    users(0);
    clock.step(40_000);
    expect(replicas()).toBe(4);
    annotate({});
    clock.step(20_000);
    expect(hpa()?.metadata.annotations).toBeUndefined();
    expect(hpa()?.spec.behavior?.scaleDown).toEqual({
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
    });
    expect(replicas()).toBe(1);
  });

  it('never scales out while that is paused', () => {
    const { clock, users, replicas, conditions, hpa } = cluster({
      'autoscaling.keda.sh/paused-scale-out': 'true',
    });
    users(180);
    clock.step(60_000);
    expect(replicas()).toBe(1);
    expect(conditions()).toMatchObject({ Paused: 'True' });
    expect(hpa()?.spec.behavior?.scaleUp?.selectPolicy).toBe('Disabled');
  });

  // handlePause
  it('has no autoscaler while it is paused at a number of replicas', () => {
    const {
      clock,
      users,
      replicas,
      conditions,
      hpa,
      scaled,
      annotate,
      reasons,
    } = cluster();
    clock.step(20_000);
    expect(hpa()).toBeDefined();
    annotate({ 'autoscaling.keda.sh/paused-replicas': '3' });
    clock.step(1_000);
    expect(hpa()).toBeUndefined();
    expect(replicas()).toBe(3);
    expect(scaled()?.status).toMatchObject({
      pausedReplicaCount: 3,
      hpaName: 'keda-hpa-workers',
    });
    users(500);
    clock.step(60_000);
    expect(replicas()).toBe(3);
    expect(conditions()).toMatchObject({ Paused: 'True', Ready: 'True' });
    annotate({});
    clock.step(40_000);
    expect(replicas()).toBe(5);
    expect(scaled()?.status.pausedReplicaCount).toBeUndefined();
    expect(reasons()).toEqual(
      expect.arrayContaining(['ScaledObjectPaused', 'ScaledObjectUnpaused']),
    );
  });

  it('stays at its replicas while it is paused without a number', () => {
    const { clock, users, replicas, hpa, conditions } = cluster({
      'autoscaling.keda.sh/paused': 'true',
    });
    users(500);
    clock.step(60_000);
    expect(replicas()).toBe(1);
    expect(hpa()).toBeUndefined();
    // Nobody has asked the triggers yet.
    expect(conditions()).toMatchObject({ Paused: 'True', Active: 'Unknown' });
  });

  it('says that a number of replicas is none', () => {
    const { clock, scaled } = cluster({
      'autoscaling.keda.sh/paused-replicas': 'three',
    });
    clock.step(1_000);
    expect(scaled()?.status.conditions?.[0]).toMatchObject({
      status: 'False',
      reason: 'ScaledObjectCheckFailed',
      message: expect.stringContaining('parsing "three": invalid syntax'),
    });
  });

  // scaleFromZeroOrIdle, scaleToZeroOrIdle
  it('goes to none after the cooldown, and back with the first user', () => {
    const { clock, users, replicas, conditions, reasons } = cluster(
      {},
      { minReplicaCount: 0, cooldownPeriod: 60, pollingInterval: 10 },
    );
    clock.step(15_000);
    expect(replicas()).toBe(0);
    clock.step(30_000);
    expect(conditions()).toMatchObject({ Active: 'False', HPAActive: 'True' });
    users(10);
    clock.step(15_000);
    expect(replicas()).toBe(1);
    users(0);
    clock.step(30_000);
    expect(replicas()).toBe(1);
    clock.step(60_000);
    expect(replicas()).toBe(0);
    expect(reasons()).toEqual(
      expect.arrayContaining([
        'KEDAScaleTargetActivated',
        'KEDAScaleTargetDeactivated',
      ]),
    );
  });

  it('is at its least from the start, before anybody loads', () => {
    const { clock, replicas } = cluster({}, { minReplicaCount: 4 });
    clock.step(1_000);
    expect(replicas()).toBe(4);
  });

  // finalizeScaledObject
  it.each<[string, boolean, number]>([
    ['leaves the replicas when it is deleted', false, 4],
    ['puts the replicas back where it says so', true, 1],
  ])('%s', async (_, restoreToOriginalReplicaCount, expected) => {
    const { clock, users, replicas, remove, scaled, hpa } = cluster(
      {},
      { advanced: { restoreToOriginalReplicaCount } },
    );
    users(180);
    clock.step(40_000);
    expect(replicas()).toBe(4);
    remove();
    clock.step(1_000);
    // The garbage collector works after the write.
    await Promise.resolve();
    clock.step(60_000);
    expect(scaled()).toBeUndefined();
    expect(hpa()).toBeUndefined();
    expect(replicas()).toBe(expected);
  });

  it('hands its behavior to the autoscaler', () => {
    const { clock, users, replicas } = cluster(
      {},
      {
        advanced: {
          horizontalPodAutoscalerConfig: {
            behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
          },
        },
      },
    );
    users(180);
    clock.step(40_000);
    users(0);
    clock.step(20_000);
    expect(replicas()).toBe(1);
  });

  it('says that nothing answers, and leaves the workers alone', () => {
    const { clock, replicas, conditions, hpa } = cluster({}, { url: 'nobody' });
    clock.step(60_000);
    expect(replicas()).toBe(1);
    expect(conditions()).toMatchObject({ Ready: 'False', HPAActive: 'False' });
    expect(
      hpa()?.status.conditions?.find(({ type }) => type === 'ScalingActive'),
    ).toMatchObject({ status: 'False', reason: 'FailedGetExternalMetric' });
  });

  it('says that its target is not there', () => {
    const { clock, scaled, hpa } = cluster(
      {},
      { scaleTargetRef: { name: 'ghost' } },
    );
    clock.step(1_000);
    expect(hpa()).toBeUndefined();
    expect(scaled()?.status.conditions?.[0]).toMatchObject({
      status: 'False',
      reason: 'ScaledObjectCheckFailed',
    });
  });
});
