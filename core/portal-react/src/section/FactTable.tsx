import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import useMediaQuery from '@mui/material/useMediaQuery';
import { ComponentType, ReactNode } from 'react';
import { NARROW } from './narrow';
import { WideTable } from './WideTable';

/** A column of a {@link FactTable}; the first one names the row. */
export interface FactColumn<Row> {
  title: string;
  cell: (row: Row) => ReactNode;
  /** A figure: stands right, in digits of one width. */
  figure?: boolean;
  /** px, where it is a table. */
  minWidth?: number;
}

interface FactTableProps<Row> {
  /** What the table is about: `Parts of the run`. */
  label: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Defined once, outside of components, where they need nothing else. */
  columns: ReadonlyArray<FactColumn<Row>>;
  /** Stands around each row: reads once what several of its cells show, and gives it to them by a context. */
  Around?: ComponentType<{ row: Row; children: ReactNode }>;
}

const Plain = ({ children }: { children: ReactNode }) => <>{children}</>;

/** A few rows of facts: a table, or where it is narrow a card for each row, so that nothing scrolls sideways. For lists see `FilteredList`. */
export function FactTable<Row>(props: FactTableProps<Row>) {
  return useMediaQuery(NARROW) ? <Cards {...props} /> : <AsTable {...props} />;
}

/** A figure is not cut between its digits or its unit. */
const FIGURE = {
  fontVariantNumeric: 'tabular-nums',
  overflowWrap: 'break-word',
} as const;

function AsTable<Row>(props: FactTableProps<Row>) {
  const { label, rows, keyOf, columns, Around = Plain } = props;
  return (
    <WideTable label={label}>
      <Table size="small" aria-label={label}>
        <TableHead>
          <TableRow>
            {columns.map(({ title, figure }) => (
              <TableCell key={title} align={figure ? 'right' : undefined}>
                {title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <Around key={keyOf(row)} row={row}>
              <TableRow>
                {columns.map(({ title, cell, figure, minWidth }) => (
                  <TableCell
                    key={title}
                    align={figure ? 'right' : undefined}
                    sx={{
                      minWidth,
                      overflowWrap: 'anywhere',
                      ...(figure && FIGURE),
                    }}
                  >
                    {cell(row)}
                  </TableCell>
                ))}
              </TableRow>
            </Around>
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}

function Cards<Row>(props: FactTableProps<Row>) {
  const { label, rows, keyOf, columns, Around = Plain } = props;
  const [name, ...facts] = columns;
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1 }}
    >
      {rows.map(row => (
        <Around key={keyOf(row)} row={row}>
          <Box
            component="li"
            sx={{
              border: 1,
              borderColor: 'divider',
              borderRadius: 1,
              p: 1.5,
              minWidth: 0,
              overflowWrap: 'anywhere',
              fontSize: 14,
            }}
          >
            <Box sx={{ fontWeight: 600, mb: 0.5 }}>{name.cell(row)}</Box>
            <Box
              component="dl"
              sx={{
                m: 0,
                display: 'grid',
                gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 2fr)',
                columnGap: 1.5,
                rowGap: 0.5,
              }}
            >
              {facts.map(({ title, cell, figure }) => (
                <Box key={title} sx={{ display: 'contents' }}>
                  <Box component="dt" sx={{ color: 'text.secondary' }}>
                    {title}
                  </Box>
                  <Box component="dd" sx={{ m: 0, ...(figure && FIGURE) }}>
                    {cell(row)}
                  </Box>
                </Box>
              ))}
            </Box>
          </Box>
        </Around>
      ))}
    </Box>
  );
}

/** A second line of a cell, small and grey. */
export function FactNote({ children }: { children: ReactNode }) {
  return (
    <Box sx={{ fontSize: 12, fontWeight: 400, color: 'text.secondary' }}>
      {children}
    </Box>
  );
}
