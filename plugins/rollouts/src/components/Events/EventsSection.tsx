import { RelativeTime, Section } from '@slipway/plugin-portal-react';
import InfoIcon from '@mui/icons-material/InfoOutlined';
import WarningIcon from '@mui/icons-material/WarningAmber';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { EventView } from '@slipway/plugin-rollouts-common';
import { useState } from 'react';

const AT_FIRST = 20;

/** Kubernetes events of the rollout and its parts, newest first. */
export function EventsSection({ events }: { events: readonly EventView[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? events : events.slice(0, AT_FIRST);
  return (
    <Section title="Events" count={events.length} startOpen={false}>
      {events.length === 0 && (
        <Typography color="text.secondary">
          No events. The cluster forgets them after an hour by default.
        </Typography>
      )}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {shown.map(event => (
          <EventLine key={event.uid} event={event} />
        ))}
      </Box>
      {shown.length < events.length && (
        <Button size="small" onClick={() => setAll(true)}>
          {`Show ${events.length - shown.length} more`}
        </Button>
      )}
    </Section>
  );
}

function EventLine({ event }: { event: EventView }) {
  const warning = event.type === 'Warning';
  const Icon = warning ? WarningIcon : InfoIcon;
  const at = event.lastAt ?? event.firstAt;
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: '20px 76px 1fr',
        gap: 1,
        py: 0.5,
        fontSize: 14,
      }}
    >
      <Icon
        titleAccess={event.type}
        sx={{
          fontSize: 18,
          color: `var(--slipway-state-${warning ? 'waiting' : 'unknown'})`,
        }}
      />
      <Box sx={{ color: 'text.secondary' }}>
        {at ? <RelativeTime at={at} /> : 'unknown'}
      </Box>
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <b>{event.reason}</b>
        {event.count > 1 && ` (${event.count} times)`} {event.message}
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {` ${event.objectKind} ${event.objectName}`}
        </Box>
      </Box>
    </Box>
  );
}
