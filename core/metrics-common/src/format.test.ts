import { formatWindow, formatMeasurement } from './format';
import { Measurement, MetricUnit } from './types';

const at = '2026-01-01T00:00:00Z';

describe('formatMeasurement', () => {
  it.each<[number, MetricUnit, string]>([
    [0.98765, 'ratio', '98.8 %'],
    [0.5, 'ratio', '50 %'],
    [0, 'ratio', '0 %'],
    [0.00012, 'ratio', '0.012 %'],
    [1, 'ratio', '100 %'],
    [0.9994, 'ratio', '99.9 %'],
    [0.9996, 'ratio', '99.96 %'],
    [0.99999, 'ratio', '99.99 %'],
    [0, 'req/s', '0 req/s'],
    [12.345, 'req/s', '12.3 req/s'],
    [0.012345, 'req/s', '0.0123 req/s'],
    [245.4, 'ms', '245 ms'],
    [12345, 'ms', '12,300 ms'],
  ])('%d %s is %s', (value, unit, text) => {
    const measured: Measurement = { state: 'measured', value, at, over: '1m' };
    expect(formatMeasurement(measured, unit).replace(/\u00a0/g, ' ')).toBe(
      text,
    );
  });

  it('has words where there is no figure', () => {
    expect(
      formatMeasurement({ state: 'no-traffic', at, over: '1m' }, 'ratio'),
    ).toBe('no traffic');
    expect(formatMeasurement({ state: 'unknown', reason: 'down' }, 'ms')).toBe(
      'unknown',
    );
  });
});

describe('formatWindow', () => {
  it.each([
    ['30s', '30\u00a0s'],
    ['1m', '1\u00a0min'],
    ['2h', '2\u00a0h'],
  ])('%s', (window, words) => {
    expect(formatWindow(window)).toBe(words);
  });
});
