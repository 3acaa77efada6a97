import { useApi } from '@backstage/frontend-plugin-api';
import { ErrorState, useFetched } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { rolloutsApiRef } from '../../api/RolloutsApi';
import { formatRef } from '../../lib/ref';
import { DiffView } from './DiffView';

/** What changed between two revisions of the pod template. */
export function RevisionDiffPanel(props: {
  target: ObjectRef;
  from: number;
  to: number;
}) {
  const { target, from, to } = props;
  const api = useApi(rolloutsApiRef);
  const diff = useFetched(`${formatRef(target)} ${from}..${to}`, () =>
    api.getDiff(target, from, to),
  );
  return (
    <Box role="region" aria-label={`Revision ${from} to ${to}`} sx={{ mt: 1 }}>
      {diff.status === 'loading' && (
        <Skeleton
          variant="rounded"
          height={160}
          aria-label="Loading the diff"
        />
      )}
      {diff.error && (
        <ErrorState
          title="The diff could not be read"
          error={diff.error}
          onRetry={diff.reload}
        />
      )}
      {diff.value && (
        <>
          <Box sx={{ fontSize: 13, mb: 0.5 }}>
            {diff.value.changed.length > 0
              ? `Changed: ${diff.value.changed.join(
                  ', ',
                )}. Values of env and secrets are masked.`
              : 'The pod templates are equal.'}
          </Box>
          {diff.value.lines.some(line => line.kind !== 'same') && (
            <DiffView lines={diff.value.lines} />
          )}
        </>
      )}
    </Box>
  );
}
