import Box from '@mui/material/Box';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { RolloutCard } from './RolloutCard';
import { isPlain, keyOf } from './rows';

const CARD_PX = 190;

/** The rollouts as cards that scroll with the page, only those in sight drawn. */
export function RolloutCards(props: {
  rollouts: readonly RolloutSummary[];
  onOpen: (rollout: RolloutSummary) => void;
}) {
  const { rollouts, onOpen } = props;
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    setOffset(top + window.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: rollouts.length,
    estimateSize: () => CARD_PX,
    getItemKey: index => keyOf(rollouts[index]),
    scrollMargin: offset,
    overscan: 6,
  });
  return (
    <Box
      ref={list}
      role="list"
      aria-label="Rollouts"
      sx={{ position: 'relative', height: virtualizer.getTotalSize() }}
    >
      {virtualizer.getVirtualItems().map(item => (
        <Box
          key={item.key}
          ref={virtualizer.measureElement}
          data-index={item.index}
          role="listitem"
          aria-setsize={rollouts.length}
          aria-posinset={item.index + 1}
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
            transform: `translateY(${item.start - offset}px)`,
          }}
        >
          <RolloutCard rollout={rollouts[item.index]} />
        </Box>
      ))}
    </Box>
  );
}
