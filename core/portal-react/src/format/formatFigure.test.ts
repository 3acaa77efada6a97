import { Measurement } from '@slipway/plugin-metrics-common';
import { formatFigure } from './formatFigure';

const at = '2026-01-02T03:04:05Z';

describe('formatFigure', () => {
  it.each<[number | Measurement | null | undefined, string, string]>([
    [131.46, 'ms', '131 ms'],
    [84, 'ms', '84 ms'],
    [4.5678, 'ms', '4.57 ms'],
    [0.012345, 'ms', '0.0123 ms'],
    [0.5, 'ms', '0.500 ms'],
    [12345, 'req/s', '12300 req/s'],
    [999.6, 'req/s', '1000 req/s'],
    [-3.14159, 'ms', '-3.14 ms'],
    [0, 'req/s', '0 req/s'],
    [0, 'ratio', '0 %'],
    [1, 'ratio', '100 %'],
    [0.992, 'ratio', '99.2 %'],
    [0.99949, 'ratio', '99.9 %'],
    [0.99999, 'ratio', '99.9 %'],
    [0.5, 'ratio', '50 %'],
    [7, '', '7'],
    [{ state: 'measured', value: 84, at, over: '1m' }, 'ms', '84 ms'],
    [{ state: 'no-traffic', at, over: '1m' }, 'ratio', 'no traffic'],
    [{ state: 'unknown', reason: 'no series' }, 'ratio', 'unknown'],
    [null, 'ms', 'unknown'],
    [undefined, 'ms', 'unknown'],
    [NaN, 'ms', 'unknown'],
    [Infinity, 'ms', 'unknown'],
  ])('%j in %s is %s', (figure, unit, text) => {
    expect(formatFigure(figure, unit)).toBe(text);
  });
});
