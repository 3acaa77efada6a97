import { Entity } from '@backstage/catalog-model';
import { loadCase } from '@slipway/field-cases';
import { component } from '@slipway/test-utils';
import { startHarness } from '../__testUtils__/harness';
import { CLUSTER, rollout } from '../__testUtils__/objects';

const written = loadCase('33-entity-without-kubernetes-id', {
  now: 0,
  file: 'catalog.yaml',
}).map(one => ({ apiVersion: 'backstage.io/v1alpha1', ...one } as Entity));
const [named] = loadCase('33-entity-without-kubernetes-id', {
  now: 0,
  file: 'rollout.yaml',
});

const kindOf = (kind: string, name: string): Entity => ({
  ...component(name, 'team-orders', {}),
  kind,
});
/** A rollout that names an entity. */
const naming = (name: string, entityRef: string) => {
  const raw = rollout({ name });
  return {
    ...raw,
    metadata: {
      ...raw.metadata,
      labels: {},
      annotations: { 'slipway.io/entity-ref': entityRef },
    },
  };
};

describe('case 33 through the API: entities without kubernetes-id', () => {
  const start = () =>
    startHarness({
      entities: [
        ...written,
        kindOf('Resource', 'warehouse'),
        kindOf('System', 'shop'),
        kindOf('Component', 'basket'),
        kindOf('API', 'orders-api'),
        kindOf('Group', 'team-orders'),
      ],
      clusters: {
        clusters: [{ name: CLUSTER }],
        objects: {
          [CLUSTER]: {
            'rollouts.argoproj.io': [
              { ...named, metadata: { ...named.metadata, uid: 'uid-named' } },
              {
                ...rollout({ name: 'by-label' }),
                metadata: {
                  ...rollout({ name: 'by-label' }).metadata,
                  labels: { 'app.kubernetes.io/name': 'order-service' },
                },
              },
              naming('warehouse', 'Resource:Default/Warehouse'),
              naming('shop', 'system:shop'),
              naming('basket', 'Basket'),
              naming('api', 'api:default/orders-api'),
              naming('group', 'group:default/team-orders'),
            ],
          },
        },
      },
    });

  it('lists them for every entity that they are bound to or that selects them', async () => {
    const harness = await start();
    const names = async (path: string) => {
      const { body } = await harness.get(
        `${harness.base}/entities/${path}/rollouts`,
      );
      return body.items.map((item: { ref: { name: string } }) => item.ref.name);
    };
    const until = async (path: string, expected: string[]) => {
      const deadline = Date.now() + 5_000;
      let found = await names(path);
      while (found.length !== expected.length && Date.now() < deadline) {
        await new Promise(resolve => setTimeout(resolve, 50));
        found = await names(path);
      }
      expect([path, found]).toEqual([path, expected]);
    };
    await until('component/default/hunt-selector-only', ['by-label']);
    await until('component/default/hunt-named-by-workload', ['hunt-named']);
    await until('Resource/Default/Warehouse', ['warehouse']);
    await until('system/default/shop', ['shop']);
    await until('Component/default/BASKET', ['basket']);
  });

  it('binds to nothing that has no page for it, and says so', async () => {
    const harness = await start();
    const list = await harness.live.open('rollouts:list');
    await list.waitFor(({ items }) =>
      [...items.values()].some(value =>
        JSON.stringify(value).includes('which has no workloads'),
      ),
    );
    const { body } = await harness.get(`${harness.base}/rollouts`);
    const entityOf = (name: string) =>
      body.items.find(
        (item: { ref: { name: string } }) => item.ref.name === name,
      ).entity;
    for (const [name, ref] of [
      ['api', 'api:default/orders-api'],
      ['group', 'group:default/team-orders'],
    ]) {
      expect(entityOf(name)).toEqual({
        state: 'unbound',
        reason: `slipway.io/entity-ref on the workload names ${ref}, which has no workloads: only a Component, a Resource or a System has, or an entity with the annotation backstage.io/kubernetes-id or backstage.io/kubernetes-label-selector.`,
      });
    }
    list.close();
  });
});
