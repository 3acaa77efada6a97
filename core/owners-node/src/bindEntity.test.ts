import { Entity } from '@backstage/catalog-model';
import { bindEntity, entityPointsAt, Marks } from './bindEntity';
import { claimsOf, indexClaims, normaliseEntityRef } from './catalogClaims';

const component = (
  name: string,
  annotations: Record<string, string> = {},
  owner = 'group:default/team-orders',
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default', annotations },
  relations: [{ type: 'ownedBy', targetRef: owner }],
});

const ID = 'backstage.io/kubernetes-id';
const REF = 'slipway.io/entity-ref';
const UNTRUSTED = 'slipway.io/untrusted-location';

const orders = component('orders', { [ID]: 'orders' });
const users = component(
  'users',
  { [ID]: 'users' },
  'group:default/team-accounts',
);
const claims = indexClaims([
  orders,
  users,
  component('twin-a', { [ID]: 'twin' }),
  component('twin-b', { [ID]: 'twin' }),
  component('stranger', { [ID]: 'orders', [UNTRUSTED]: 'true' }),
  component('early-stranger', { [ID]: 'unclaimed', [UNTRUSTED]: 'true' }),
]);

describe('normaliseEntityRef', () => {
  it.each([
    ['orders', 'component:default/orders'],
    ['Component:orders', 'component:default/orders'],
    ['component:default/orders', 'component:default/orders'],
    [' api:shop/Orders ', 'api:shop/orders'],
    ['a:b:c/d', undefined],
    ['', undefined],
  ])('%p becomes %p', (written, ref) => {
    expect(normaliseEntityRef(written)).toBe(ref);
  });
});

describe('bindEntity', () => {
  const cases: Array<[string, Marks, Marks, object]> = [
    [
      'annotation on the workload',
      { annotations: { [REF]: 'component:default/orders' } },
      {},
      {
        state: 'bound',
        entityRef: 'component:default/orders',
        by: 'workload-annotation',
      },
    ],
    [
      'label on the workload (a bare name)',
      { labels: { [REF]: 'orders' } },
      {},
      {
        state: 'bound',
        entityRef: 'component:default/orders',
        by: 'workload-annotation',
      },
    ],
    [
      'annotation and label that say the same',
      {
        annotations: { [REF]: 'component:default/orders' },
        labels: { [REF]: 'orders' },
      },
      {},
      { state: 'bound', entityRef: 'component:default/orders' },
    ],
    [
      'annotation and label that differ',
      { annotations: { [REF]: 'users' }, labels: { [REF]: 'orders' } },
      {},
      {
        state: 'ambiguous',
        candidates: ['component:default/orders', 'component:default/users'],
      },
    ],
    [
      'the workload before its namespace',
      { annotations: { [REF]: 'orders' } },
      { annotations: { [REF]: 'users' } },
      { state: 'bound', entityRef: 'component:default/orders' },
    ],
    [
      'the namespace before the id',
      { labels: { [ID]: 'orders' } },
      { labels: { [REF]: 'users' } },
      {
        state: 'bound',
        entityRef: 'component:default/users',
        by: 'namespace-annotation',
      },
    ],
    [
      'an id that one entity claims',
      { labels: { [ID]: 'orders' } },
      {},
      {
        state: 'bound',
        entityRef: 'component:default/orders',
        by: 'kubernetes-id',
      },
    ],
    [
      'an id that two entities claim',
      { labels: { [ID]: 'twin' } },
      {},
      {
        state: 'ambiguous',
        candidates: ['component:default/twin-a', 'component:default/twin-b'],
      },
    ],
    [
      'an id that an entity from a location that is not trusted claims as well',
      { labels: { [ID]: 'orders' } },
      {},
      {
        state: 'bound',
        entityRef: 'component:default/orders',
        by: 'kubernetes-id',
      },
    ],
    [
      'an id that only an entity from a location that is not trusted claims',
      { labels: { [ID]: 'unclaimed' } },
      {},
      {
        state: 'unbound',
        reason:
          'The annotation backstage.io/kubernetes-id: unclaimed is only on component:default/early-stranger, from a location that is not trusted. The platform group may add the location to slipway.catalog.trustedLocations.',
      },
    ],
    [
      'the name of an entity from a location that is not trusted',
      { annotations: { [REF]: 'stranger' } },
      {},
      {
        state: 'unbound',
        reason: expect.stringContaining(
          'names component:default/stranger, from a location that is not trusted',
        ),
      },
    ],
    [
      'an id that nobody claims',
      { labels: { [ID]: 'nobody' } },
      {},
      { state: 'unbound', reason: expect.stringContaining('nobody') },
    ],
    [
      'an id as annotation of the workload does not count',
      { annotations: { [ID]: 'orders' } },
      {},
      { state: 'unbound' },
    ],
    ['nothing', {}, {}, { state: 'unbound' }],
    [
      'an entity that does not exist does not fall back to the id',
      { annotations: { [REF]: 'gone' }, labels: { [ID]: 'orders' } },
      {},
      {
        state: 'unbound',
        reason: expect.stringContaining('component:default/gone'),
      },
    ],
    [
      'what is not a ref does not fall back either',
      { annotations: { [REF]: 'a:b:c/d' }, labels: { [ID]: 'orders' } },
      {},
      { state: 'unbound', reason: expect.stringContaining('a:b:c/d') },
    ],
    [
      'names of object members are no claims',
      { labels: { [ID]: 'constructor' } },
      {},
      { state: 'unbound' },
    ],
  ];
  it.each(cases)('%s', (_, workload, namespace, expected) => {
    expect(bindEntity(workload, namespace, claims)).toMatchObject(expected);
  });
});

describe('entityPointsAt', () => {
  const labels = { [ID]: 'orders', app: 'orders' };
  it.each([
    [{ [ID]: 'orders' }, true],
    [{ [ID]: 'users' }, false],
    [{}, false],
    [{ 'backstage.io/kubernetes-namespace': 'shop' }, false],
    [{ [ID]: 'orders', 'backstage.io/kubernetes-namespace': 'shop' }, true],
    [{ [ID]: 'orders', 'backstage.io/kubernetes-namespace': 'other' }, false],
    [{ [ID]: 'orders', 'backstage.io/kubernetes-cluster': 'one' }, true],
    [{ [ID]: 'orders', 'backstage.io/kubernetes-cluster': 'two' }, false],
    [{ 'backstage.io/kubernetes-label-selector': 'app=orders' }, true],
    [
      {
        [ID]: 'orders',
        'backstage.io/kubernetes-label-selector': 'app=users',
      },
      false,
    ],
    [
      { [ID]: 'orders', 'backstage.io/kubernetes-label-selector': 'app===' },
      false,
    ],
  ])('%j: %s', (annotations, expected) => {
    const entity = claimsOf(component('any', annotations));
    expect(entityPointsAt(entity, 'one', { labels, namespace: 'shop' })).toBe(
      expected,
    );
  });
});
