import { ObservedPlace } from '@slipway/plugin-observability-common';
import { chosenPlace, placeKey } from './places';

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
