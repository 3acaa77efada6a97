import {
  ApiError,
  KubeObject,
  MemoryStore,
  validateKind,
  withDefaults,
} from '@slipway/kube-sim';
import { effectsOn } from '..';
import { cluster } from './__testUtils__/cluster';
import { PAUSE_IMAGE } from './injections';
import { API, FaultName } from './kinds';
import { Fault, PAUSE } from './model';

const conditions = (fault: Fault | undefined) =>
  Object.fromEntries(
    (fault?.status.conditions ?? []).map(({ type, status }) => [type, status]),
  );

const isReady = (pod: {
  status: { conditions?: Array<{ type: string; status: string }> };
}) =>
  pod.status.conditions?.some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );

const ORDERS = { selector: { labelSelectors: { app: 'orders' } } };

describe('PodChaos', () => {
  it('kills one pod, which is replaced', () => {
    const { clock, launch, pods, failures } = cluster();
    const before = pods().map(({ metadata }) => metadata.name);
    const fault = launch('PodChaos', {
      ...ORDERS,
      action: 'pod-kill',
      mode: 'one',
    });
    clock.step(30_000);
    const after = pods().map(({ metadata }) => metadata.name);
    expect(after).toHaveLength(3);
    expect(after.filter(name => before.includes(name))).toHaveLength(2);
    expect(pods().every(isReady)).toBe(true);
    const [record] = fault()?.status.experiment.containerRecords ?? [];
    expect(record).toMatchObject({
      phase: 'Injected',
      injectedCount: 1,
      recoveredCount: 0,
      selectorKey: '.',
      events: [{ type: 'Succeeded', operation: 'Apply' }],
    });
    expect(before).toContain(record.id.split('/')[1]);
    expect(conditions(fault())).toEqual({
      Selected: 'True',
      AllInjected: 'True',
      AllRecovered: 'False',
      Paused: 'False',
    });
    expect(failures).toEqual([]);
  });

  it('swaps images until the duration is over', () => {
    const { clock, launch, pods } = cluster();
    const fault = launch('PodChaos', {
      ...ORDERS,
      action: 'pod-failure',
      mode: 'fixed-percent',
      value: '50',
      duration: '30s',
    });
    clock.step(10_000);
    const failing = pods().filter(
      ({ spec }) => spec.containers?.[0].image === PAUSE_IMAGE,
    );
    // Half of three is rounded up.
    expect(failing).toHaveLength(2);
    expect(failing.some(isReady)).toBe(false);
    expect(failing[0].metadata.annotations).toEqual({
      'chaos-mesh-fault-pod-failure-order-service-normal-image': 'orders:1.0',
    });
    clock.step(30_000);
    expect(
      pods().map(({ spec, status, metadata }) => [
        spec.containers?.[0].image,
        status.containerStatuses?.[0].image,
        metadata.annotations ?? {},
      ]),
    ).toEqual(Array(3).fill(['orders:1.0', 'orders:1.0', {}]));
    expect(pods().every(isReady)).toBe(true);
    expect(fault()?.status.experiment.desiredPhase).toBe('Stop');
    expect(conditions(fault())).toMatchObject({
      AllInjected: 'False',
      AllRecovered: 'True',
    });
  });

  it('kills a container, which starts again in the same pod', () => {
    const { clock, launch, pods } = cluster();
    const before = pods().map(({ metadata }) => metadata.uid);
    const fault = launch('PodChaos', {
      ...ORDERS,
      action: 'container-kill',
      mode: 'all',
      containerNames: ['order-service'],
    });
    clock.step(100);
    expect(pods().some(isReady)).toBe(false);
    clock.step(30_000);
    expect(pods().every(isReady)).toBe(true);
    expect(pods().map(({ metadata }) => metadata.uid)).toEqual(before);
    expect(
      pods().map(({ status }) => status.containerStatuses?.[0].restartCount),
    ).toEqual([1, 1, 1]);
    expect(
      fault()?.status.experiment.containerRecords?.[0].id.split('/')[2],
    ).toBe('order-service');
  });

  it('says when nothing matches, and chooses no target', () => {
    const { clock, launch, objects } = cluster();
    const fault = launch('PodChaos', {
      selector: { labelSelectors: { app: 'nothing' } },
      action: 'pod-kill',
      mode: 'all',
    });
    clock.step(10_000);
    expect(conditions(fault())).toMatchObject({ Selected: 'False' });
    expect(objects.events.list('shop').map(({ message }) => message)).toContain(
      'Failed to select targets: no pod is selected',
    );
  });
});

