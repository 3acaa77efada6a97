import { ObservedPlace } from '@slipway/plugin-observability-common';
import { chosenPlace, placeKey } from './places';
import { layoutOf } from '../components/Graph/layout';

describe('chosenPlace', () => {
  const place = (
    cluster: string,
    changes: Partial<ObservedPlace>,
  ): ObservedPlace => ({
    cluster,
    namespace: 'shop',
    workload: 'orders',
    kind: 'Rollout',
    environment: 'dev',
    metrics: true,
    logs: true,
    ...changes,
  });
  const dev = place('dev', {});
  const prod = place('prod', { environment: 'prod' });
  const canary = place('stage', { environment: 'stage', canary: '7bcd' });
  const dark = place('dark', { environment: 'prod', metrics: false });
  it.each([
    ['that of the address', [dev, prod], 'dev/shop/orders', dev],
    ['one with a canary', [dev, prod, canary], null, canary],
    ['the nearest to production', [dev, prod], 'gone/shop/orders', prod],
    ['one that is measured', [dark, dev], null, dev],
    ['none', [], null, undefined],
  ])('is %s', (_, places, key, expected) => {
    expect(chosenPlace(places, key)).toBe(expected);
    expect(expected && placeKey(expected)).toBe(
      expected && `${expected.cluster}/shop/orders`,
    );
  });
});

describe('layoutOf', () => {
  it('puts callers to the left and callees to the right', () => {
    const node = (id: string) => ({ id, title: id });
    const { nodes, edges } = layoutOf({
      nodes: ['a', 'b', 'c'].map(node),
      edges: [
        { from: 'b', to: 'a', source: 'both' },
        { from: 'a', to: 'c', source: 'both' },
      ],
    });
    const x = (id: string) => nodes.get(id)?.x ?? NaN;
    expect(x('b')).toBeLessThan(x('a'));
    expect(x('a')).toBeLessThan(x('c'));
    expect(edges.get('b → a')?.length).toBeGreaterThan(1);
  });
});
