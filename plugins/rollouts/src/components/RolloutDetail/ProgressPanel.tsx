import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { leftoverSentence, RolloutCore } from '@slipway/plugin-rollouts-common';
import { StepsPicture } from '../StepsPicture/StepsPicture';
import { WeightBar } from '../WeightBar/WeightBar';

/** How far the release is: steps, weights, who serves, and what an earlier revision still has. */
export function ProgressPanel({ core }: { core: RolloutCore }) {
  const leftover = leftoverSentence(core);
  return (
    <Paper
      variant="outlined"
      component="section"
      aria-label="Progress of the release"
      sx={{
        p: 2,
        mb: 2,
        display: 'flex',
        flexWrap: 'wrap',
        gap: 3,
        alignItems: 'flex-end',
        justifyContent: 'space-between',
      }}
    >
      <Box sx={{ flex: '1 1 420px', minWidth: 0 }}>
        <StepsPicture core={core} />
      </Box>
      <Box sx={{ flex: '0 1 320px', minWidth: 220 }}>
        <WeightBar weights={core} />
      </Box>
      {leftover && (
        <Box data-testid="leftover-traffic" sx={{ flexBasis: '100%' }}>
          {leftover}
        </Box>
      )}
    </Paper>
  );
}
