import Box from '@mui/material/Box';
import { RolloutDetail } from '@slipway/plugin-rollouts-common';
import { LiveRevisionMetrics } from '../../hooks/useRevisionMetrics';
import { revisionPair } from '../../lib/revisions';
import { RevisionCard } from './RevisionCard';

/** Stable and canary side by side; one card while nothing is released. */
export function RevisionCards(props: {
  detail: RolloutDetail;
  metrics: LiveRevisionMetrics;
}) {
  const { detail, metrics } = props;
  const { core, revisions, pods } = detail;
  const { stable, canary } = revisionPair(revisions, core);
  const blueGreen = core.strategy === 'blueGreen';
  const podsOf = (uid: string) => pods.filter(pod => pod.revisionUid === uid);
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(320px, 100%), 1fr))',
        gap: 2,
        mb: 2,
      }}
    >
      {stable && (
        <RevisionCard
          side="stable"
          title={blueGreen ? 'active' : 'stable'}
          revision={stable}
          pods={podsOf(stable.uid)}
          metrics={metrics.stable}
          metricsStatus={metrics}
        />
      )}
      {canary && (
        <RevisionCard
          side="canary"
          title={blueGreen ? 'preview' : 'canary'}
          revision={canary}
          pods={podsOf(canary.uid)}
          metrics={metrics.canary}
          metricsStatus={metrics}
        />
      )}
    </Box>
  );
}
