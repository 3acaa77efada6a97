import { maskValuesOf } from './maskValuesOf';

const orders = { cluster: 'gke', namespace: 'shop', name: 'orders' };

describe('maskValuesOf', () => {
  it('distinguishes values within one rollout', () => {
    const tag = maskValuesOf(orders);
    expect(tag('a')).toBe(maskValuesOf({ ...orders })('a'));
    expect(tag('a')).not.toBe(tag('b'));
    expect(tag('a')).toMatch(/^[0-9a-f]{8}$/);
  });

  it.each([
    ['cluster', { ...orders, cluster: 'eks' }],
    ['namespace', { ...orders, namespace: 'stage' }],
    ['rollout', { ...orders, name: 'payments' }],
  ])('says nothing of the same value in another %s', (_, elsewhere) => {
    expect(maskValuesOf(elsewhere)('a')).not.toBe(maskValuesOf(orders)('a'));
  });
});
