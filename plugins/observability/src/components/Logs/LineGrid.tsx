import Paper from '@mui/material/Paper';
import { styled } from '@mui/material/styles';
import { LogLevel, LogLine } from '@slipway/plugin-observability-common';
import {
  formatAbsolute,
  seriesColour,
  SlipwayState,
  stateColour,
  useRovingRows,
} from '@slipway/plugin-portal-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { KeyboardEvent, useMemo, useRef, useState } from 'react';
import { LineRow, lineRows, lineTime, maskedWords } from '../../lib/lines';

/** px; a line that is opened is measured. */
const ROW_HEIGHT = 30;
/** Scrolled by less than this is not away from the newest line, px. */
const AT_TOP = 4;

const STATES: Record<LogLevel, SlipwayState> = {
  TRACE: 'unknown',
  DEBUG: 'unknown',
  INFO: 'progressing',
  WARN: 'waiting',
  ERROR: 'degraded',
};

// Styles stand here once: those of each row's own would be made again with each row that comes into sight.
const Grid = styled(Paper)(({ theme }) => ({
  overflow: 'auto',
  overflowAnchor: 'none',
  height: 'max(320px, min(560px, calc(100dvh - 300px)))',
  fontSize: 13,
  '& .lines': { position: 'relative' },
  '& .row': {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    padding: theme.spacing(0.5, 1.5),
    borderBottom: `1px solid ${theme.palette.divider}`,
    lineHeight: 1.55,
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: -2,
    },
  },
  '& .line': {
    display: 'grid',
    gridTemplateColumns: '92px 52px 60px minmax(90px, 18%) minmax(0, 1fr)',
    columnGap: theme.spacing(1.5),
    cursor: 'pointer',
    '&:hover': { backgroundColor: theme.palette.action.hover },
  },
  '& .line > *': {
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '& .time': { fontVariantNumeric: 'tabular-nums' },
  '& .quiet': { color: theme.palette.text.secondary },
  '& .level, & .side': { fontWeight: 600 },
  '& .message': {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, monospace',
    fontSize: 12.5,
  },
  '& .open': { borderBottom: 'none' },
  '& .open > *, & .details > *': {
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  '& .details': { paddingLeft: theme.spacing(3) },
  '& .stack': { marginBottom: theme.spacing(0.5) },
  '@media (max-width: 760px)': {
    '& .line': { gridTemplateColumns: 'auto auto auto minmax(0, 1fr)' },
    '& .message': { gridColumn: '1 / -1' },
  },
}));

/**
 * Log lines, newest first, only those in sight drawn. Up and down move; Enter
 * or Right opens a line: all of its message, and below it what else is known.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/
 */
export function LineGrid(props: {
  /** What they are: `Log lines`. */
  label: string;
  lines: readonly LogLine[];
  /** Called with whether the newest line is out of sight. */
  onScrolled?: (away: boolean) => void;
  /** Called when a line is opened. */
  onRead?: () => void;
}) {
  const { label, lines, onScrolled, onRead } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => lineRows(lines, opened), [lines, opened]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: index => rows[index].key,
    overscan: 10,
  });
  const toggle = ({ line }: LineRow) => {
    const next = new Set(opened);
    if (!next.delete(line.id)) {
      next.add(line.id);
      onRead?.();
    }
    setOpened(next);
  };
  const roving = useRovingRows({
    count: rows.length,
    container: scroller,
    scrollTo: index => virtualizer.scrollToIndex(index, { align: 'auto' }),
    onOpen: index => toggle(rows[index]),
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const row = rows[index];
    const { open, part } = row;
    const { key } = event;
    if (part === 'details' && (key === 'ArrowLeft' || key === 'Enter')) {
      roving.move(index - 1);
      if (key === 'Enter') toggle(row);
    } else if (part === 'line' && open && key === 'ArrowRight') {
      roving.move(index + 1);
    } else if (part === 'line' && key === (open ? 'ArrowLeft' : 'ArrowRight')) {
      toggle(row);
    } else {
      roving.onKeyDown(event);
      return;
    }
    event.preventDefault();
  };
  return (
    <Grid
      variant="outlined"
      ref={scroller}
      role="treegrid"
      aria-label={label}
      aria-rowcount={rows.length}
      onScroll={({ currentTarget }) =>
        onScrolled?.(currentTarget.scrollTop > AT_TOP)
      }
    >
      <div
        role="rowgroup"
        className="lines"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          const { line, part, open } = row;
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              role="row"
              style={{ transform: `translateY(${start}px)` }}
              aria-rowindex={index + 1}
              tabIndex={roving.active === index ? 0 : -1}
              onFocus={() => roving.setActive(index)}
              onKeyDown={event => onKeyDown(event, index)}
              {...(part === 'details'
                ? { className: 'row details', 'aria-level': 2 }
                : {
                    className: open ? 'row line open' : 'row line',
                    'aria-level': 1,
                    'aria-expanded': open,
                    onClick: () => {
                      // Who marks text to copy it does not want to fold it.
                      if (!window.getSelection()?.toString()) toggle(row);
                    },
                  })}
            >
              {part === 'details' ? (
                <Details line={line} />
              ) : (
                <Cells line={line} />
              )}
            </div>
          );
        })}
      </div>
    </Grid>
  );
}

function Cells({ line }: { line: LogLine }) {
  const { at, level, side, pod, message } = line;
  return (
    <>
      <span role="gridcell" className="time quiet" title={formatAbsolute(at)}>
        {lineTime(at)}
      </span>
      <span
        role="gridcell"
        className="level"
        style={{ color: stateColour(level ? STATES[level] : 'unknown') }}
      >
        {level ?? 'no level'}
      </span>
      <span role="gridcell" className="side" style={{ color: colourOf(side) }}>
        {side ?? ''}
      </span>
      <span role="gridcell" className="quiet">
        {pod ?? 'unknown pod'}
      </span>
      <div role="gridcell" className="message">
        {message}
      </div>
    </>
  );
}

function Details({ line }: { line: LogLine }) {
  return (
    <div role="gridcell" aria-colspan={5} className="message">
      {line.stack && <div className="stack">{line.stack}</div>}
      <div className="quiet">{factsOf(line)}</div>
    </div>
  );
}

function colourOf(side: LogLine['side']): string {
  return seriesColour(
    side === 'stable' || side === 'canary' ? side : 'neutral',
  );
}

/** What else is known of a line, when it is opened. */
function factsOf(line: LogLine): string {
  const { at, container, logger, thread, revision, masked, cut } = line;
  return [
    formatAbsolute(at),
    logger && `logger ${logger}`,
    thread && `thread ${thread}`,
    container && `container ${container}`,
    revision && `revision ${revision}`,
    masked && maskedWords(masked),
    cut && 'the line is longer than is shown',
  ]
    .filter(Boolean)
    .join(' · ');
}
