import { mockCredentials } from '@backstage/backend-test-utils';
import {
  entitiesParam,
  RolloutCore,
  rolloutDetailTopic,
  rolloutsListTopic,
  RolloutSummary,
  ROLLOUTS,
} from '@slipway/plugin-rollouts-common';
import { component } from '@slipway/test-utils';
import { Harness, SEEN, startHarness } from '../__testUtils__/harness';
import {
  CLUSTER,
  ordersObjects,
  pod,
  rollout,
  ROLLOUTS_KIND,
  SECRET_VALUE,
} from '../__testUtils__/objects';

const PODS = { group: '', plural: 'pods' };
const KEY = `${CLUSTER}/rollout-orders`;
const PARAMS = { cluster: CLUSTER, namespace: 'shop', name: 'orders' };
const viewer = { credentials: mockCredentials.user('user:default/vera') };
const blind = { credentials: mockCredentials.user('user:default/blind') };

describe('rollouts:list', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness({
      clusters: {
        clusters: [{ name: CLUSTER, environment: 'stage' }, { name: 'eks' }],
      },
    });
  });

  it('has every rollout and follows changes, new ones and removals', async () => {
    const topic = await harness.live.open('rollouts:list', {}, viewer);
    expect([...topic.items.keys()]).toEqual([KEY]);

    harness.clusters.emit(
      CLUSTER,
      ROLLOUTS,
      rollout({ status: { phase: 'Healthy', message: '' } }),
    );
    await topic.waitFor(
      ({ items }) => (items.get(KEY) as RolloutSummary).phase === 'Healthy',
    );
    harness.clusters.emit('eks', ROLLOUTS, rollout({ name: 'users' }));
    await topic.waitFor(({ items }) => items.has('eks/rollout-users'));
    harness.clusters.remove(CLUSTER, ROLLOUTS, {
      namespace: 'shop',
      name: 'orders',
    });
    await topic.waitFor(({ items }) => !items.has(KEY));
  });

  it('a change of one object derives only the rollout that it belongs to', async () => {
    harness.clusters.emit(CLUSTER, ROLLOUTS, rollout({ name: 'users' }));
    const topic = await harness.live.open('rollouts:list', {}, viewer);
    await topic.waitFor(({ items }) => items.size === 2);
    const other = topic.items.get(`${CLUSTER}/rollout-users`);
    const writes = topic.writes;
    harness.clusters.emit(CLUSTER, PODS, pod('b1', 'bbb'));
    await topic.waitFor(t => t.writes > writes);
    expect(topic.writes).toBe(writes + 1);
    expect(topic.items.get(`${CLUSTER}/rollout-users`)).toBe(other);
  });

  it('shows how fresh each cluster is; one that is away takes nothing from the others', async () => {
    const topic = await harness.live.open('rollouts:list', {}, viewer);
    harness.clusters.setFreshness('eks', {
      state: 'unreachable',
      reason: 'connection refused',
    });
    await topic.waitFor(({ freshness }) =>
      freshness.some(({ state }) => state === 'unreachable'),
    );
    expect(topic.freshness).toEqual([
      expect.objectContaining({ source: CLUSTER, state: 'live' }),
      expect.objectContaining({
        source: 'eks',
        state: 'unreachable',
        reason: 'connection refused',
      }),
    ]);
    expect(topic.items.size).toBe(1);
  });

  it('a cluster without the CRD flows through', async () => {
    harness.clusters.setFreshness(
      'eks',
      { state: 'not-installed', reason: 'no rollouts.argoproj.io' },
      ROLLOUTS_KIND,
    );
    const topic = await harness.live.open('rollouts:list', {}, viewer);
    expect(topic.freshness[1]).toMatchObject({ state: 'not-installed' });
  });

  it('needs rollouts.read and takes no parameters', async () => {
    await expect(harness.live.open('rollouts:list', {}, blind)).rejects.toThrow(
      /rollouts\.read/,
    );
    await expect(
      harness.live.open('rollouts:list', { cluster: 'x' }, viewer),
    ).rejects.toThrow(/cluster/);
  });

  it('after closing nothing is written any more', async () => {
    const topic = await harness.live.open('rollouts:list', {}, viewer);
    topic.close();
    const writes = topic.writes;
    harness.clusters.emit(CLUSTER, ROLLOUTS, rollout({ name: 'late' }));
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(topic.writes).toBe(writes);
  });
});

