import { PageFrame } from '@slipway/plugin-portal-react';
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
      <PageFrame
        above={[
          { title: 'Rollouts', to: list },
          { title: `${cluster}/${namespace}`, to: list && `${list}?${place}` },
        ]}
        here={name}
      >
        <RolloutDetailView
          key={`${cluster}/${namespace}/${name}`}
          target={{ cluster, namespace, name }}
        />
      </PageFrame>
    </RolloutActionFlow>
  );
}
