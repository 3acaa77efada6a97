import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { ListSort, useRovingRows } from '@slipway/plugin-portal-react';
import { SortColumn } from '../../lib/listSort';
import { RolloutCells } from './RolloutRow';
import { isPlain, keyOf } from './rows';
import { ROW_PX, RowsGrid } from './RowsGrid';
import { TableHead } from './TableHead';

/** The rollouts as a grid, only those in sight drawn. */
export function RolloutsTable(props: {
  rollouts: readonly RolloutSummary[];
  sort: ListSort<SortColumn>;
  onSort: (next: ListSort<SortColumn>) => void;
  onOpen: (rollout: RolloutSummary) => void;
}) {
  const { rollouts, sort, onSort, onOpen } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rollouts.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: index => keyOf(rollouts[index]),
    overscan: 8,
  });
  const rows = useRovingRows({
    count: rollouts.length,
    container: scroller,
    scrollTo: index => virtualizer.scrollToIndex(index, { align: 'auto' }),
    onOpen: index => onOpen(rollouts[index]),
  });

  return (
    <RowsGrid
      variant="outlined"
      ref={scroller}
      role="grid"
      aria-label="Rollouts"
      aria-rowcount={rollouts.length + 1}
    >
      <div className="rows">
        <TableHead sort={sort} onSort={onSort} />
        <div
          role="rowgroup"
          className="rows-body"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(item => (
            <div
              key={item.key}
              data-index={item.index}
              role="row"
              className="row"
              style={{ transform: `translateY(${item.start}px)` }}
              aria-rowindex={item.index + 2}
              tabIndex={rows.active === item.index ? 0 : -1}
              onFocus={() => rows.setActive(item.index)}
              onKeyDown={rows.onKeyDown}
              onClick={event => {
                if (isPlain(event.target, event.currentTarget)) {
                  onOpen(rollouts[item.index]);
                }
              }}
            >
              <RolloutCells rollout={rollouts[item.index]} />
            </div>
          ))}
        </div>
      </div>
    </RowsGrid>
  );
}
