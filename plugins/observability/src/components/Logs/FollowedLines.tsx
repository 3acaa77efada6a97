import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import {
  LogFilter,
  logTailTopic,
  ObservedPlace,
} from '@slipway/plugin-observability-common';
import {
  FreshnessNote,
  LiveAnnouncer,
  LiveGate,
  SkeletonTable,
  useLiveConnection,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { useMemo, useState } from 'react';
import { newestFirst, tailOf } from '../../lib/lines';
import { READ_LOGS } from '../../lib/needs';
import { LineGrid } from './LineGrid';
import { NoLines } from './NoLines';
import { useHeld } from './useHeld';

/** The newest lines as they come. They stand still while somebody reads. */
export function FollowedLines(props: {
  entityRef: string;
  place: ObservedPlace;
  filter: LogFilter;
}) {
  const { entityRef, place, filter } = props;
  const live = useLiveTopic(logTailTopic, tailOf(entityRef, place, filter));
  const connection = useLiveConnection();
  const { items, freshness } = live;
  const lines = useMemo(() => newestFirst(items.values()), [items]);
  const { shown, paused, waiting, hold, go, scrolled } = useHeld(lines);
  // Going on starts at the newest line again, with nothing opened.
  const [round, setRound] = useState(0);
  const goOn = () => {
    go();
    setRound(round + 1);
  };
  const came = waiting === 1 ? '1 new line' : `${waiting} new lines`;
  const unread = freshness.some(({ state }) => state !== 'live');
  return (
    <LiveGate
      reading={live}
      what="The newest lines"
      needs={READ_LOGS}
      skeleton={
        <SkeletonTable
          rows={10}
          columns={4}
          rowHeight={30}
          label="Loading log lines"
        />
      }
      notLost="The rest of the tab does not need the log store."
    >
      <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: '100%' }}>
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            gap: 1.5,
            alignItems: 'center',
          }}
        >
          <FreshnessNote freshness={freshness} connection={connection} />
          <Button
            size="small"
            color="inherit"
            variant="outlined"
            onClick={paused ? goOn : () => hold('hand')}
          >
            {paused ? `Go on${waiting ? ` (${came})` : ''}` : 'Pause'}
          </Button>
          <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
            {paused
              ? 'The lines stand still.'
              : `The newest ${lines.length} of the last 15 minutes; asked every 3 s.`}
          </Box>
          <LiveAnnouncer message={paused && waiting ? came : ''} />
        </Box>
        <Reasons freshness={freshness} />
        {shown.length === 0 ? (
          <NoLines filter={filter} partial={unread} />
        ) : (
          <LineGrid
            key={round}
            label="Newest log lines"
            lines={shown}
            onScrolled={scrolled}
            onRead={() => hold('hand')}
          />
        )}
      </Box>
    </LiveGate>
  );
}

/** Why the lines are not current, in words: on a phone there is nothing to hover over. */
function Reasons(props: {
  freshness: ReadonlyArray<{ state: string; reason?: string }>;
}) {
  const reasons = props.freshness.flatMap(({ state, reason }) =>
    state !== 'live' && reason ? [reason] : [],
  );
  if (reasons.length === 0) return null;
  return (
    <Box
      sx={{ fontSize: 13, color: 'text.secondary', overflowWrap: 'anywhere' }}
    >
      {reasons.join('; ')}
    </Box>
  );
}
