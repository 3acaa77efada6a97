import {
  fakeBreakGlass,
  grantOf,
} from '@slipway/plugin-break-glass-node/testUtils';
import { component, startPluginHarness } from '@slipway/test-utils';
import { lampsPlugin } from '../__testUtils__/lamps';

const pod = (name: string, id?: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'shop',
    ...(id ? { labels: { 'backstage.io/kubernetes-id': id } } : {}),
  },
});

async function setUp(
  pods = [pod('orders-1', 'orders')],
  cluster: { environment?: 'dev' | 'prod'; allowActions?: boolean } = {
    environment: 'dev',
  },
  grants = ['lamp.'],
) {
  const harness = await startPluginHarness(lampsPlugin().plugin, {
    entities: [
      component('orders', 'team-orders'),
      component('cart', 'team-catalog'),
    ],
    clusters: [{ name: 'gke', ...cluster }],
    objects: { gke: { pods } },
    config: { slipway: { breakGlass: { permissions: grants } } },
    holdsGrant: user => user === 'user:default/nora',
    features: [
      fakeBreakGlass([grantOf({ entityRef: 'component:default/orders' })])
        .factory,
    ],
  });
  return {
    ...harness,
    hang: (user: string, body: object = {}, entity = 'orders', at = 'gke') =>
      harness
        .as(user)
        .post(
          `/api/lamps/clusters/${at}/namespaces/shop/entities/${entity}/actions/hang`,
          { args: { colour: 'red' }, ...body },
        ),
  };
}

describe('an action for an entity in a place', () => {
  it('is done by an owner, and recorded on what it made', async () => {
    const test = await setUp();
    const { status, body } = await test.hang('olga');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      action: 'hang',
      message: 'Hang of orders was accepted.',
      ref: { cluster: 'gke', entityRef: 'component:default/orders' },
    });
    const [{ write, outcome }] = test.clusters.writes;
    expect([outcome, write.verb]).toEqual(['applied', 'create']);
    expect(test.activity.entries).toEqual([
      expect.objectContaining({
        type: 'hang',
        summary: 'Hang a lamp on orders',
        severity: 'warning',
        outcome: 'succeeded',
        target: {
          cluster: 'gke',
          namespace: 'shop',
          kind: 'Lamp',
          name: write.name,
          entityRef: 'component:default/orders',
        },
        after: { colour: 'red', pods: 1 },
      }),
    ]);
    expect(test.audited).toMatchObject([
      { eventId: 'hang', severityLevel: 'high', outcome: 'succeeded' },
    ]);
    expect(test.asked).toEqual([
      { permission: 'lamp.hang', resourceRef: 'component:default/orders' },
    ]);
  });

  it.each<[string, string, string | undefined, RegExp, number]>([
    [
      'a user who does not own it',
      'carla',
      undefined,
      /^Only owners \(team-orders\) and the platform group may hang a lamp on orders\.$/,
      403,
    ],
    [
      'an entity that is not there',
      'paula',
      'none',
      /There is no entity component:default\/none/,
      404,
    ],
  ])('refuses %s', async (_, user, entity, message, code) => {
    const test = await setUp();
    const { status, body } = await test.hang(user, {}, entity);
    expect(status).toBe(code);
    expect(body.error.message).toMatch(message);
    expect(test.clusters.writes).toEqual([]);
    expect(test.activity.entries).toEqual([]);
    expect(test.audited).toMatchObject([{ outcome: 'failed' }]);
  });

  it('that touches an object of another entity needs the permission on that one too', async () => {
    const test = await setUp([
      pod('orders-1', 'orders'),
      pod('cart-1', 'cart'),
    ]);
    const refused = await test.hang('olga');
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toBe(
      'Only owners (team-catalog) and the platform group may hang a lamp on Pod cart-1 of component:default/cart.',
    );
    expect(test.clusters.writes).toEqual([]);
    expect((await test.hang('paula')).status).toBe(200);
  });

  it('that touches an object of nobody is refused to everybody', async () => {
    const test = await setUp([pod('stray')]);
    const { status, body } = await test.hang('paula');
    expect(status).toBe(403);
    expect(body.error.message).toMatch(
      /^Nobody may act on Pod stray until a catalog entity owns it\./,
    );
  });

  it('follows the environment of the place: the name is typed where nothing is declared', async () => {
    const test = await setUp(undefined, {});
    const missing = await test.hang('olga');
    expect(missing.status).toBe(400);
    expect(missing.body.error.message).toContain(
      'confirm.name must be "orders"',
    );
    const typed = await test.hang('olga', { confirm: { name: 'orders' } });
    expect(typed.status).toBe(200);
  });

  it('is refused in a read-only cluster, and in one that is not configured', async () => {
    const test = await setUp(undefined, {
      environment: 'dev',
      allowActions: false,
    });
    const { status, body } = await test.hang('olga');
    expect(status).toBe(403);
    expect(body.error.message).toContain('Cluster gke is read-only');
    const elsewhere = await test.hang(
      'paula',
      { confirm: { name: 'orders' } },
      'orders',
      'aks',
    );
    expect(elsewhere.status).toBe(404);
    expect(test.activity.entries).toEqual([]);
  });

  it('names the break-glass grant under which it is done', async () => {
    const test = await setUp();
    expect((await test.hang('nora')).status).toBe(200);
    expect(test.activity.entries).toMatchObject([
      {
        summary: 'Hang a lamp on orders under break-glass',
        before: { breakGlass: 'grant-1' },
      },
    ]);
  });

  it('names none where grants do not give the permission', async () => {
    const test = await setUp(undefined, undefined, ['rollouts.']);
    await test.hang('nora');
    expect(test.activity.entries).toMatchObject([
      { summary: 'Hang a lamp on orders', before: {} },
    ]);
  });

  it('says who may, before anything is asked for', async () => {
    const test = await setUp();
    const path = '/api/lamps/entities/orders/access';
    expect((await test.as('olga').get(path)).body).toMatchObject({
      ownerRef: 'group:default/team-orders',
      actions: { hang: { allowed: true } },
    });
    expect((await test.as('vera').get(path)).body.actions.hang).toEqual({
      allowed: false,
      reason:
        'Only owners (team-orders) and the platform group may hang a lamp on orders.',
    });
  });

  it('an object that exists already is said in the words of the cluster', async () => {
    const test = await setUp();
    test.clusters.failNext(
      'write',
      Object.assign(new Error('Lamp x exists already'), {
        name: 'ConflictError',
      }),
    );
    const { body } = await test.hang('olga');
    expect(body.error.message).toBe('Lamp x exists already');
    expect(test.activity.entries).toMatchObject([{ outcome: 'failed' }]);
  });
});
