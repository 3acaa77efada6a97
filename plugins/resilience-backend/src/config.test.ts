import { ConfigReader } from '@backstage/config';
import { readResilienceConfig } from './config';

const read = (resilience?: object) =>
  readResilienceConfig(
    new ConfigReader({
      app: { baseUrl: 'http://portal.test/' },
      ...(resilience ? { slipway: { resilience: { ...resilience } } } : {}),
    }),
  );

describe('readResilienceConfig', () => {
  it('needs nothing', () => {
    expect(read()).toEqual({
      limits: {
        maxDurationSeconds: 7200,
        minBaselineSeconds: 30,
        minRecoverySeconds: 30,
        sampleSeconds: 5,
        maxParts: 8,
      },
      retention: { seriesDays: 90, runsDays: 400 },
      agentActionsEnabled: false,
      appBaseUrl: 'http://portal.test',
    });
  });

  it('takes durations', () => {
    expect(
      read({ maxDuration: '30m', sampleInterval: { seconds: 2 } }).limits,
    ).toMatchObject({ maxDurationSeconds: 1800, sampleSeconds: 2 });
  });

  it.each<[object, RegExp]>([
    [{ sampleInterval: '100ms' }, /resilience\.sampleInterval must be whole/],
    [
      { maxDuration: '5s' },
      /resilience\.maxDuration must be whole seconds, 60/,
    ],
    [
      { retention: { runs: '269d' } },
      /resilience\.retention\.runs must be at least 270 days: the score/,
    ],
    [{ maxParts: 0 }, /resilience\.maxParts must be between 1 and 50/],
  ])('refuses %j', (resilience, message) => {
    expect(() => read(resilience)).toThrow(message);
  });
});
