import { backoffMs } from './backoff';

describe('backoffMs', () => {
  it.each<[number, number, number]>([
    [0, 0, 500],
    [0, 1, 1000],
    [1, 1, 2000],
    [3, 0.5, 4250],
    [10, 1, 15_000],
    [1000, 1, 15_000],
    [1000, 0, 500],
  ])(
    'after %d failures, at %d of the spread: %d ms',
    (failures, random, ms) => {
      expect(backoffMs(failures, random)).toBe(ms);
    },
  );
});
