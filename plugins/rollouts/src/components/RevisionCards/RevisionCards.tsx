import Box from '@mui/material/Box';
import {
  revisionsInPlay,
  RolloutDetail,
} from '@slipway/plugin-rollouts-common';
import { LiveRevisionMetrics } from '../../hooks/useRevisionMetrics';
import { RevisionCard } from './RevisionCard';

/** Every revision with a role, pods or traffic, side by side, each with its share of traffic; metrics are measured of stable and of the new one. */
export function RevisionCards(props: {
  detail: RolloutDetail;
  metrics: LiveRevisionMetrics;
}) {
  const { detail, metrics } = props;
  const changed = (detail.core.imageChanges ?? []).map(
    ({ container }) => container,
  );
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(320px, 100%), 1fr))',
        gap: 2,
        mb: 2,
      }}
    >
      {revisionsInPlay(detail).map(inPlay => (
        <RevisionCard
          key={inPlay.revision.uid}
          inPlay={inPlay}
          pods={detail.pods.filter(
            pod => pod.revisionUid === inPlay.revision.uid,
          )}
          changed={changed}
          {...(inPlay.side === 'other'
            ? { metrics: undefined }
            : { metrics: metrics[inPlay.side], metricsStatus: metrics })}
        />
      ))}
    </Box>
  );
}
