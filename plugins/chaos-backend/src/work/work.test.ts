import { mockCredentials } from '@backstage/backend-test-utils';
import { CHAOS_KINDS } from '@slipway/plugin-chaos-common';
import { PartOrder } from '@slipway/plugin-work-common';
import {
  CLUSTER,
  delayFault,
  HarnessOptions,
  ORDERS,
  pod,
  startHarness,
} from '../__testUtils__/harness';
import { workProbe } from '../__testUtils__/workProbe';

const NETWORK = CHAOS_KINDS.NetworkChaos.resource;
const user = (name: string) => mockCredentials.user(`user:default/${name}`);

async function start(options: HarnessOptions = {}) {
  const probe = workProbe();
  const harness = await startHarness({
    pods: ['orders-1', 'orders-2'].map(name =>
      pod(name, { labels: { 'app.kubernetes.io/name': 'orders' } }),
    ),
    ...options,
    features: [probe.feature],
  });
  const order: PartOrder & { id: string } = {
    id: 'run-1/fault',
    kind: 'fault',
    offer: 'slow-network',
    entityRef: ORDERS,
    cluster: CLUSTER,
    namespace: 'shop',
    args: { mode: 'one', duration: '1m', delay: { latency: '500ms' } },
  };
  return {
    ...harness,
    order,
    work: () => probe.work(),
    parts: () => probe.parts(),
  };
}

describe('work', () => {
  it('says what runs: the services that it disturbs, where, since and until when', async () => {
    const { work } = await start({
      pods: [pod('orders-1'), pod('orders-2', { entity: 'products' })],
      faults: [delayFault('slow')],
    });
    const { work: running, unknown } = await work().running();
    expect(unknown).toEqual([]);
    expect(running).toEqual([
      {
        id: `chaos:${CLUSTER}/uid-slow`,
        plugin: 'chaos',
        kind: 'fault',
        title: 'NetworkChaos slow: Delays packets by 300ms that the pods send',
        state: 'Running: 2 of 2 targets injected.',
        tone: 'progressing',
        entityRefs: [ORDERS, 'component:default/products'],
        places: [
          {
            cluster: CLUSTER,
            namespace: 'shop',
            workloads: ['orders', 'products'],
          },
        ],
        since: expect.any(String),
        until: expect.any(String),
        progress: expect.closeTo(0.1, 1),
        path: `/resilience/faults/${CLUSTER}/shop/NetworkChaos/slow`,
      },
    ]);
  });

  it('reads the pods of a fault once, and remembers those that are gone since', async () => {
    const { clusters, work } = await start({ faults: [delayFault('slow')] });
    await work().running();
    clusters.failNext('list', new Error('not again'));
    const { work: running } = await work().running();
    expect(running[0].state).toBe('Running: 2 of 2 targets injected.');
  });

  it('says that pods cannot be read, and which clusters are not current', async () => {
    const { clusters, work } = await start({ faults: [delayFault('slow')] });
    clusters.failNext('list', new Error('forbidden'));
    clusters.setFreshness(CLUSTER, { state: 'stale', reason: 'timeout' });
    const { work: running, unknown } = await work().running();
    expect(running[0]).toMatchObject({
      entityRefs: [ORDERS],
      state: expect.stringContaining('pods cannot be read'),
    });
    expect(unknown).toEqual([
      { plugin: 'chaos', reason: expect.stringContaining('timeout') },
    ]);
  });
});

