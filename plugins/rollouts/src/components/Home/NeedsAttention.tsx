import { Link } from '@backstage/core-components';
import { RelativeTime } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { useState } from 'react';
import { useLinks } from '../../hooks/useLinks';
import { useOwnership } from '../../hooks/useOwnership';
import { useRollouts } from '../../hooks/useRollouts';
import { Belonging, needsAttention } from '../../lib/attention';
import { RolloutActionFlow } from '../Actions/RolloutActionFlow';
import { NextStepButton } from '../Actions/NextStepButton';
import { RolloutPhaseChip } from '../RolloutPhaseChip';
import { WidgetBody } from './WidgetBody';

const AT_FIRST = 6;

const TITLES: Record<Belonging, string> = {
  mine: 'Mine',
  'my-teams': 'My teams',
  others: 'Others',
};

/** Home: rollouts that need a user, mine first, then my teams', then others; each with its next step. */
export function NeedsAttention() {
  const live = useRollouts();
  const { known, userRef, refs } = useOwnership();
  const [all, setAll] = useState(false);
  const items = needsAttention(live.rollouts, userRef, refs);
  const shown = all ? items : items.slice(0, AT_FIRST);
  return (
    <RolloutActionFlow>
      <WidgetBody live={live} ready={known} label="Needs attention">
        {items.length === 0 && (
          <Typography color="text.secondary">
            {live.rollouts.length === 0
              ? 'No rollouts are known yet.'
              : `Nothing: none of ${live.rollouts.length} rollouts is waiting for a user or degraded.`}
          </Typography>
        )}
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {shown.map(({ rollout, belonging }, index) => (
            <Box
              component="li"
              key={`${rollout.ref.cluster}/${rollout.uid}`}
              sx={{ '& + &': { borderTop: 1, borderColor: 'divider' } }}
            >
              {shown[index - 1]?.belonging !== belonging && (
                <Typography
                  component="h4"
                  variant="overline"
                  color="text.secondary"
                >
                  {TITLES[belonging]}
                </Typography>
              )}
              <AttentionLine rollout={rollout} />
            </Box>
          ))}
        </Box>
        {shown.length < items.length && (
          <Button size="small" onClick={() => setAll(true)}>
            {`Show ${items.length - shown.length} more`}
          </Button>
        )}
      </WidgetBody>
    </RolloutActionFlow>
  );
}

function AttentionLine({ rollout }: { rollout: RolloutSummary }) {
  const links = useLinks();
  const { ref, attention, entity } = rollout;
  const to = links.entityTab(entity, ref) ?? links.rollout(ref);
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
      <RolloutPhaseChip phase={rollout.phase} />
      <Box
        sx={{
          minWidth: 0,
          overflowWrap: 'anywhere',
          gridRow: { xs: 2, md: 'auto' },
          gridColumn: { xs: '1 / -1', md: 'auto' },
        }}
      >
        {to ? <Link to={to}>{ref.name}</Link> : <b>{ref.name}</b>}
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {` ${ref.cluster}/${ref.namespace}`}
        </Box>
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          {attention?.summary}
        </Box>
      </Box>
      <Box sx={{ fontSize: 13, justifySelf: 'end' }}>
        {attention?.since && <RelativeTime at={attention.since} />}
      </Box>
      <Box
        sx={{
          justifySelf: 'end',
          gridRow: { xs: 3, md: 'auto' },
          gridColumn: { xs: '1 / -1', md: 'auto' },
        }}
      >
        <NextStepButton rollout={rollout} />
      </Box>
    </Box>
  );
}
