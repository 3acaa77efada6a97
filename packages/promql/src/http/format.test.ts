import { formatValue } from './format';

describe('formatValue', () => {
  // As strconv.FormatFloat writes them, which Prometheus uses.
  it.each([
    [0, '0'],
    [-0, '-0'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e20, '100000000000000000000'],
    [1e21, '1e+21'],
    [-2.5e-7, '-2.5e-07'],
    [1e-6, '0.000001'],
    [5e-324, '5e-324'],
    [1.5e100, '1.5e+100'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [NaN, 'NaN'],
  ])('writes %d as %s', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });
});
