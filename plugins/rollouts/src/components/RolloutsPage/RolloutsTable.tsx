import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { ListSort } from '../../lib/listSort';
import { RolloutRow } from './RolloutRow';
import { isPlain, keyOf } from './rows';
import { TableHead } from './TableHead';
import { useRovingRows } from './useRovingRows';

const ROW_PX = 64;

/** The rollouts as a grid, only those in sight drawn. */
export function RolloutsTable(props: {
  rollouts: readonly RolloutSummary[];
  sort: ListSort;
  onSort: (next: ListSort) => void;
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
    <Paper
      variant="outlined"
      ref={scroller}
      role="grid"
      aria-label="Rollouts"
      aria-rowcount={rollouts.length + 1}
      onKeyDown={rows.onKeyDown}
      sx={{
        overflow: 'auto',
        maxHeight: 'max(360px, calc(100dvh - 250px))',
      }}
    >
      <Box sx={{ minWidth: 960 }}>
        <TableHead sort={sort} onSort={onSort} />
        <Box
          role="rowgroup"
          sx={{ position: 'relative', height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(item => (
            <Box
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              tabIndex={rows.active === item.index ? 0 : -1}
              onFocus={() => rows.setActive(item.index)}
              onClick={event => {
                if (isPlain(event.target, event.currentTarget)) {
                  onOpen(rollouts[item.index]);
                }
              }}
              sx={{
                position: 'absolute',
                top: 0,
                left: 0,
                right: 0,
                transform: `translateY(${item.start}px)`,
                cursor: 'pointer',
                '&:focus-visible': {
                  outline: '2px solid',
                  outlineColor: 'primary.main',
                  outlineOffset: -2,
                },
              }}
            >
              <RolloutRow rollout={rollouts[item.index]} />
            </Box>
          ))}
        </Box>
      </Box>
    </Paper>
  );
}
