import { Link } from '@backstage/core-components';
import { styled } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { useLinks } from '../../hooks/useLinks';
import { ownerName } from '../../lib/words';

const Name = styled('div')({
  fontWeight: 600,
  display: '-webkit-box',
  WebkitLineClamp: 2,
  WebkitBoxOrient: 'vertical',
  overflow: 'hidden',
  overflowWrap: 'anywhere',
});
const Owner = styled('div')(({ theme }) => ({
  fontSize: 12,
  color: theme.palette.text.secondary,
}));

/** Name of the rollout as a link to its service, with the owner under it; without an owner it says why. */
export function ServiceName({ rollout }: { rollout: RolloutSummary }) {
  const links = useLinks();
  const { entity, ref, ownerRef } = rollout;
  const to = links.entityTab(entity, ref);
  return (
    <div style={{ minWidth: 0 }}>
      <Name title={ref.name}>
        {to ? <Link to={to}>{ref.name}</Link> : ref.name}
      </Name>
      <Owner>
        {entity.state === 'bound' ? (
          ownerRef && ownerName(ownerRef)
        ) : (
          <Tooltip title={entity.reason} describeChild>
            <span>
              {entity.state === 'ambiguous' ? 'owner ambiguous' : 'no owner'}
            </span>
          </Tooltip>
        )}
      </Owner>
    </div>
  );
}
