import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';

type Weights = Pick<
  RolloutSummary,
  'setWeight' | 'actualWeight' | 'trafficRouted' | 'strategy' | 'inProgress'
>;

const percent = (value: number | undefined) =>
  value === undefined ? 'unknown' : `${value} %`;

/** What holds the weights, in a sentence. */
function howHeld(trafficRouted: boolean): string {
  return trafficRouted
    ? 'A traffic router holds the weights.'
    : 'No traffic router: the share of available pods gives the actual weight.';
}

/** The bar alone: filled to the actual weight, with a mark at the weight that was set. Without a release all of it is stable. */
function Bar({ weights, height }: { weights: Weights; height: number }) {
  const { setWeight, actualWeight } = weights;
  return (
    <Box
      role="img"
      aria-label={`canary weight: set ${percent(setWeight)}, actual ${percent(
        actualWeight,
      )}`}
      sx={{
        position: 'relative',
        height,
        borderRadius: height / 2,
        bgcolor: 'var(--slipway-stable-bg)',
        border: 1,
        borderColor: 'divider',
      }}
    >
      {actualWeight !== undefined && (
        <Box
          sx={{
            position: 'absolute',
            inset: 0,
            width: `${Math.min(100, Math.max(0, actualWeight))}%`,
            borderRadius: 'inherit',
            bgcolor: `var(--slipway-${
              weights.inProgress ? 'canary' : 'stable'
            })`,
          }}
        />
      )}
      {weights.inProgress && setWeight !== undefined && (
        <Box
          sx={{
            position: 'absolute',
            top: -3,
            bottom: -3,
            left: `calc(${Math.min(100, Math.max(0, setWeight))}% - 1px)`,
            width: 2,
            bgcolor: 'text.primary',
          }}
        />
      )}
    </Box>
  );
}

/** A bar with both weights in words under it. */
export function WeightBar({ weights }: { weights: Weights }) {
  if (weights.strategy === 'blueGreen') return null;
  return (
    <Box sx={{ width: '100%', maxWidth: 420 }}>
      <Bar weights={weights} height={10} />
      <Tooltip title={howHeld(weights.trafficRouted)}>
        <Box
          sx={{
            display: 'flex',
            gap: 2,
            mt: 0.75,
            fontSize: 13,
            fontVariantNumeric: 'tabular-nums',
          }}
        >
          <span>
            weight set{' '}
            <b data-testid="set-weight">{percent(weights.setWeight)}</b>
          </span>
          <span>
            actual{' '}
            <b data-testid="actual-weight">{percent(weights.actualWeight)}</b>
          </span>
        </Box>
      </Tooltip>
    </Box>
  );
}

/** The bar for a table's cell, with the actual percentage and, where it differs, the one that was set. */
export function CompactWeightBar({ weights }: { weights: Weights }) {
  if (weights.strategy === 'blueGreen') return null;
  const { actualWeight, setWeight } = weights;
  return (
    <Box sx={{ minWidth: 0, maxWidth: 160 }}>
      <Bar weights={weights} height={6} />
      <Box
        sx={{
          fontSize: 12,
          lineHeight: 1.3,
          mt: 0.25,
          fontVariantNumeric: 'tabular-nums',
          whiteSpace: 'nowrap',
        }}
      >
        {percent(actualWeight)}
        {actualWeight !== setWeight && (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {`, set ${percent(setWeight)}`}
          </Box>
        )}
      </Box>
    </Box>
  );
}
