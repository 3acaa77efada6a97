import WarningIcon from '@mui/icons-material/WarningAmber';
import Box from '@mui/material/Box';
import {
  failureSentence,
  podTroubles,
  PodView,
  RevisionView,
} from '@slipway/plugin-rollouts-common';

const podCount = (pods: readonly PodView[]) =>
  `${pods.length} ${pods.length === 1 ? 'pod' : 'pods'}`;

/** Why pods of a revision cannot be created or are not ready, in the words of the cluster. */
export function RevisionTrouble(props: {
  revision: Pick<RevisionView, 'failure'>;
  pods: readonly PodView[];
}) {
  const { revision, pods } = props;
  const lines = [
    ...(revision.failure ? [failureSentence(revision.failure)] : []),
    ...podTroubles(pods).map(
      ({ trouble, pods: of }) =>
        `${of.length} of ${podCount(pods)}: ${trouble}`,
    ),
  ];
  if (lines.length === 0) return null;
  return (
    <Box
      component="ul"
      aria-label="Why pods are not ready"
      sx={{ listStyle: 'none', m: 0, p: 0, fontSize: 13 }}
    >
      {lines.map(line => (
        <Box
          component="li"
          key={line}
          sx={{ display: 'flex', gap: 0.5, overflowWrap: 'anywhere' }}
        >
          <WarningIcon
            aria-hidden
            sx={{ fontSize: 16, color: 'var(--slipway-state-degraded)' }}
          />
          <Box sx={{ minWidth: 0 }}>{line}</Box>
        </Box>
      ))}
    </Box>
  );
}
