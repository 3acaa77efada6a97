import { RelativeTime } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import { RolloutSummary, trafficNote } from '@slipway/plugin-rollouts-common';
import { memo, ReactNode } from 'react';
import { stepsShort } from '../../lib/words';
import { NextStepButton } from '../Actions/NextStepButton';
import { EnvironmentChip } from '../EnvironmentChip';
import { ImageTags } from '../ImageTags';
import { PauseNote } from '../PauseNote';
import { Place } from '../Place';
import { RestartNote } from '../RestartNote';
import { RolloutPhaseChip } from '../RolloutPhaseChip';
import { CompactWeightBar } from '../WeightBar/WeightBar';
import { GRID_TEMPLATE } from './columns';
import { ServiceName } from './ServiceName';

function Cell({ children }: { children: ReactNode }) {
  return (
    <Box role="gridcell" sx={{ minWidth: 0 }}>
      {children}
    </Box>
  );
}

function RowOfRollout({ rollout }: { rollout: RolloutSummary }) {
  const steps = stepsShort(rollout);
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: GRID_TEMPLATE,
        columnGap: 1.5,
        alignItems: 'center',
        minHeight: 64,
        px: 2,
        py: 1,
        fontSize: 14,
        borderBottom: 1,
        borderColor: 'divider',
        '&:hover': { bgcolor: 'action.hover' },
      }}
    >
      <Cell>
        <ServiceName rollout={rollout} />
      </Cell>
      <Cell>
        <Box sx={{ overflowWrap: 'anywhere', mb: 0.25 }}>
          <Place value={rollout.ref} />
        </Box>
        <EnvironmentChip value={rollout.environment} />
      </Cell>
      <Cell>
        <RolloutPhaseChip phase={rollout.phase} />
        <StateWords rollout={rollout} />
      </Cell>
      <Cell>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
          {rollout.strategy === 'blueGreen' && (
            <Box
              component="span"
              sx={{ color: 'text.secondary', fontSize: 13 }}
            >
              blue-green
            </Box>
          )}
          {steps && (
            <Box
              component="span"
              data-testid="rollout-step"
              aria-label={`step ${steps.replace('/', ' of ')}`}
              sx={{ fontVariantNumeric: 'tabular-nums', minWidth: 28 }}
            >
              {steps}
            </Box>
          )}
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <CompactWeightBar weights={rollout} />
          </Box>
        </Box>
      </Cell>
      <Cell>
        <ImageTags rollout={rollout} />
      </Cell>
      <Cell>
        <Box sx={{ fontSize: 13 }}>
          <RelativeTime at={rollout.phaseSince} />
        </Box>
      </Cell>
      <Cell>
        <NextStepButton rollout={rollout} />
      </Cell>
    </Box>
  );
}

/** One rollout as a row of the grid. Draws again only when its own summary changes. */
export const RolloutRow = memo(RowOfRollout);

/** What must be said of traffic, the message, what the pause waits for and where a restart stands; on two lines at most. */
export function StateWords({ rollout }: { rollout: RolloutSummary }) {
  const words = [trafficNote(rollout), rollout.message]
    .filter(Boolean)
    .join(' ');
  return (
    <Box
      sx={{
        fontSize: 12,
        color: 'text.secondary',
        display: '-webkit-box',
        WebkitLineClamp: 2,
        WebkitBoxOrient: 'vertical',
        overflow: 'hidden',
        overflowWrap: 'anywhere',
      }}
      title={words}
    >
      {words}
      {words && rollout.pauses.length > 0 && ', '}
      <PauseNote rollout={rollout} /> <RestartNote rollout={rollout} />
    </Box>
  );
}
