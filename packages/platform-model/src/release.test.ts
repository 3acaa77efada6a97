import { releaseBehaviour } from './release.ts';

describe('releaseBehaviour', () => {
  it.each([
    ['0.2.0-errors', { errorRate: 0.15 }],
    ['0.2.0-flaky', { errorRate: 0.025 }],
    ['0.2.0-slow-errors', { errorRate: 0.15 }],
    ['0.2.0', {}],
    ['0.2.0-errorsome', {}],
  ])('%s fails as its mark says', (tag, expected) => {
    expect(releaseBehaviour('order-service', tag).errorRate).toBe(
      'errorRate' in expected ? expected.errorRate : undefined,
    );
  });

  it('makes a slow release six times as slow, give or take its variation', () => {
    const { latencyFactor } = releaseBehaviour('order-service', '1.0.0-slow');
    expect(latencyFactor).toBeGreaterThanOrEqual(5.4);
    expect(latencyFactor).toBeLessThanOrEqual(6.6);
  });

  it('varies a plain release by at most a tenth, always alike', () => {
    const first = releaseBehaviour('user-service', '1.0.0');
    expect(first.latencyFactor).toBeGreaterThanOrEqual(0.9);
    expect(first.latencyFactor).toBeLessThanOrEqual(1.1);
    expect(releaseBehaviour('user-service', '1.0.0')).toEqual(first);
    expect(releaseBehaviour('user-service', '1.0.1')).not.toEqual(first);
  });

  it('leaves an unmeasured release out of every series', () => {
    expect(releaseBehaviour('user-service', '1.0.0-unmeasured').measured).toBe(
      false,
    );
  });
});
