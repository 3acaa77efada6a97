import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { imageTag } from '../lib/image';

/** `1.8.2 → 1.9.0` while a release is on its way, else the one version; whole image names on hover. */
export function ImageTags({
  rollout,
}: {
  rollout: Pick<RolloutSummary, 'stableImage' | 'canaryImage' | 'inProgress'>;
}) {
  const { stableImage, canaryImage, inProgress } = rollout;
  const stable = imageTag(stableImage) ?? 'unknown';
  const canary = imageTag(canaryImage) ?? 'unknown';
  const title = inProgress
    ? `stable ${stableImage ?? 'unknown'}, new ${canaryImage ?? 'unknown'}`
    : stableImage ?? canaryImage ?? 'unknown';
  return (
    <Tooltip title={title}>
      <Box
        component="span"
        sx={{
          fontVariantNumeric: 'tabular-nums',
          overflow: 'hidden',
          textOverflow: 'ellipsis',
        }}
      >
        {inProgress ? (
          <>
            <span style={{ color: 'var(--slipway-stable)' }}>{stable}</span>
            {' → '}
            <span style={{ color: 'var(--slipway-canary)' }}>{canary}</span>
          </>
        ) : (
          imageTag(stableImage) ?? canary
        )}
      </Box>
    </Tooltip>
  );
}
