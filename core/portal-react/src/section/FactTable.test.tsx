import { render, screen, within } from '@testing-library/react';
import { createContext, ReactNode, useContext } from 'react';
import { setNarrow } from '../testUtils';
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

const Porch = createContext('');
const read = jest.fn();

/** Reads once for a row what its cells show. */
function Around({ row, children }: { row: Lamp; children: ReactNode }) {
  read(row.name);
  return <Porch.Provider value={`of ${row.name}`}>{children}</Porch.Provider>;
}

function Read() {
  return <>{useContext(Porch)}</>;
}

let widen = () => {};
afterEach(() => widen());

function show(narrow: boolean, columns = COLUMNS) {
  read.mockClear();
  widen = setNarrow(narrow);
  render(
    <FactTable
      label="Lamps"
      rows={[{ name: 'porch', watts: 9 }]}
      keyOf={({ name }) => name}
      columns={columns}
      Around={Around}
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

it.each([
  ['table', false],
  ['card', true],
])(
  'reads once for the row of a %s what several of its cells show',
  (_, narrow) => {
    show(narrow, [
      ...COLUMNS,
      { title: 'First', cell: () => <Read /> },
      { title: 'Second', cell: () => <Read /> },
    ]);
    expect(screen.getAllByText('of porch')).toHaveLength(2);
    expect(read).toHaveBeenCalledTimes(1);
  },
);
