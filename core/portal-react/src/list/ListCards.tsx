import Box from '@mui/material/Box';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { isPlain } from './isPlain';
import { keyAt, ListOf, RowComponent } from './types';
import { useRange } from './useRange';

/** How a list is laid out as cards. */
export interface ListCardsProps<Row> extends ListOf<Row> {
  Card: RowComponent<Row>;
  /** px, about; default 190. Cards are measured. */
  cardHeight?: number;
}

/** Rows as cards that scroll with the page, only those in sight drawn. */
export function ListCards<Row>(props: ListCardsProps<Row>) {
  const { label, rows, onOpen, Card, cardHeight = 190 } = props;
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    setOffset(top + window.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => cardHeight,
    getItemKey: index => keyAt(props, index),
    scrollMargin: offset,
    overscan: 6,
  });
  useRange(virtualizer.range, rows.length, props.onRange);
  return (
    <Box
      ref={list}
      role="list"
      aria-label={label}
      sx={{ position: 'relative', height: virtualizer.getTotalSize() }}
    >
      {virtualizer.getVirtualItems().map(item => {
        const row = rows[item.index];
        return (
          <Box
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            role="listitem"
            aria-setsize={rows.length}
            aria-posinset={item.index + 1}
            onClick={event => {
              if (row && isPlain(event.target, event.currentTarget)) {
                onOpen(row);
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
            {row === undefined ? (
              <Box sx={{ height: cardHeight, color: 'text.secondary' }}>
                Loading…
              </Box>
            ) : (
              <Card row={row} />
            )}
          </Box>
        );
      })}
    </Box>
  );
}
