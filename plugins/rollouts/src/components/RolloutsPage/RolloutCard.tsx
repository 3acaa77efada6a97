import { CardLine, RelativeTime, RowCard } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
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

function CardOfRollout({ row: rollout }: { row: RolloutSummary }) {
  return (
    <RowCard>
      <CardLine sx={{ alignItems: 'flex-start', flexWrap: 'nowrap' }}>
        <ServiceName rollout={rollout} />
        <RolloutPhaseChip phase={rollout.phase} />
      </CardLine>
      <CardLine sx={{ flexWrap: 'nowrap' }}>
        <Box sx={{ overflowWrap: 'anywhere', minWidth: 0 }}>
          <Place value={rollout.ref} />
        </Box>
        <EnvironmentChip value={rollout.environment} />
      </CardLine>
      <StateWords rollout={rollout} />
      <CardLine sx={{ flexWrap: 'nowrap' }}>
        <span data-testid="rollout-step">{stepsText(rollout)}</span>
        <Box sx={{ flex: 1, maxWidth: 170 }}>
          <CompactWeightBar weights={rollout} />
        </Box>
      </CardLine>
      <CardLine sx={{ flexWrap: 'nowrap' }}>
        <ImageTags rollout={rollout} />
        <Box component="span" sx={{ color: 'text.secondary', fontSize: 13 }}>
          <RelativeTime at={rollout.phaseSince} />
        </Box>
        <NextStepButton rollout={rollout} />
      </CardLine>
    </RowCard>
  );
}

/** One rollout as a card, for narrow screens. */
export const RolloutCard = memo(CardOfRollout);
