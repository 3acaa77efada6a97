import { GoldenMetrics, Measurement } from '@slipway/plugin-metrics-common';
import { metricsWarnings } from './metricsWarnings';

const at = '2026-11-23T08:00:00Z';
const measured = (value: number): Measurement => ({
  state: 'measured',
  value,
  at,
  over: '1m',
});
const golden = (successRate: Measurement, p95: Measurement): GoldenMetrics => ({
  successRate,
  requestRate: measured(10),
  latencyP50: p95,
  latencyP95: p95,
  latencyP99: p95,
});
const fine = golden(measured(0.999), measured(80));

describe('metricsWarnings', () => {
  it.each([
    ['nothing is known yet', {}, []],
    ['only stable is known', { stable: fine }, []],
    ['both are alike', { stable: fine, canary: fine }, []],
    [
      'the canary fails more',
      { stable: fine, canary: golden(measured(0.92), measured(80)) },
      [/success rate is 92\s%, stable's is 99\.9\s%/],
    ],
    [
      'the canary is slower',
      { stable: fine, canary: golden(measured(0.999), measured(131)) },
      [/p95 is 131\sms, stable's is 80\sms/],
    ],
    [
      'the canary is a little worse',
      { stable: fine, canary: golden(measured(0.995), measured(100)) },
      [],
    ],
    [
      'the canary has no traffic',
      {
        stable: fine,
        canary: golden(
          { state: 'no-traffic', at, over: '1m' },
          { state: 'no-traffic', at, over: '1m' },
        ),
      },
      [/no traffic/],
    ],
    [
      'Prometheus is down',
      {
        canary: golden(
          { state: 'unknown', reason: 'Prometheus does not answer' },
          { state: 'unknown', reason: 'Prometheus does not answer' },
        ),
      },
      [/unknown: Prometheus does not answer/],
    ],
    [
      'stable cannot be compared',
      {
        stable: golden(
          { state: 'no-traffic', at, over: '1m' },
          { state: 'no-traffic', at, over: '1m' },
        ),
        canary: golden(measured(0.5), measured(80)),
      },
      [/nothing measured of stable.* 50\s%/],
    ],
  ])('%s', (_, metrics, expected) => {
    const sentences = metricsWarnings(metrics);
    expect(sentences).toHaveLength(expected.length);
    expected.forEach((pattern, i) => expect(sentences[i]).toMatch(pattern));
  });
});
