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
import { useRef, useState } from 'react';
import { lineTime, maskedWords } from '../../lib/lines';

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
  '& .line': {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    display: 'grid',
    gridTemplateColumns: '92px 52px 60px minmax(90px, 18%) minmax(0, 1fr)',
    columnGap: theme.spacing(1.5),
    padding: theme.spacing(0.5, 1.5),
    borderBottom: `1px solid ${theme.palette.divider}`,
    cursor: 'pointer',
    lineHeight: 1.55,
    '&:hover': { backgroundColor: theme.palette.action.hover },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: -2,
    },
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
  '& .message, & .stack': {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, monospace',
    fontSize: 12.5,
  },
  '& .open > *': { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '& .stack, & .facts': { marginTop: theme.spacing(0.5) },
  '@media (max-width: 760px)': {
    '& .line': { gridTemplateColumns: 'auto auto auto minmax(0, 1fr)' },
    '& .message': { gridColumn: '1 / -1' },
  },
}));

/** Log lines, newest first, only those in sight drawn. Arrows move, Enter opens one in full. */
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
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: index => lines[index].id,
    overscan: 10,
  });
  const toggle = (index: number) => {
    const { id } = lines[index];
    const next = new Set(opened);
    if (!next.delete(id)) {
      next.add(id);
      onRead?.();
    }
    setOpened(next);
  };
  const roving = useRovingRows({
    count: lines.length,
    container: scroller,
    scrollTo: index => virtualizer.scrollToIndex(index, { align: 'auto' }),
    onOpen: toggle,
  });
  return (
    <Grid
      variant="outlined"
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={lines.length}
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
          const line = lines[index];
          const open = opened.has(line.id);
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              role="row"
              className={open ? 'line open' : 'line'}
              style={{ transform: `translateY(${start}px)` }}
              aria-rowindex={index + 1}
              aria-expanded={open}
              tabIndex={roving.active === index ? 0 : -1}
              onFocus={() => roving.setActive(index)}
              onKeyDown={roving.onKeyDown}
              onClick={() => {
                // Who marks text to copy it does not want to fold it.
                if (!window.getSelection()?.toString()) toggle(index);
              }}
            >
              <Cells line={line} open={open} />
            </div>
          );
        })}
      </div>
    </Grid>
  );
}

function Cells({ line, open }: { line: LogLine; open: boolean }) {
  const { at, level, side, pod, message, stack } = line;
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
        {open && stack && <div className="stack">{stack}</div>}
        {open && <div className="facts quiet">{factsOf(line)}</div>}
      </div>
    </>
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