describe('rollouts:entity', () => {
  it('has what the entity points at, bound to it or not, and follows labels', async () => {
    const harness = await startHarness({
      entities: [
        component('orders', 'team-orders'),
        component('products', 'team-catalog', {
          'backstage.io/kubernetes-label-selector': 'tier=shop',
        }),
      ],
    });
    const entityRef = 'component:default/products';
    const topic = await harness.live.open(
      'rollouts:entity',
      { entityRef },
      viewer,
    );
    expect(topic.ready).toBe(true);
    expect(topic.items.size).toBe(0);

    harness.clusters.emit(
      CLUSTER,
      ROLLOUTS,
      rollout({ labels: { tier: 'shop' } }),
    );
    await topic.waitFor(({ items }) => items.size === 1);
    const [summary] = topic.items.values() as Iterable<RolloutSummary>;
    expect(summary.entity).toMatchObject({
      state: 'bound',
      entityRef: 'component:default/orders',
    });

    harness.clusters.emit(CLUSTER, ROLLOUTS, rollout());
    await topic.waitFor(({ items }) => items.size === 0);
  });

  it('an entity that nobody has looked up yet is looked up soon', async () => {
    const harness = await startHarness({
      entities: [
        component('orders', 'team-orders'),
        component('quiet', 'team-catalog', {
          'backstage.io/kubernetes-namespace': 'shop',
        }),
      ],
    });
    const topic = await harness.live.open(
      'rollouts:entity',
      { entityRef: 'component:default/quiet' },
      viewer,
    );
    expect(topic.items.size).toBe(0);
    harness.clusters.emit(
      CLUSTER,
      ROLLOUTS,
      rollout({
        name: 'mine',
        annotations: { 'slipway.io/entity-ref': 'quiet' },
      }),
    );
    await topic.waitFor(({ items }) => items.size === 1);
  });

  it.each([{}, { entityRef: 'a:b:c/d' }, { entityRef: 'x', more: 'y' }])(
    'refuses %j',
    async params => {
      const harness = await startHarness();
      await expect(
        harness.live.open(
          'rollouts:entity',
          params as Record<string, string>,
          viewer,
        ),
      ).rejects.toThrow(/entityRef|more/);
    },
  );
});

describe('rollouts:entities', () => {
  it('has what is bound to any of the entities, and follows labels', async () => {
    const harness = await startHarness({
      entities: [
        component('orders', 'team-orders'),
        component('products', 'team-catalog', {
          'backstage.io/kubernetes-label-selector': 'app=orders',
        }),
      ],
    });
    const open = (...refs: string[]) =>
      harness.live.open(
        'rollouts:entities',
        { entityRefs: entitiesParam(refs) },
        viewer,
      );
    const both = await open(
      'component:default/products',
      'component:default/orders',
    );
    expect([...both.items.keys()]).toEqual([KEY]);
    // Pointed at is not bound.
    const other = await open('component:default/products');
    expect(other.items.size).toBe(0);

    harness.clusters.emit(
      CLUSTER,
      ROLLOUTS,
      rollout({
        name: 'mine',
        annotations: { 'slipway.io/entity-ref': 'component:default/products' },
      }),
    );
    await other.waitFor(({ items }) => items.size === 1);
    await both.waitFor(({ items }) => items.size === 2);
    harness.clusters.remove(CLUSTER, ROLLOUTS, {
      namespace: 'shop',
      name: 'mine',
    });
    await other.waitFor(({ items }) => items.size === 0);
  });

  it.each([
    '',
    'a:b:c/d',
    `${'component:default/a,'.repeat(200)}component:default/b`,
  ])('refuses %j', async entityRefs => {
    const harness = await startHarness();
    await expect(
      harness.live.open('rollouts:entities', { entityRefs }, viewer),
    ).rejects.toThrow(/entityRef/);
  });
});

