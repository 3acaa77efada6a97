import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import {
  Countdown,
  RelativeTime,
  StateChip,
} from '@slipway/plugin-portal-react';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { RunningWork } from '@slipway/plugin-work-common';
import { KIND_WORDS, lackingText, placesText, TONE_STATES } from './words';

/** What runs, one line each: what, where, how far, since when, until when, by whom. */
export function WorkList({ work }: { work: readonly RunningWork[] }) {
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {work.map(one => (
        <WorkLine key={one.id} work={one} />
      ))}
    </Box>
  );
}

function WorkLine({ work }: { work: RunningWork }) {
  const { title, state, tone, kind, path, progress, since, until, startedBy } =
    work;
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          md: '120px minmax(0, 1.3fr) minmax(0, 1.2fr) 120px minmax(0, 0.8fr)',
        },
        alignItems: 'center',
        columnGap: 2,
        rowGap: 0.5,
        py: 0.75,
        fontSize: 14,
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <Box>
        <StateChip state={TONE_STATES[tone]} label={KIND_WORDS[kind]} />
      </Box>
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Link to={path}>{title}</Link>
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {` ${placesText(work)}`}
        </Box>
      </Box>
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>{state}</Box>
      <Box>
        {progress !== undefined && <Progress share={progress} of={title} />}
      </Box>
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        <RelativeTime at={since} />
        {until && (
          <>
            {', ends in '}
            <Countdown until={until} />
          </>
        )}
        {startedBy && (
          <>
            {' by '}
            <EntityRefLink entityRef={startedBy} defaultKind="user" hideIcon />
          </>
        )}
      </Box>
    </Box>
  );
}

function Progress({ share, of }: { share: number; of: string }) {
  const percent = Math.round(share * 100);
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
      <LinearProgress
        variant="determinate"
        value={percent}
        aria-label={`Progress of ${of}`}
        sx={{ flex: 1, minWidth: 40 }}
      />
      <Box
        component="span"
        sx={{ fontSize: 12, fontVariantNumeric: 'tabular-nums' }}
      >
        {`${percent} %`}
      </Box>
    </Box>
  );
}

/** What the list may lack; nothing where each plugin could tell all. */
export function LackingNote({
  freshness,
}: {
  freshness: readonly SourceFreshness[];
}) {
  const lacking = lackingText(freshness);
  if (lacking.length === 0) return null;
  return (
    <Alert severity="info" sx={{ py: 0, mb: 1 }}>
      {`More may be running. Not known: ${lacking.join('; ')}.`}
    </Alert>
  );
}
