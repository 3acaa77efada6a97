import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { isPlain } from './isPlain';
import { LoadingCells } from './LoadingCells';
import { ListQuery, ListSort } from '@slipway/plugin-live-common';
import { RowsGrid } from './RowsGrid';
import { TableHead } from './TableHead';
import { keyAt, ListColumn, ListOf, RowComponent } from './types';
import { useRange } from './useRange';
import { useRovingRows } from './useRovingRows';

/** How a list is laid out as a table. */
export interface ListTableProps<Row, C extends string> extends ListOf<Row> {
  columns: ReadonlyArray<ListColumn<C>>;
  /** The cells of a row, one `ListCell` for each column. */
  Cells: RowComponent<Row>;
  query: Pick<ListQuery<object, C>, 'nextSort'>;
  sort: ListSort<C>;
  onSort: (next: ListSort<C>) => void;
  /** px, of every row; default 80. */
  rowHeight?: number;
  /** px; where there is less, the table scrolls sideways; default 960. */
  minWidth?: number;
}

/** Rows as a grid, only those in sight drawn. Arrows move, Enter opens. */
export function ListTable<Row, C extends string>(
  props: ListTableProps<Row, C>,
) {
  const { label, rows, columns, Cells } = props;
  const { query, sort, onSort, rowHeight = 80, minWidth = 960 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: index => keyAt(props, index),
    overscan: 8,
  });
  useRange(virtualizer.range, rows.length, props.onRange);
  const open = (index: number) => {
    const row = rows[index];
    if (row !== undefined) props.onOpen(row);
  };
  const roving = useRovingRows({
    count: rows.length,
    container: scroller,
    scrollTo: index => virtualizer.scrollToIndex(index, { align: 'auto' }),
    onOpen: open,
  });

  return (
    <RowsGrid
      variant="outlined"
      columns={columns.map(({ width }) => width).join(' ')}
      rowHeight={rowHeight}
      minWidth={minWidth}
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
    >
      <div className="rows">
        <TableHead
          columns={columns}
          query={query}
          sort={sort}
          onSort={onSort}
        />
        <div
          role="rowgroup"
          className="rows-body"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(item => {
            const row = rows[item.index];
            return (
              <div
                key={item.key}
                data-index={item.index}
                data-loading={row === undefined || undefined}
                role="row"
                className="row"
                style={{ transform: `translateY(${item.start}px)` }}
                aria-rowindex={item.index + 2}
                tabIndex={roving.active === item.index ? 0 : -1}
                onFocus={() => roving.setActive(item.index)}
                onKeyDown={roving.onKeyDown}
                onClick={event => {
                  if (isPlain(event.target, event.currentTarget)) {
                    open(item.index);
                  }
                }}
              >
                {row === undefined ? <LoadingCells /> : <Cells row={row} />}
              </div>
            );
          })}
        </div>
      </div>
    </RowsGrid>
  );
}