describe('rollouts:detail', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
  });

  it('has the core, revisions, pods, runs and events under their keys', async () => {
    const topic = await harness.live.open('rollouts:detail', PARAMS, viewer);
    expect([...topic.items.keys()].sort()).toEqual([
      'analysis/run-run-1',
      'core',
      'event/event-backoff',
      'event/event-paused',
      'pod/pod-a1',
      'pod/pod-a2',
      'pod/pod-b1',
      'revision/rs-orders-aaa',
      'revision/rs-orders-bbb',
    ]);
    expect(JSON.stringify([...topic.items])).not.toContain(SECRET_VALUE);
  });

  it('shows the summary that the list was given, not one derived again', async () => {
    const list = await harness.live.open(rolloutsListTopic, {}, viewer);
    const topic = await harness.live.open(rolloutDetailTopic, PARAMS, viewer);
    const core = () => topic.items.get('core') as RolloutCore;
    expect(core().serving).toBe(list.items.get(KEY)?.serving);
    const writes = topic.writes;
    harness.clusters.emit(
      CLUSTER,
      ROLLOUTS,
      rollout({ status: { phase: 'Healthy', message: '' } }),
    );
    await topic.waitFor(t => t.writes > writes);
    expect(core().phase).toBe('Healthy');
    expect(core().serving).toBe(list.items.get(KEY)?.serving);
  });

  it('follows pods by owner UID', async () => {
    const topic = await harness.live.open('rollouts:detail', PARAMS, viewer);
    harness.clusters.emit(CLUSTER, PODS, pod('b2', 'bbb'));
    await topic.waitFor(({ items }) => items.has('pod/pod-b2'));
    harness.clusters.remove(CLUSTER, PODS, { namespace: 'shop', name: 'b2' });
    await topic.waitFor(({ items }) => !items.has('pod/pod-b2'));
    const writes = topic.writes;
    harness.clusters.emit(CLUSTER, PODS, pod('c1', 'ccc', 'products'));
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(topic.writes).toBe(writes);
  });

  it('deleting the rollout removes its keys, creating it again brings it back', async () => {
    const topic = await harness.live.open('rollouts:detail', PARAMS, viewer);
    harness.clusters.remove(CLUSTER, ROLLOUTS, {
      namespace: 'shop',
      name: 'orders',
    });
    await topic.waitFor(({ items }) => items.size === 0);
    expect(topic.error).toBeUndefined();
    harness.clusters.emit(CLUSTER, ROLLOUTS, rollout({ uid: 'again' }));
    await topic.waitFor(({ items }) => items.has('core'));
    expect((topic.items.get('core') as RolloutCore).uid).toBe('again');
  });

  it('shows an action that was taken', async () => {
    const topic = await harness.live.open('rollouts:detail', PARAMS, viewer);
    const { status } = await harness.act('olga', 'abort', { seen: SEEN });
    expect(status).toBe(200);
    await topic.waitFor(
      ({ items }) => (items.get('core') as RolloutCore).aborted,
    );
  });

  it('says which kind it could not see', async () => {
    const topic = await harness.live.open('rollouts:detail', PARAMS, viewer);
    harness.clusters.setFreshness(
      CLUSTER,
      { state: 'refused', reason: 'pods is forbidden' },
      'pods',
    );
    await topic.waitFor(({ freshness }) => freshness.length === 2);
    expect(topic.freshness).toEqual([
      expect.objectContaining({ source: CLUSTER, state: 'live' }),
      expect.objectContaining({
        source: `${CLUSTER} pods`,
        state: 'refused',
        reason: 'pods is forbidden',
      }),
    ]);
  });

  it('a cluster that is not configured ends the topic with the reason', async () => {
    const topic = await harness.live.open(
      'rollouts:detail',
      { ...PARAMS, cluster: 'mars' },
      viewer,
    );
    await topic.waitFor(({ error }) => error !== undefined);
    expect(topic.error?.message).toBe('No cluster mars is configured.');
  });

  it('a rollout that is not there is an empty topic that waits for it', async () => {
    const topic = await harness.live.open(
      'rollouts:detail',
      { ...PARAMS, name: 'later' },
      viewer,
    );
    expect(topic.ready).toBe(true);
    expect(topic.items.size).toBe(0);
    harness.clusters.emit(CLUSTER, ROLLOUTS, rollout({ name: 'later' }));
    await topic.waitFor(({ items }) => items.has('core'));
  });

  it('needs rollouts.read and whole parameters', async () => {
    await expect(
      harness.live.open('rollouts:detail', PARAMS, blind),
    ).rejects.toThrow(/rollouts\.read/);
    await expect(
      harness.live.open('rollouts:detail', { cluster: CLUSTER }, viewer),
    ).rejects.toThrow(/namespace.*name/);
  });
});

describe('rollouts:metrics', () => {
  const of = (podTemplateHash: string) => ({
    cluster: CLUSTER,
    namespace: 'shop',
    podTemplateHash,
  });

  it('measures both revisions, and says when the source is away', async () => {
    const harness = await startHarness();
    harness.metrics.set(of('bbb'), {
      requestRate: {
        state: 'measured',
        value: 3,
        at: '2026-01-01T10:00:00Z',
        over: '1m',
      },
    });
    const topic = await harness.live.open('rollouts:metrics', PARAMS, viewer);
    await topic.waitFor(({ ready }) => ready);
    expect(topic.items.get('canary')).toMatchObject({
      hash: 'bbb',
      metrics: {
        requestRate: { state: 'measured', value: 3 },
        successRate: { state: 'unknown' },
      },
    });
    expect(topic.items.get('stable')).toMatchObject({ hash: 'aaa' });
    expect(topic.freshness).toEqual([
      expect.objectContaining({
        source: `prometheus ${CLUSTER}`,
        state: 'live',
      }),
    ]);
    topic.close();

    harness.metrics.setDown('Prometheus does not answer');
    const down = await harness.live.open('rollouts:metrics', PARAMS, viewer);
    await down.waitFor(({ ready }) => ready);
    expect(down.freshness).toEqual([
      expect.objectContaining({
        state: 'unreachable',
        reason: 'Prometheus does not answer',
      }),
    ]);
    down.close();
  });

  it('measures one revision when nothing is rolled out, and none of what is not there', async () => {
    const harness = await startHarness({
      clusters: {
        objects: {
          [CLUSTER]: {
            ...ordersObjects,
            [ROLLOUTS_KIND]: [
              rollout({
                status: {
                  phase: 'Healthy',
                  currentPodHash: 'aaa',
                  pauseConditions: undefined,
                },
              }),
            ],
          },
        },
      },
    });
    const topic = await harness.live.open('rollouts:metrics', PARAMS, viewer);
    await topic.waitFor(({ ready }) => ready);
    expect([...topic.items.keys()]).toEqual(['stable']);
    topic.close();
    const nothing = await harness.live.open(
      'rollouts:metrics',
      { ...PARAMS, name: 'nothing' },
      viewer,
    );
    await nothing.waitFor(({ ready }) => ready);
    expect(nothing.items.size).toBe(0);
    nothing.close();
  });
});
