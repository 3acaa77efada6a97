import { Link } from '@backstage/core-components';
import { formatAbsolute, formatRelative } from '@slipway/plugin-portal-react';
import {
  StartedRelease,
  PanelDemo,
} from '@slipway/plugin-sandbox-panel-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import { useId, useState } from 'react';
import { QUALITY_LABELS } from '../../lib/words';
import { useRolloutLink } from '../Release/ReleaseFlow';

const SHORT = 10;

/** Releases that were started, newest first, with ages in sandbox time. */
export function StartedList({ demo }: { demo: PanelDemo }) {
  const { started, now } = demo;
  const [all, setAll] = useState(false);
  const titleId = useId();
  const shown = all ? started : started.slice(0, SHORT);
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-labelledby={titleId}
      sx={{ p: 2 }}
    >
      <Box component="h2" id={titleId} sx={{ m: 0, mb: 1, fontSize: 17 }}>
        Started releases
      </Box>
      {started.length === 0 ? (
        <Box sx={{ color: 'text.secondary' }}>
          None yet. The first one that you start is listed here.
        </Box>
      ) : (
        <Box
          component="ul"
          aria-labelledby={titleId}
          sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 0.75 }}
        >
          {shown.map(one => (
            <Line
              key={`${one.at} ${one.cluster}/${one.namespace}/${one.service}`}
              release={one}
              now={now}
            />
          ))}
        </Box>
      )}
      {started.length > SHORT && !all && (
        <Button size="small" sx={{ mt: 1 }} onClick={() => setAll(true)}>
          {`Show all ${started.length}`}
        </Button>
      )}
    </Paper>
  );
}

function Line({ release, now }: { release: StartedRelease; now: string }) {
  const linkOf = useRolloutLink();
  const { cluster, namespace, service, tag, quality, by, at } = release;
  const to = linkOf(release);
  return (
    <Box component="li" sx={{ fontSize: 14, overflowWrap: 'anywhere' }}>
      <Box
        component="time"
        dateTime={at}
        title={formatAbsolute(at)}
        sx={{
          display: 'inline-block',
          minWidth: 88,
          color: 'text.secondary',
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        {formatRelative(at, Date.parse(now))}
      </Box>{' '}
      {to ? <Link to={to}>{service}</Link> : service}
      {` ${tag} on ${cluster}/${namespace}, ${QUALITY_LABELS[
        quality
      ].toLowerCase()}, started by ${
        by === 'user' ? 'a user' : 'the demo scenario'
      }`}
    </Box>
  );
}