describe('NetworkChaos', () => {
  const DELAY = {
    ...ORDERS,
    action: 'delay',
    mode: 'all',
    duration: '10m',
    delay: { latency: '200ms' },
  };

  it('delays until it is paused, and again after it is resumed', () => {
    const { clock, store, launch, kindOf } = cluster();
    const fault = launch('NetworkChaos', DELAY);
    const setPause = (value: string | undefined) => {
      const now = fault();
      if (!now) throw new Error('There is no fault.');
      const annotations = { ...now.metadata.annotations };
      if (value) annotations[PAUSE] = value;
      else delete annotations[PAUSE];
      kindOf('NetworkChaos').update({
        ...now,
        metadata: { ...now.metadata, annotations },
      });
      clock.step(5_000);
    };
    clock.step(100);
    expect(fault()?.status.experiment.containerRecords?.[0].phase).toBe(
      'Not Injected/Wait',
    );
    clock.step(5_000);
    expect(conditions(fault())).toMatchObject({ AllInjected: 'True' });
    expect(effectsOn(store)).toEqual([
      {
        kind: 'network',
        from: expect.arrayContaining([
          { namespace: 'shop', pod: expect.any(String) },
        ]),
        milliseconds: 200,
        failures: 0,
      },
    ]);
    setPause('true');
    expect(conditions(fault())).toMatchObject({
      AllRecovered: 'True',
      Paused: 'True',
    });
    expect(effectsOn(store)).toEqual([]);
    setPause(undefined);
    expect(conditions(fault())).toMatchObject({
      AllInjected: 'True',
      Paused: 'False',
    });
    expect(fault()?.status.experiment.containerRecords?.[0]).toMatchObject({
      injectedCount: 2,
      recoveredCount: 1,
    });
  });

  it('is recovered before it is gone', () => {
    const { clock, store, launch, kindOf } = cluster();
    const fault = launch('NetworkChaos', DELAY);
    clock.step(5_000);
    const now = fault();
    if (!now) throw new Error('There is no fault.');
    expect(now.metadata.finalizers).toEqual(['chaos-mesh/records']);
    kindOf('NetworkChaos').delete(now);
    expect(fault()?.metadata.deletionTimestamp).toBeDefined();
    clock.step(5_000);
    expect(fault()).toBeUndefined();
    expect(effectsOn(store)).toEqual([]);
  });

  it('runs until it is deleted when its duration cannot be read', () => {
    const { clock, launch } = cluster();
    const fault = launch('NetworkChaos', { ...DELAY, duration: '' });
    clock.step(3_600_000);
    expect(conditions(fault())).toMatchObject({ AllInjected: 'True' });
  });
});

describe('AWSChaos', () => {
  it('fails: there is no cloud', () => {
    const { clock, launch } = cluster();
    const fault = launch('AWSChaos', {
      action: 'ec2-stop',
      awsRegion: 'eu-central-1',
      ec2Instance: 'i-1',
    });
    clock.step(10_000);
    expect(fault()?.status.experiment.containerRecords).toMatchObject([
      {
        id: '{"awsRegion":"eu-central-1","ec2Instance":"i-1"}',
        phase: 'Not Injected',
        injectedCount: 0,
      },
    ]);
    expect(
      fault()?.status.experiment.containerRecords?.[0].events?.[0],
    ).toMatchObject({ type: 'Failed', operation: 'Apply' });
  });
});

describe('the webhook', () => {
  const refusal = (
    store: MemoryStore,
    kind: FaultName,
    spec: object,
    before?: object,
  ): string | undefined => {
    const type = store.typeOfKind(API, kind);
    if (!type) throw new Error(`${kind} is not served.`);
    const whole = (one: object) =>
      withDefaults(type, {
        apiVersion: API,
        kind,
        metadata: {
          name: 'fault',
          namespace: 'shop',
          uid: '',
          resourceVersion: '',
          generation: 1,
          creationTimestamp: '',
        },
        spec: one as KubeObject['spec'],
      });
    try {
      validateKind(store, type, whole(spec), before && whole(before));
      return undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      expect(error.code).toBe(403);
      return error.message;
    }
  };
  const { store } = cluster();
  const denied = (webhook: string, message: string) =>
    `admission webhook "${webhook}.kb.io" denied the request: ${message}`;
  const delay = {
    ...ORDERS,
    action: 'delay',
    mode: 'all',
    delay: { latency: '1s' },
  };
  const kill = { ...ORDERS, action: 'pod-kill', mode: 'one' };

  it.each<[string, FaultName, object, string | undefined]>([
    ['a fault that is right', 'NetworkChaos', delay, undefined],
    [
      'an empty duration',
      'NetworkChaos',
      { ...delay, duration: '' },
      undefined,
    ],
    [
      'a duration without a unit',
      'NetworkChaos',
      { ...delay, duration: '30' },
      denied(
        'vnetworkchaos',
        'Spec.Duration: Invalid value: "30": parse duration field error: time: missing unit in duration "30"',
      ),
    ],
    [
      'a direction without a target',
      'NetworkChaos',
      { ...delay, direction: 'both' },
      denied(
        'vnetworkchaos',
        'Spec.direction: Invalid value: "both": `from` and `both` direction cannot be used when targets is empty in netem action',
      ),
    ],
    [
      'none of a fixed number',
      'PodChaos',
      { ...kill, mode: 'fixed', value: '0' },
      denied(
        'vpodchaos',
        'Spec.ContainerSelector.PodSelector.value: Invalid value: "0": value must be greater than 0 with mode:fixed',
      ),
    ],
    [
      'no container to kill',
      'PodChaos',
      { ...kill, action: 'container-kill' },
      denied(
        'vpodchaos',
        'Spec.containerNames: Invalid value: null: the name of container is required on container-kill action: invalid value',
      ),
    ],
  ])('%s', (_, kind, spec, expected) => {
    expect(refusal(store, kind, spec)).toBe(expected);
  });

  it('lets no spec change', () => {
    expect(refusal(store, 'PodChaos', { ...kill, mode: 'all' }, kill)).toBe(
      denied('vpodchaos', 'Cannot update chaos spec'),
    );
  });
});
