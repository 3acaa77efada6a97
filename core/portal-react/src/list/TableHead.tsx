import ArrowDownwardIcon from '@mui/icons-material/ArrowDownward';
import ArrowUpwardIcon from '@mui/icons-material/ArrowUpward';
import ButtonBase from '@mui/material/ButtonBase';
import { ListQuery, ListSort } from '@slipway/plugin-live-common';
import { ListColumn } from './types';

/** Titles of the columns; a press sorts up, down, and back to the default. */
export function TableHead<C extends string>(props: {
  columns: ReadonlyArray<ListColumn<C>>;
  query: Pick<ListQuery<object, C>, 'nextSort'>;
  sort: ListSort<C>;
  onSort: (next: ListSort<C>) => void;
}) {
  const { columns, query, sort, onSort } = props;
  const order = sort.descending ? 'descending' : 'ascending';
  const Arrow = sort.descending ? ArrowDownwardIcon : ArrowUpwardIcon;
  return (
    <div role="rowgroup" className="head-body">
      <div role="row" aria-rowindex={1} className="head">
        {columns.map(({ title, sort: column }) => (
          <div
            key={title}
            role="columnheader"
            aria-sort={column && sort.column === column ? order : undefined}
          >
            {column ? (
              <ButtonBase
                onClick={() => onSort(query.nextSort(sort, column))}
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
          </div>
        ))}
      </div>
    </div>
  );
}
