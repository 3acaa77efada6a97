import Box from '@mui/material/Box';
import { styled } from '@mui/material/styles';
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

const Frame = styled('div')(({ theme }) => ({
  position: 'relative',
  border: `1px solid ${theme.palette.divider}`,
  '& .segments': {
    display: 'flex',
    height: '100%',
    overflow: 'hidden',
    borderRadius: 'inherit',
  },
  '& .segments > * + *': {
    borderLeft: `1px solid ${theme.palette.background.paper}`,
  },
  '& .set-weight': {
    position: 'absolute',
    top: -3,
    bottom: -3,
    width: 2,
    backgroundColor: theme.palette.text.primary,
  },
}));
const ShortWords = styled('div')({
  fontSize: 12,
  lineHeight: 1.3,
  marginTop: 2,
  fontVariantNumeric: 'tabular-nums',
});

/** The bar alone: a segment for each share of traffic, with a mark at the weight that was set. Empty when nothing serves or it is not known who does. */
function Bar({ weights, height }: { weights: TrafficPicture; height: number }) {
  const { setWeight } = weights;
  const segments = segmentsOf(weights);
  return (
    <Frame
      role="img"
      aria-label={barLabel(weights)}
      data-testid="weight-bar"
      style={{
        height,
        borderRadius: height / 2,
        borderStyle: segments.length > 0 ? 'solid' : 'dashed',
      }}
    >
      <div className="segments">
        {segments.map(segment => (
          <div
            key={`${segment.colour}/${segment.words}`}
            data-segment={segment.colour}
            title={segment.words}
            style={{
              width: `${segment.share.percent}%`,
              backgroundColor: paint(segment, segments.length === 1),
            }}
          />
        ))}
      </div>
      {weights.inProgress && setWeight !== undefined && (
        <div
          className="set-weight"
          style={{ left: `calc(${setWeight}% - 1px)` }}
        />
      )}
    </Frame>
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
    <div style={{ minWidth: 0, maxWidth: 160 }}>
      <Bar weights={weights} height={6} />
      <ShortWords data-testid="serving-short">
        {compactWords(weights)}
      </ShortWords>
    </div>
  );
}