describe('parts', () => {
  it('offers the experiments, and says which cannot be used here', async () => {
    const { clusters, parts, order, halt } = await start();
    clusters.setFreshness(
      CLUSTER,
      { state: 'not-installed' },
      'dnschaos.chaos-mesh.org',
    );
    const offers = await parts().offers(order, user('vera'));
    const of = (id: string) => offers.find(each => each.id === id);
    expect(of('slow-network')).not.toHaveProperty('unavailable');
    expect(of('dns-error')?.unavailable).toContain('not installed');
    await halt('an incident');
    const halted = await parts().offers(order, user('vera'));
    expect(halted[0].unavailable).toContain('an incident');
    await expect(parts().offers(order, user('blind'))).rejects.toThrow(
      'chaos.fault.read',
    );
  });

  it('checks what it would touch, and changes nothing', async () => {
    const { clusters, parts, order } = await start();
    expect(await parts().check(order, user('olga'))).toEqual({
      refusals: [],
      warnings: [expect.stringContaining('spec.target is not given')],
      touches: ['1 of 2 pods of Rollout orders in shop'],
      durationSeconds: 60,
      equivalent: expect.stringContaining('latency: 500ms'),
    });
    expect(clusters.writes).toEqual([]);
  });

  it('in production need that the joint run was allowed', async () => {
    const { parts, order, clusters } = await start({
      environment: 'prod',
      config: { slipway: { chaos: { guardrails: { prod: {} } } } },
    });
    const approved = { ...order, approved: true };
    expect((await parts().check(order, user('olga'))).refusals).toEqual([
      expect.stringContaining('needs an approval'),
    ]);
    await expect(parts().start(order, user('olga'))).rejects.toThrow(
      'approval',
    );
    expect(clusters.writes).toEqual([]);
    expect((await parts().check(approved, user('olga'))).refusals).toEqual([]);
    await parts().start(approved, user('olga'));
    expect(clusters.writes).toHaveLength(1);
  });

  it('are not offered where production is refused', async () => {
    const { parts, order } = await start({ environment: 'prod' });
    const [offer] = await parts().offers(order, user('vera'));
    expect(offer.unavailable).toContain('not allowed');
  });

  it.each<[string, string, object, string]>([
    ['who may not', 'vera', {}, 'Only owners (team-orders)'],
    ['a guardrail', 'olga', { duration: '20h' }, 'is longer than'],
    ['a mode without its number', 'olga', { mode: 'fixed' }, 'value must be'],
  ])('refuses %s', async (_, who, args, words) => {
    const { parts, order } = await start();
    const { refusals } = await parts().check(
      { ...order, args: { ...order.args, ...args } },
      user(who),
    );
    expect(refusals.join(' ')).toContain(words);
  });

  it.each<[string, object, string]>([
    ['an unknown argument', { selector: {} }, 'additional properties'],
    [
      'a value of another form',
      { delay: { latency: 'long' } },
      'args.delay.latency',
    ],
  ])('takes only what its schema names: %s', async (_, args, words) => {
    const { parts, order } = await start();
    await expect(
      parts().check(
        { ...order, args: { ...order.args, ...args } },
        user('olga'),
      ),
    ).rejects.toThrow(words);
  });

  it('starts once as a user does, with audit and activity', async () => {
    const { activity, audited, clusters, parts, order } = await start();
    const first = await parts().start(order, user('olga'));
    expect(first).toMatchObject({ phase: 'starting' });
    expect(await parts().start(order, user('olga'))).toEqual(first);
    expect(await parts().find(order.id)).toEqual(first);
    expect(await parts().find('run-1/other')).toBeUndefined();
    expect(clusters.writes).toHaveLength(1);
    expect(clusters.writes[0]).toMatchObject({
      actor: { userEntityRef: 'user:default/olga' },
      write: {
        verb: 'create',
        object: {
          metadata: {
            labels: {
              'slipway.io/part': expect.stringMatching(/^[0-9a-f]{40}$/),
            },
            annotations: { 'slipway.io/started-by': 'user:default/olga' },
          },
          spec: { mode: 'one', delay: { latency: '500ms', jitter: '50ms' } },
        },
      },
    });
    expect(activity.entries).toMatchObject([
      { type: 'launch', outcome: 'succeeded' },
    ]);
    expect(audited).toMatchObject([
      { eventId: 'launch', outcome: 'succeeded' },
    ]);
  });

  it('nobody but a user who may starts it, and a refusal leaves nothing', async () => {
    const { clusters, parts, order } = await start();
    await expect(parts().start(order, user('vera'))).rejects.toThrow(
      'Only owners',
    );
    await expect(
      parts().start(order, mockCredentials.service()),
    ).rejects.toThrow('Only a user');
    expect(await parts().find(order.id)).toBeUndefined();
    expect(clusters.writes).toEqual([]);
    expect((await parts().start(order, user('olga'))).phase).toBe('starting');
  });

  it('follows its object until it is gone, and stops it in the name of who started it', async () => {
    const harness = await start();
    const { audited, clusters, parts, order } = harness;
    const { ref } = await parts().start(order, user('olga'));
    const name = ref.split('/')[3];
    // Without the finalizer of the controller, which nobody here takes away.
    const running = delayFault(name, { metadata: { finalizers: [] } });
    clusters.emit(CLUSTER, NETWORK, running);
    const { effectiveAt } = await parts().state(ref);
    expect(effectiveAt).toBeDefined();
    expect(await parts().state(ref)).toMatchObject({ phase: 'running' });

    await parts().stop(ref, 'p95 is above its limit');
    await parts().stop(ref, 'again');
    const deletes = clusters.writes.filter(
      ({ write }) => write.verb === 'delete',
    );
    expect(deletes).toMatchObject([
      { actor: { userEntityRef: 'user:default/olga' }, outcome: 'applied' },
    ]);
    expect(audited).toContainEqual(
      expect.objectContaining({ eventId: 'stop-part', outcome: 'succeeded' }),
    );
    const ended = await parts().state(ref);
    expect(ended).toMatchObject({
      phase: 'ended',
      outcome: 'stopped',
      reason: 'p95 is above its limit',
      effectiveAt,
    });
    expect(await parts().state(ref)).toEqual(ended);
    // The same id starts nothing twice, also when it is over.
    expect(await parts().start(order, user('olga'))).toEqual(ended);
  });

  it('does not know a part that never was, and says when a cluster does not answer', async () => {
    const { clusters, parts } = await start();
    const ref = `${CLUSTER}/shop/NetworkChaos/never`;
    await expect(parts().state(ref)).rejects.toThrow('There is no part');
    clusters.failNext('get', new Error('timeout'));
    await expect(parts().state(ref)).rejects.toThrow('cannot be read now');
  });
});
