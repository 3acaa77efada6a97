import { SourceFreshness } from '@slipway/plugin-live-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { useLiveConnection } from '../live/hooks';
import { FreshnessNote } from '../states/FreshnessNote';
import { LiveGate, NeededPermission, Reading } from '../states/LiveGate';
import { SkeletonTable } from '../states/skeletons';
import { useCollapsedCell } from './HomeCell';

/** The states that each widget of the home page has. */
export function HomeWidget(props: {
  /** What it shows: `Failed joint runs`. */
  what: string;
  reading: Reading;
  /** How fresh that is: said where it is not live. */
  freshness: readonly SourceFreshness[];
  needs: NeededPermission;
  onRetry?: () => void;
  /** Lines of the skeleton; default 3. */
  lines?: number;
  /** Why there is nothing, in one sentence; undefined where there is something. */
  nothing?: ReactNode;
  /** Whether the card takes no room while there is nothing, on a home page with `HomeCell`s. */
  collapses?: boolean;
  children: ReactNode;
}) {
  const { what, reading, freshness, needs, onRetry, lines = 3 } = props;
  const { nothing, collapses = false, children } = props;
  const connection = useLiveConnection();
  const fresh =
    connection.status === 'open' &&
    freshness.every(({ state }) => state === 'live');
  const isNothing = nothing !== undefined;
  // Without a fresh source nothing found says nothing.
  useCollapsedCell(
    collapses && isNothing && fresh && reading.status === 'ready',
  );
  return (
    <LiveGate
      reading={reading}
      what={what}
      needs={needs}
      onRetry={onRetry}
      skeleton={
        <SkeletonTable rows={lines} columns={4} label={`Loading: ${what}`} />
      }
    >
      {!fresh && (
        <Box sx={{ mb: 1 }}>
          <FreshnessNote freshness={freshness} connection={connection} />
        </Box>
      )}
      {isNothing && <Typography color="text.secondary">{nothing}</Typography>}
      {children}
    </LiveGate>
  );
}

/** The lines of a widget: `HomeLine`s, each in an `li`. */
export function HomeLines({ children }: { children: ReactNode }) {
  return (
    <Box
      component="ul"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        '& > li + li': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      {children}
    </Box>
  );
}

/** One line of a widget: how it stands, what it is, since when, and the next step; where it is narrow below each other. */
export function HomeLine(props: {
  state: ReactNode;
  /** Since when, or until when. */
  time?: ReactNode;
  /** The one next step. */
  next?: ReactNode;
  /** What it is, with `HomeLinePlace` and a `HomeLineNote`. */
  children: ReactNode;
}) {
  const { state, time, next, children } = props;
  const below = (row: number) => ({
    gridRow: { xs: row, md: 'auto' },
    gridColumn: { xs: '1 / -1', md: 'auto' },
  });
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr) auto',
          md: '120px minmax(0, 1fr) 90px 96px',
        },
        gap: 1,
        alignItems: 'center',
        py: 0.75,
        fontSize: 14,
      }}
    >
      <Box sx={{ minWidth: 0 }}>{state}</Box>
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere', ...below(2) }}>
        {children}
      </Box>
      <Box sx={{ fontSize: 13, justifySelf: 'end' }}>{time}</Box>
      {next && <Box sx={{ justifySelf: 'end', ...below(3) }}>{next}</Box>}
    </Box>
  );
}

/** Where it is, after its name. */
export function HomeLinePlace({ children }: { children: ReactNode }) {
  return (
    <Box component="span" sx={{ color: 'text.secondary' }}>
      {' '}
      {children}
    </Box>
  );
}

/** A second line, small and grey. */
export function HomeLineNote({ children }: { children: ReactNode }) {
  return <Box sx={{ fontSize: 13, color: 'text.secondary' }}>{children}</Box>;
}
