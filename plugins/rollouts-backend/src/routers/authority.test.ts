import { needsTypedName } from '@slipway/plugin-actions-common';
import {
  previewAction,
  ROLLOUT_ACTIONS,
  rolloutActions,
} from '@slipway/plugin-rollouts-common';
import { component } from '@slipway/test-utils';
import { SEEN, startHarness } from '../__testUtils__/harness';
import {
  CLUSTER,
  ordersObjects,
  rollout,
  ROLLOUTS_KIND,
} from '../__testUtils__/objects';

describe('an entity that points at the workload of another team', () => {
  const theft = component('theft', 'team-catalog', {
    'backstage.io/kubernetes-label-selector':
      'backstage.io/kubernetes-id=orders',
  });
  const named = { 'slipway.io/entity-ref': 'component:default/orders' };

  it('shows it and gains nothing', async () => {
    const harness = await startHarness({
      entities: [component('orders', 'team-orders'), theft],
    });
    const { body } = await harness.get(
      `${harness.base}/entities/component/default/theft/rollouts`,
      'carla',
    );
    expect(body.items).toHaveLength(1);
    expect(body.items[0].entity.entityRef).toBe('component:default/orders');

    const { status } = await harness.act('carla', 'promote', { seen: SEEN });
    expect(status).toBe(403);
    expect(harness.asked.map(({ resourceRef }) => resourceRef)).not.toContain(
      'component:default/theft',
    );
    expect(harness.clusters.writes).toEqual([]);
  });

  it('that claims the same id makes it ambiguous: then nobody acts, not even the platform group', async () => {
    const harness = await startHarness({
      entities: [
        component('orders', 'team-orders'),
        component('theft', 'team-catalog', {
          'backstage.io/kubernetes-id': 'orders',
        }),
      ],
    });
    for (const user of ['carla', 'olga', 'paula']) {
      const { status, body } = await harness.act(user, 'promote', {
        seen: SEEN,
      });
      expect(status).toBe(403);
      expect(body.error.message).toMatch(
        /Candidates: component:default\/orders, component:default\/theft/,
      );
    }
    const { body } = await harness.get(
      `${harness.path('orders')}/access`,
      'olga',
    );
    expect(body.entity.state).toBe('ambiguous');
    expect(body.actions.abort).toMatchObject({ allowed: false });
  });

  it('does nothing where the workload names its entity itself', async () => {
    const harness = await startHarness({
      entities: [
        component('orders', 'team-orders'),
        component('theft', 'team-catalog', {
          'backstage.io/kubernetes-id': 'orders',
        }),
      ],
      clusters: {
        objects: {
          [CLUSTER]: {
            ...ordersObjects,
            [ROLLOUTS_KIND]: [rollout({ annotations: named })],
          },
        },
      },
    });
    expect((await harness.act('carla', 'promote', { seen: SEEN })).status).toBe(
      403,
    );
    expect((await harness.act('olga', 'promote', { seen: SEEN })).status).toBe(
      200,
    );
  });

  it('a workload that names no entity is nobody’s', async () => {
    const harness = await startHarness({
      entities: [component('products', 'team-catalog')],
    });
    const { status, body } = await harness.act('paula', 'abort', {
      seen: SEEN,
    });
    expect(status).toBe(403);
    expect(body.error.message).toMatch(
      /until a catalog entity owns it.*kubernetes-id: orders/,
    );
  });

  it('an owner that changed between cache and cluster is a conflict', async () => {
    const harness = await startHarness();
    // The API server has a newer object than the cache.
    const stale = harness.clusters.get.bind(harness.clusters);
    harness.clusters.get = (async (...args: Parameters<typeof stale>) => {
      const raw = (await stale(...args)) as {
        metadata: { labels: Record<string, string> };
      };
      raw.metadata.labels['backstage.io/kubernetes-id'] = 'products';
      return raw;
    }) as typeof stale;
    const { status, body } = await harness.act('olga', 'abort', { seen: SEEN });
    expect(status).toBe(409);
    expect(body.error.message).toContain(
      'no longer belongs to component:default/orders',
    );
    expect(harness.clusters.writes).toEqual([]);
  });
});

describe('guardrails', () => {
  it('in production, and where nothing is declared, undo needs the name typed', async () => {
    for (const environment of ['prod', undefined] as const) {
      const harness = await startHarness({
        clusters: { clusters: [{ name: CLUSTER, environment }] },
      });
      const body = { seen: SEEN, args: { toRevision: 1 } };
      const missing = await harness.act('olga', 'undo', body);
      expect(missing.status).toBe(400);
      expect(missing.body.error.message).toContain(
        'confirm.name must be "orders"',
      );
      expect(harness.clusters.writes).toEqual([]);
      const typed = await harness.act('olga', 'undo', {
        ...body,
        confirm: { name: 'orders' },
      });
      expect(typed.status).toBe(200);
    }
  });

  it('asks for the name exactly where the dialog asks for it', async () => {
    const harness = await startHarness();
    const { body } = await harness.get(harness.path('orders'));
    for (const environment of ['dev', 'stage', 'prod'] as const) {
      for (const action of ROLLOUT_ACTIONS) {
        const preview = previewAction(action, body, {}, { environment });
        const resolved = { environment, source: 'config-cluster' } as const;
        expect([
          action,
          needsTypedName(rolloutActions[action], resolved),
        ]).toEqual([action, preview.typedConfirmation]);
      }
    }
  });

  it('a cluster that may only be looked at refuses before anything is written', async () => {
    const harness = await startHarness({
      clusters: {
        clusters: [{ name: CLUSTER, environment: 'dev', allowActions: false }],
      },
    });
    const { status, body } = await harness.act('olga', 'abort', { seen: SEEN });
    expect(status).toBe(403);
    expect(body.error.message).toContain(`Cluster ${CLUSTER} is read-only`);
    expect(harness.clusters.writes).toEqual([]);
    expect(harness.activity.entries).toEqual([]);
  });
});
