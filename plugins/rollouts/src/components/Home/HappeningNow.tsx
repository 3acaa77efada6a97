import { Link } from '@backstage/core-components';
import { RelativeTime } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { RolloutSummary, trafficNote } from '@slipway/plugin-rollouts-common';
import { useLinks } from '../../hooks/useLinks';
import { useRollouts } from '../../hooks/useRollouts';
import { happeningNow } from '../../lib/attention';
import { stepsText } from '../../lib/words';
import { ImageTags } from '../ImageTags';
import { PauseNote } from '../PauseNote';
import { RolloutPhaseChip } from '../RolloutPhaseChip';
import { CompactWeightBar } from '../WeightBar/WeightBar';
import { WidgetBody } from './WidgetBody';

/** Home: releases that are on their way across the platform, with their progress. */
export function HappeningNow() {
  const live = useRollouts();
  const items = happeningNow(live.rollouts);
  return (
    <WidgetBody live={live} label="Happening now">
      {items.length === 0 && (
        <Typography color="text.secondary">
          No release is on its way.
        </Typography>
      )}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {items.map(rollout => (
          <ReleaseLine
            key={`${rollout.ref.cluster}/${rollout.uid}`}
            rollout={rollout}
          />
        ))}
      </Box>
    </WidgetBody>
  );
}

function ReleaseLine({ rollout }: { rollout: RolloutSummary }) {
  const links = useLinks();
  const { ref, entity } = rollout;
  const to = links.entityTab(entity, ref) ?? links.rollout(ref);
  const note = trafficNote(rollout);
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          md: '110px minmax(0, 1.4fr) minmax(0, 1fr) 90px 120px minmax(0, 1fr)',
        },
        alignItems: 'center',
        columnGap: 2,
        rowGap: 0.5,
        py: 0.75,
        fontSize: 14,
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <RolloutPhaseChip phase={rollout.phase} />
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        {to ? <Link to={to}>{ref.name}</Link> : <b>{ref.name}</b>}
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {` ${ref.cluster}/${ref.namespace}`}
        </Box>
      </Box>
      <ImageTags rollout={rollout} />
      <span>{stepsText(rollout)}</span>
      <Box>
        <CompactWeightBar weights={rollout} />
      </Box>
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        {note && <Box>{note}</Box>}
        {rollout.pauses.length > 0 ? (
          <PauseNote rollout={rollout} />
        ) : (
          <RelativeTime at={rollout.phaseSince} />
        )}
      </Box>
    </Box>
  );
}
