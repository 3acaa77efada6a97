import Box from '@mui/material/Box';
import { Activity } from '@slipway/plugin-observability-common';
import { StateChip } from '@slipway/plugin-portal-react';
import { Link } from 'react-router-dom';
import { KINDS } from '../../lib/system';

/** What is going on in a service, one line each; what has a page leads to it. */
export function Activities({
  activities,
}: {
  activities: readonly Activity[];
}) {
  if (activities.length === 0) return <>nothing known</>;
  return (
    <Box
      component="ul"
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 0.5 }}
    >
      {activities.map(({ kind, words, tone, path }, index) => (
        <Box component="li" key={`${kind} ${words} ${index}`}>
          <StateChip state={tone} label={KINDS[kind]} />{' '}
          {path ? <Link to={path}>{words}</Link> : words}
        </Box>
      ))}
    </Box>
  );
}
