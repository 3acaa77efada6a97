import ArrowDownwardIcon from '@mui/icons-material/ArrowDownward';
import ArrowUpwardIcon from '@mui/icons-material/ArrowUpward';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { ListSort } from '@slipway/plugin-portal-react';
import { ROLLOUTS_QUERY } from '../../lib/listQuery';
import { SortColumn } from '../../lib/listSort';
import { COLUMNS, GRID_TEMPLATE } from './columns';

/** Titles of the columns; a press sorts up, down, and back to what needs attention first. */
export function TableHead(props: {
  sort: ListSort<SortColumn>;
  onSort: (next: ListSort<SortColumn>) => void;
}) {
  const { sort, onSort } = props;
  const order = sort.descending ? 'descending' : 'ascending';
  const Arrow = sort.descending ? ArrowDownwardIcon : ArrowUpwardIcon;
  return (
    <Box role="rowgroup" sx={{ position: 'sticky', top: 0, zIndex: 1 }}>
      <Box
        role="row"
        aria-rowindex={1}
        sx={{
          display: 'grid',
          gridTemplateColumns: GRID_TEMPLATE,
          columnGap: 1.5,
          px: 2,
          py: 1,
          bgcolor: 'background.paper',
          borderBottom: 1,
          borderColor: 'divider',
          fontSize: 13,
          fontWeight: 600,
          color: 'text.secondary',
        }}
      >
        {COLUMNS.map(({ title, sort: column }) => (
          <Box
            key={title}
            role="columnheader"
            aria-sort={column && sort.column === column ? order : undefined}
          >
            {column ? (
              <ButtonBase
                onClick={() => onSort(ROLLOUTS_QUERY.nextSort(sort, column))}
                sx={{ font: 'inherit', gap: 0.5, borderRadius: 0.5 }}
              >
                {title}
                {sort.column === column && (
                  <Arrow sx={{ fontSize: 16 }} aria-hidden />
                )}
              </ButtonBase>
            ) : (
              title
            )}
          </Box>
        ))}
      </Box>
    </Box>
  );
}
