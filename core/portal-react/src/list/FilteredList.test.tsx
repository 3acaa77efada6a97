import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  defineListQuery,
  flagField,
  matchesWords,
  rowSorter,
  textField,
} from '@slipway/plugin-live-common';
import { giveElementsSize } from '../testUtils';
import { FilteredList, ListRules } from './FilteredList';
import { FilterToggle } from './FilterBar';
import { ListCell } from './ListCell';

interface Lamp {
  name: string;
  on: boolean;
}

const byName = (a: Lamp, b: Lamp) => a.name.localeCompare(b.name);

interface Filters {
  q: string;
  on: boolean;
}

const LAMPS: ListRules<Lamp, Filters, 'name'> = {
  query: defineListQuery<Filters, 'name'>({
    noFilters: { q: '', on: false },
    fields: { q: textField('q'), on: flagField('on') },
    columns: ['name'],
    defaultSort: { column: 'name', descending: false },
  }),
  matches: (lamp, filters) =>
    matchesWords(filters.q, [lamp.name]) && (!filters.on || lamp.on),
  sort: rowSorter({ name: byName }, byName),
};

const Cells = ({ row }: { row: Lamp }) => <ListCell>{row.name}</ListCell>;
const Card = ({ row }: { row: Lamp }) => <p>{row.name}</p>;

function show(
  lamps: readonly Lamp[],
  path = '/',
  count?: (rows: number) => string,
) {
  renderInTestApp(
    <FilteredList
      rules={LAMPS}
      rows={lamps}
      what="lamps"
      noun="lamp"
      count={count}
      empty={{ title: 'There are no lamps', description: 'Buy one.' }}
      filters={(filters, set) => (
        <FilterToggle label="On" on={filters.on} onToggle={on => set({ on })} />
      )}
      keyOf={({ name }) => name}
      columns={[{ title: 'Name', width: '1fr', sort: 'name' }]}
      Cells={Cells}
      Card={Card}
      rowHeight={40}
      linkOf={() => undefined}
    />,
    { initialRouteEntries: [path] },
  );
}

const names = () =>
  screen.getAllByRole('gridcell').map(({ textContent }) => textContent);

beforeAll(giveElementsSize);

it('says how many rows pass the filters of the address, and clears them', async () => {
  show(
    [
      { name: 'porch', on: true },
      { name: 'desk', on: false },
      { name: 'attic', on: true },
    ],
    '/?on=true',
    rows => `the latest ${rows} lamps`,
  );
  expect(await screen.findByText('2 of the latest 3 lamps')).toBeVisible();
  expect(names()).toEqual(['attic', 'porch']);
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(screen.getByText('The latest 3 lamps')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Name' }));
  await userEvent.click(screen.getByRole('button', { name: 'Name' }));
  expect(names()).toEqual(['attic', 'desk', 'porch']);
});

it.each([
  ['1 lamp', ['porch']],
  ['2 lamps', ['porch', 'desk']],
])('counts %s by the noun', async (words, lamps) => {
  show(lamps.map(name => ({ name, on: true })));
  expect(await screen.findByText(words)).toBeVisible();
});

it('offers to clear filters that hide everything', async () => {
  show([{ name: 'porch', on: false }], '/?q=cellar');
  expect(await screen.findByText('No lamp matches the filters')).toBeVisible();
  expect(screen.getByRole('search', { name: 'Filter lamps' })).toBeVisible();
});

it('says why there are no rows, without filters', async () => {
  show([]);
  expect(await screen.findByText('There are no lamps')).toBeVisible();
  expect(screen.queryByRole('search')).not.toBeInTheDocument();
});
