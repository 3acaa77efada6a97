import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { servingSentence } from '@slipway/plugin-rollouts-common';
import {
  barLabel,
  compactWords,
  howHeld,
  Segment,
  segmentsOf,
  TrafficPicture,
} from '../../lib/serving';

const percent = (value: number | undefined) =>
  value === undefined ? 'unknown' : `${value} %`;

/** Stable is only a ground while something else has traffic, so that the new side stands out. */
function paint({ colour }: Segment, alone: boolean): string {
  if (colour !== 'stable') return `var(--slipway-${colour})`;
  return alone ? 'var(--slipway-stable)' : 'var(--slipway-stable-bg)';
}

/** The bar alone: a segment for each share of traffic, with a mark at the weight that was set. Empty when nothing serves or it is not known who does. */
function Bar({ weights, height }: { weights: TrafficPicture; height: number }) {
  const { setWeight } = weights;
  const segments = segmentsOf(weights);
  return (
    <Box
      role="img"
      aria-label={barLabel(weights)}
      data-testid="weight-bar"
      sx={{
        position: 'relative',
        height,
        borderRadius: height / 2,
        border: 1,
        borderStyle: segments.length > 0 ? 'solid' : 'dashed',
        borderColor: 'divider',
      }}
    >
      <Box
        sx={{
          display: 'flex',
          height: '100%',
          overflow: 'hidden',
          borderRadius: 'inherit',
        }}
      >
        {segments.map(segment => (
          <Box
            key={`${segment.colour}/${segment.words}`}
            data-segment={segment.colour}
            title={segment.words}
            sx={{
              width: `${segment.share.percent}%`,
              bgcolor: paint(segment, segments.length === 1),
              '& + &': { borderLeft: 1, borderColor: 'background.paper' },
            }}
          />
        ))}
      </Box>
      {weights.inProgress && setWeight !== undefined && (
        <Box
          sx={{
            position: 'absolute',
            top: -3,
            bottom: -3,
            left: `calc(${setWeight}% - 1px)`,
            width: 2,
            bgcolor: 'text.primary',
          }}
        />
      )}
    </Box>
  );
}

/** A bar with both weights of a canary in words under it, and who serves. */
export function WeightBar({ weights }: { weights: TrafficPicture }) {
  return (
    <Box sx={{ width: '100%', maxWidth: 420 }}>
      <Bar weights={weights} height={10} />
      {weights.strategy === 'canary' && (
        <Tooltip title={howHeld(weights)}>
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
      )}
      <Box
        data-testid="serving"
        sx={{ mt: 0.5, fontSize: 13, color: 'text.secondary' }}
      >
        {servingSentence(weights.serving)}
      </Box>
    </Box>
  );
}

/** The bar for a table's cell, with who serves in a few words. */
export function CompactWeightBar({ weights }: { weights: TrafficPicture }) {
  return (
    <Box sx={{ minWidth: 0, maxWidth: 160 }}>
      <Bar weights={weights} height={6} />
      <Box
        data-testid="serving-short"
        sx={{
          fontSize: 12,
          lineHeight: 1.3,
          mt: 0.25,
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        {compactWords(weights)}
      </Box>
    </Box>
  );
}
