import { RelativeTime } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { memo } from 'react';
import { stepsText } from '../../lib/words';
import { NextStepButton } from '../Actions/NextStepButton';
import { EnvironmentChip } from '../EnvironmentChip';
import { ImageTags } from '../ImageTags';
import { Place } from '../Place';
import { RolloutPhaseChip } from '../RolloutPhaseChip';
import { CompactWeightBar } from '../WeightBar/WeightBar';
import { ServiceName } from './ServiceName';
import { StateWords } from './StateWords';

const LINE = {
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 1,
} as const;

function CardOfRollout({ row: rollout }: { row: RolloutSummary }) {
  return (
    <Box sx={{ pb: 1.5 }}>
      <Paper
        variant="outlined"
        sx={{ p: 1.5, display: 'grid', gap: 1, fontSize: 14 }}
      >
        <Box sx={{ ...LINE, alignItems: 'flex-start' }}>
          <ServiceName rollout={rollout} />
          <RolloutPhaseChip phase={rollout.phase} />
        </Box>
        <Box sx={LINE}>
          <Box sx={{ overflowWrap: 'anywhere', minWidth: 0 }}>
            <Place value={rollout.ref} />
          </Box>
          <EnvironmentChip value={rollout.environment} />
        </Box>
        <StateWords rollout={rollout} />
        <Box sx={LINE}>
          <span data-testid="rollout-step">{stepsText(rollout)}</span>
          <Box sx={{ flex: 1, maxWidth: 170 }}>
            <CompactWeightBar weights={rollout} />
          </Box>
        </Box>
        <Box sx={LINE}>
          <ImageTags rollout={rollout} />
          <Box component="span" sx={{ color: 'text.secondary', fontSize: 13 }}>
            <RelativeTime at={rollout.phaseSince} />
          </Box>
          <NextStepButton rollout={rollout} />
        </Box>
      </Paper>
    </Box>
  );
}

/** One rollout as a card, for narrow screens. */
export const RolloutCard = memo(CardOfRollout);
