import { render, screen, within } from '@testing-library/react';
import { FactColumn, FactNote, FactTable } from './FactTable';

interface Lamp {
  name: string;
  watts: number;
}

const COLUMNS: ReadonlyArray<FactColumn<Lamp>> = [
  {
    title: 'Lamp',
    cell: lamp => (
      <>
        {lamp.name}
        <FactNote>Ceiling</FactNote>
      </>
    ),
  },
  { title: 'Power', figure: true, cell: lamp => `${lamp.watts} W` },
];

function show(narrow: boolean) {
  window.matchMedia = query => ({
    matches: narrow,
    media: query,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
    dispatchEvent: () => false,
  });
  render(
    <FactTable
      label="Lamps"
      rows={[{ name: 'porch', watts: 9 }]}
      keyOf={({ name }) => name}
      columns={COLUMNS}
    />,
  );
}

it('is a table where there is room', () => {
  show(false);
  const table = screen.getByRole('table', { name: 'Lamps' });
  expect(
    within(table)
      .getAllByRole('columnheader')
      .map(({ textContent }) => textContent),
  ).toEqual(['Lamp', 'Power']);
  expect(within(table).getByRole('cell', { name: '9 W' })).toBeVisible();
});

it('is a card for each row where it is narrow', () => {
  show(true);
  const card = within(screen.getByRole('list', { name: 'Lamps' })).getByRole(
    'listitem',
  );
  expect(card).toHaveTextContent('porchCeilingPower9 W');
  expect(screen.queryByRole('table')).not.toBeInTheDocument();
});
