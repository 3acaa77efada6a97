import {
  choicesField,
  defineListQuery,
  flagField,
  ListSort,
  textField,
  valuesField,
} from './listQuery';
import { rowsAsCsv } from './csv';
import { countedValues, isAmong, matchesWords, rowSorter } from './matching';

interface Filters {
  q: string;
  mine: boolean;
  places: string[];
  states: Array<'up' | 'down'>;
}

const LIST = defineListQuery<Filters, 'name' | 'age'>({
  noFilters: { q: '', mine: false, places: [], states: [] },
  fields: {
    q: textField('q'),
    mine: flagField('mine'),
    places: valuesField('place'),
    states: choicesField('state', ['up', 'down']),
  },
  columns: ['name', 'age'],
  defaultSort: { column: 'name', descending: false },
});

describe('filters in the address', () => {
  it.each<[string, Partial<Filters>]>([
    ['', {}],
    ['q=order+%26+co', { q: 'order & co' }],
    ['mine=true', { mine: true }],
    ['place=a&place=b', { places: ['a', 'b'] }],
    ['state=down', { states: ['down'] }],
  ])('%s', (text, change) => {
    const filters = { ...LIST.noFilters, ...change };
    expect(LIST.filtersFromQuery(new URLSearchParams(text))).toEqual(filters);
    expect(LIST.filtersToQuery(filters, new URLSearchParams()).toString()).toBe(
      text,
    );
    expect(LIST.hasFilters(filters)).toBe(text !== '');
  });

  it('drops a choice that does not exist and keeps other parameters', () => {
    const query = new URLSearchParams('state=sideways&other=1&q=old');
    expect(LIST.filtersFromQuery(query).states).toEqual([]);
    expect(LIST.filtersToQuery(LIST.noFilters, query).toString()).toBe(
      'other=1',
    );
  });
});

describe('order in the address', () => {
  it.each<[string, ListSort<'name' | 'age'>, string]>([
    ['', { column: 'name', descending: false }, ''],
    ['sort=-name', { column: 'name', descending: true }, 'sort=-name'],
    ['sort=age', { column: 'age', descending: false }, 'sort=age'],
    ['sort=nonsense', { column: 'name', descending: false }, ''],
  ])('%s', (text, sort, written) => {
    const query = new URLSearchParams(text);
    expect(LIST.sortFromQuery(query)).toEqual(sort);
    expect(LIST.sortToQuery(sort, query).toString()).toBe(written);
  });

  it('goes up, down, and back to the default', () => {
    const up = LIST.nextSort(LIST.defaultSort, 'age');
    const down = LIST.nextSort(up, 'age');
    expect([up.descending, down.descending]).toEqual([false, true]);
    expect(LIST.nextSort(down, 'age')).toBe(LIST.defaultSort);
  });
});

it.each([
  ['', true],
  ['ORDER prod', true],
  ['order stage', false],
  ['undefined', false],
])('searching for "%s"', (search, expected) => {
  expect(matchesWords(search, ['order-service', undefined, 'prod'])).toBe(
    expected,
  );
});

it.each([
  [[], undefined, true],
  [['a'], 'a', true],
  [['a'], 'b', false],
  [['a'], undefined, false],
])('%j chosen, %s', (chosen, value, expected) => {
  expect(isAmong(chosen, value)).toBe(expected);
});

it('keeps the order of equal rows in both directions', () => {
  const rows = [
    { name: 'b', age: 1 },
    { name: 'a', age: 1 },
    { name: 'c', age: 0 },
  ];
  const sort = rowSorter<(typeof rows)[number], 'age'>(
    { age: (a, b) => a.age - b.age },
    (a, b) => a.name.localeCompare(b.name),
  );
  const sorted = (descending: boolean) =>
    sort(rows, { column: 'age', descending }).map(({ name }) => name);
  expect(sorted(false)).toEqual(['c', 'a', 'b']);
  expect(sorted(true)).toEqual(['a', 'b', 'c']);
});

it('counts the values that occur, by their labels', () => {
  expect(
    countedValues(['x', undefined, 'y', 'x'], value =>
      value === 'x' ? 'Z' : 'A',
    ),
  ).toEqual([
    { value: 'y', label: 'A', count: 1 },
    { value: 'x', label: 'Z', count: 2 },
  ]);
});

describe('rows as CSV', () => {
  it('quotes, and makes no formula of a text', () => {
    const csv = rowsAsCsv<{ name: string; size?: number }>(
      { name: row => row.name, size: row => row.size },
      [
        { name: '=HYPERLINK("http://x")', size: 1 },
        { name: 'a,b' },
        { name: '@sum', size: -2 },
      ],
    );
    expect(csv.split('\r\n')).toEqual([
      'name,size',
      `"'=HYPERLINK(""http://x"")",1`,
      '"a,b",',
      "'@sum,-2",
      '',
    ]);
  });
});
