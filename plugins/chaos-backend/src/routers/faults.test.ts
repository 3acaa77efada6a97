import { CHAOS_KINDS, FaultRef } from '@slipway/plugin-chaos-common';
import {
  CLUSTER,
  delayFault,
  Harness,
  pod,
  startHarness,
} from '../__testUtils__/harness';

const NETWORK = CHAOS_KINDS.NetworkChaos.resource;
const raw = (harness: Harness, name: string) =>
  harness.clusters.get<{
    metadata: { annotations: Record<string, string> };
  }>(NETWORK, { cluster: CLUSTER, namespace: 'shop', name });
const PAUSE = 'experiment.chaos-mesh.org/pause';
const paused = () =>
  delayFault('slow', {
    annotations: { [PAUSE]: 'true' },
    status: {
      conditions: [{ type: 'Paused', status: 'True' }],
      experiment: { desiredPhase: 'Stop', containerRecords: [] },
    },
  });

describe('reading', () => {
  it('lists faults with their state and whose they are', async () => {
    const harness = await startHarness({ faults: [delayFault('slow')] });
    const { body } = await harness.get(`${harness.base}/faults`);
    expect(body).toMatchObject([
      {
        ref: { cluster: CLUSTER, kind: 'NetworkChaos', name: 'slow' },
        state: 'running',
        stateText: 'Running: 2 of 2 targets injected.',
        entity: { state: 'bound', entityRef: 'component:default/orders' },
        targets: { selected: 2, injected: 2 },
      },
    ]);
  });

  it('shows one fault with its targets, and their pods as they are now', async () => {
    const harness = await startHarness({ faults: [delayFault('slow')] });
    const { body } = await harness.get(harness.faultPath('slow'));
    expect(body.core.manifest.spec.action).toBe('delay');
    expect(body.records).toMatchObject([
      { id: 'shop/orders-1', pod: { ready: true, workload: 'Rollout orders' } },
      { id: 'shop/orders-2' },
    ]);
  });

  it('names the workloads that it disturbs, also when a pod is gone', async () => {
    const harness = await startHarness({
      faults: [delayFault('slow')],
      pods: [pod('orders-1')],
    });
    const { body } = await harness.get(harness.faultPath('slow'));
    expect(body.core.touched).toEqual([
      { namespace: 'shop', workload: 'Rollout orders' },
    ]);
    expect(body.core).not.toHaveProperty('podsUnread');
  });

  it('says that pods cannot be read', async () => {
    const harness = await startHarness({ faults: [delayFault('slow')] });
    harness.clusters.failNext('list', new Error('pods is forbidden'));
    const { body } = await harness.get(harness.faultPath('slow'));
    expect(body.core).toMatchObject({
      touched: [],
      podsUnread: 'pods is forbidden',
    });
  });

  it('a fault that is not there, and kinds that are none', async () => {
    const harness = await startHarness();
    expect((await harness.get(harness.faultPath('gone'))).status).toBe(404);
    expect((await harness.get(harness.faultPath('x', 'Pod'))).status).toBe(400);
  });

  it('says which kinds a cluster has', async () => {
    const harness = await startHarness();
    harness.clusters.setFreshness(
      CLUSTER,
      { state: 'not-installed' },
      'dnschaos.chaos-mesh.org',
    );
    const { body } = await harness.get(`${harness.base}/kinds`);
    const [{ kinds }] = body;
    const of = (kind: string) =>
      kinds.find((each: { kind: string }) => each.kind === kind);
    expect(of('NetworkChaos')).toEqual({
      kind: 'NetworkChaos',
      state: 'installed',
    });
    expect(of('DNSChaos')).toMatchObject({ state: 'not-installed' });
  });

  it('what a schedule started belongs to whom the schedule belongs to', async () => {
    const child = delayFault('slow-x1', {
      annotations: {},
      metadata: {
        annotations: {},
        ownerReferences: [
          {
            apiVersion: 'chaos-mesh.org/v1alpha1',
            kind: 'Schedule',
            name: 'nightly',
            uid: 'uid-nightly',
            controller: true,
          },
        ],
      },
    });
    const harness = await startHarness({
      faults: [child],
      schedules: [
        {
          apiVersion: 'chaos-mesh.org/v1alpha1',
          kind: 'Schedule',
          metadata: {
            name: 'nightly',
            namespace: 'shop',
            uid: 'uid-nightly',
            annotations: {
              'slipway.io/entity-ref': 'component:default/orders',
            },
          },
          spec: { schedule: '@daily', type: 'NetworkChaos' },
        },
      ],
    });
    const { body } = await harness.get(harness.faultPath('slow-x1'));
    expect(body.core).toMatchObject({
      entity: { state: 'bound' },
      parent: { kind: 'Schedule', name: 'nightly' },
    });
    const schedule = await harness.get(
      harness.faultPath('nightly', 'Schedule'),
    );
    expect(schedule.body.children).toMatchObject([
      { name: 'slow-x1', state: 'running', fault: { kind: 'NetworkChaos' } },
    ]);
    expect(schedule.body.core.nextStarts).toHaveLength(5);
  });
});

