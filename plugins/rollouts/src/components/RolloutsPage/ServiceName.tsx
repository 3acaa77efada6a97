import { Link } from '@backstage/core-components';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { useLinks } from '../../hooks/useLinks';
import { ownerName } from '../../lib/words';

/** Name of the rollout as a link to its service, with the owner under it; without an owner it says why. */
export function ServiceName({ rollout }: { rollout: RolloutSummary }) {
  const links = useLinks();
  const { entity, ref, ownerRef } = rollout;
  const to = links.entityTab(entity, ref);
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
        {to ? <Link to={to}>{ref.name}</Link> : ref.name}
      </Box>
      <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
        {entity.state === 'bound' ? (
          ownerRef && ownerName(ownerRef)
        ) : (
          <Tooltip title={entity.reason} describeChild>
            <span>
              {entity.state === 'ambiguous' ? 'owner ambiguous' : 'no owner'}
            </span>
          </Tooltip>
        )}
      </Box>
    </Box>
  );
}
