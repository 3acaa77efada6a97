import TableContainer from '@mui/material/TableContainer';
import { ReactNode } from 'react';

/** A table that scrolls sideways where it is wider than its place; the keyboard reaches it too. */
export function WideTable(props: {
  /** What the table is about, for a screen reader. */
  label: string;
  children: ReactNode;
}) {
  const { label, children } = props;
  return (
    <TableContainer tabIndex={0} role="region" aria-label={label}>
      {children}
    </TableContainer>
  );
}
