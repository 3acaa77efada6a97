import { SourceFreshness } from '@slipway/plugin-live-common';
import Box from '@mui/material/Box';
import { useLiveConnection } from '../live/hooks';
import { FreshnessNote } from './FreshnessNote';
import { PartialNote } from './messages';
import { clustersText, missingSources } from './sources';

/** How fresh a view over clusters is, from which clusters it is, and what is missing from it. */
export function SourcesNote({
  freshness,
}: {
  freshness: readonly SourceFreshness[];
}) {
  const connection = useLiveConnection();
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}
    >
      <FreshnessNote freshness={freshness} connection={connection} />
      <Box component="span" sx={{ fontSize: 13, color: 'text.secondary' }}>
        {clustersText(freshness)}
      </Box>
      <PartialNote missing={missingSources(freshness)} />
    </Box>
  );
}
