import { Link } from '@backstage/core-components';
import Box from '@mui/material/Box';
import Breadcrumbs from '@mui/material/Breadcrumbs';
import { useParams } from 'react-router-dom';
import { useLinks } from '../../hooks/useLinks';
import { RolloutActionFlow } from '../Actions/RolloutActionFlow';
import { RolloutDetailView } from './RolloutDetailView';

/** The page of one rollout, `/rollouts/:cluster/:namespace/:name`. */
export function RolloutPage() {
  const { cluster = '', namespace = '', name = '' } = useParams();
  const links = useLinks();
  const list = links.list();
  const place = `cluster=${encodeURIComponent(
    cluster,
  )}&namespace=${encodeURIComponent(namespace)}`;
  return (
    <RolloutActionFlow>
      <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
        {list && (
          <Breadcrumbs aria-label="Where this is" sx={{ mb: 1, fontSize: 14 }}>
            <Link to={list}>Rollouts</Link>
            <Link to={`${list}?${place}`}>{`${cluster}/${namespace}`}</Link>
            <span>{name}</span>
          </Breadcrumbs>
        )}
        <RolloutDetailView
          key={`${cluster}/${namespace}/${name}`}
          target={{ cluster, namespace, name }}
        />
      </Box>
    </RolloutActionFlow>
  );
}
