import { pagesFor } from './pages';

const range = (first: number, last: number, count = 2_000) => ({
  first,
  last,
  count,
});

it.each<[string, readonly number[], ReturnType<typeof range>, number[]]>([
  ['the first page suffices', [0], range(0, 20), [0]],
  ['half a page ahead', [0], range(40, 60), [0, 1]],
  ['half a page behind', [0], range(230, 240), [0, 1, 2]],
  [
    'far away only what is in sight, and the first',
    [0],
    range(1_020, 1_040),
    [0, 9, 10],
  ],
  ['not beyond the end', [0], range(80, 99, 100), [0]],
  ['the last row of a list', [0], range(1_990, 1_999), [0, 19]],
  ['without rows', [0], range(0, 0, 0), [0]],
  ['a list that became shorter', [0], range(900, 920, 10), [0]],
  ['those used last stay', [0, 1, 2, 3], range(400, 420), [1, 2, 0, 3, 4]],
])('%s', (_, before, at, expected) => {
  expect(pagesFor(before, at, 100)).toEqual(expected);
});

it('is the same while what is loaded suffices', () => {
  const before = [0, 3, 1];
  expect(pagesFor(before, range(120, 140), 100)).toBe(before);
});
