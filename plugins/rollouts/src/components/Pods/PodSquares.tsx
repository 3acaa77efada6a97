import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { PodView } from '@slipway/plugin-rollouts-common';
import { podState } from '../../lib/pods';

/** More squares than this say nothing more. */
const MOST_SQUARES = 60;

/** One small square for each pod, coloured and shaped by its state. */
export function PodSquares({ pods }: { pods: readonly PodView[] }) {
  if (pods.length === 0) return null;
  const shown = pods.slice(0, MOST_SQUARES);
  return (
    <Box
      component="ul"
      aria-label="Pods"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: 0.5,
        listStyle: 'none',
        m: 0,
        p: 0,
      }}
    >
      {shown.map(pod => {
        const state = podState(pod);
        const words = `${pod.name}: ${pod.status}, ${pod.ready} ready`;
        return (
          <li key={pod.uid}>
            <Tooltip title={words}>
              <Box
                role="img"
                aria-label={words}
                sx={{
                  width: 14,
                  height: 14,
                  border: 2,
                  borderRadius: state === 'degraded' ? '50%' : 0.5,
                  borderStyle: state === 'healthy' ? 'solid' : 'dashed',
                  borderColor: `var(--slipway-state-${state})`,
                  bgcolor:
                    state === 'healthy' || state === 'degraded'
                      ? `var(--slipway-state-${state})`
                      : 'transparent',
                }}
              />
            </Tooltip>
          </li>
        );
      })}
      {pods.length > shown.length && (
        <Box component="li" sx={{ fontSize: 12 }}>
          {`and ${pods.length - shown.length} more`}
        </Box>
      )}
    </Box>
  );
}
