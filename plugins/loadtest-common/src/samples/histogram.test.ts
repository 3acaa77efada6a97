import fc from 'fast-check';
import { countsOf, difference, fewestFor, percentileOf } from './histogram';

const entry = (name: string, times: Record<string, number>) => {
  const requests = Object.values(times).reduce((a, b) => a + b, 0);
  return { method: 'GET', name, requests, failures: 0, sumMs: 0, times };
};

describe('histograms', () => {
  it.each([
    [{ 10: 1 }, 0.95, 10],
    // As Locust itself answers.
    [{ 10: 95, 200: 5 }, 0.95, 200],
    [{ 10: 96, 200: 4 }, 0.95, 10],
    [{ 10: 50, 20: 50 }, 0.5, 20],
    [{ 10: 51, 20: 49 }, 0.5, 10],
    [{}, 0.5, undefined],
  ])('%j has at %d %s', (times, quantile, value) => {
    expect(percentileOf(countsOf([entry('/', times)]), quantile)).toBe(value);
  });

  it('gives of a window what it would have had alone', () => {
    const times = fc.dictionary(
      fc.integer({ min: 1, max: 50 }).map(String),
      fc.integer({ min: 1, max: 20 }),
    );
    fc.assert(
      fc.property(
        times,
        times,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (before, window, quantile) => {
          const earlier = countsOf([entry('/', before)]);
          const later = countsOf([entry('/', before), entry('/', window)]);
          const alone = countsOf([entry('/', window)]);
          const between = difference(later, earlier);
          expect(between.requests).toBe(alone.requests);
          expect(percentileOf(between, quantile)).toBe(
            percentileOf(alone, quantile),
          );
        },
      ),
    );
  });

  it('counts one endpoint or all', () => {
    const entries = [entry('/a', { 1: 2 }), entry('/b', { 5: 3 })];
    expect(countsOf(entries, 'GET /b').requests).toBe(3);
    expect(countsOf(entries).requests).toBe(5);
    expect(countsOf(entries, 'GET /c').requests).toBe(0);
  });

  it('asks for more requests the rarer the percentile', () => {
    expect([0.5, 0.9, 0.95, 0.99, 0.999].map(fewestFor)).toEqual([
      20, 50, 100, 500, 5000,
    ]);
  });
});