describe('acting on a fault', () => {
  it('pause, as the user, with a trace', async () => {
    const harness = await startHarness({ faults: [delayFault('slow')] });
    expect((await harness.act('pause', 'slow')).status).toBe(200);
    expect((await raw(harness, 'slow')).metadata.annotations[PAUSE]).toBe(
      'true',
    );
    // Beside what happened to the fault by itself.
    const done = harness.activity.entries.filter(
      ({ source }) => source === 'user',
    );
    expect(done).toMatchObject([
      {
        type: 'pause',
        outcome: 'succeeded',
        target: { kind: 'NetworkChaos', entityRef: 'component:default/orders' },
      },
    ]);
  });

  it('resume removes the annotation', async () => {
    const harness = await startHarness({ faults: [paused()] });
    expect((await harness.act('resume', 'slow')).status).toBe(200);
    expect(
      (await raw(harness, 'slow')).metadata.annotations[PAUSE],
    ).toBeUndefined();
  });

  it('stop deletes it', async () => {
    const harness = await startHarness({ faults: [delayFault('slow')] });
    expect((await harness.act('stop', 'slow')).status).toBe(200);
    expect(harness.clusters.writes).toMatchObject([
      { write: { verb: 'delete', name: 'slow' }, outcome: 'applied' },
    ]);
  });

  it.each<[string, string, string, number, object | undefined]>([
    ['somebody else', 'stop', 'carla', 403, undefined],
    ['a reader', 'pause', 'vera', 403, undefined],
    ['another object of the name', 'stop', 'olga', 409, { uid: 'old' }],
    ['a state that does not fit', 'resume', 'olga', 409, undefined],
    ['no such action', 'burn', 'olga', 400, undefined],
  ])('refuses %s', async (_, action, user, status, seen) => {
    const harness = await startHarness({ faults: [delayFault('slow')] });
    expect((await harness.act(action, 'slow', user, seen)).status).toBe(status);
    expect(harness.clusters.writes).toEqual([]);
  });

  it('says who may do what', async () => {
    const harness = await startHarness({ faults: [delayFault('slow')] });
    const access = async (user: string) =>
      (await harness.get(`${harness.faultPath('slow')}/access`, user)).body
        .actions;
    expect((await access('olga')).stop).toEqual({ allowed: true });
    expect((await access('vera')).stop.reason).toContain('team-orders');
  });
});

describe('live', () => {
  const params: FaultRef & Record<string, string> = {
    cluster: CLUSTER,
    namespace: 'shop',
    kind: 'NetworkChaos',
    name: 'slow',
  };

  it('the list follows the cluster', async () => {
    const harness = await startHarness({
      faults: [delayFault('slow', { metadata: { finalizers: [] } })],
    });
    const topic = await harness.live.open('chaos:list', {});
    await topic.waitFor(({ ready }) => ready);
    expect([...topic.items.keys()]).toEqual([`${CLUSTER}/uid-slow`]);
    harness.clusters.remove(CLUSTER, NETWORK, {
      namespace: 'shop',
      name: 'slow',
    });
    expect([...topic.items.keys()]).toEqual([]);
    topic.close();
  });

  it('a fault has its core, records and events', async () => {
    const harness = await startHarness({ faults: [delayFault('slow')] });
    const topic = await harness.live.open('chaos:fault', params);
    await topic.waitFor(({ ready }) => ready);
    expect([...topic.items.keys()]).toEqual([
      'core',
      'record/source/shop/orders-1',
      'record/source/shop/orders-2',
    ]);
    topic.close();
  });
});
