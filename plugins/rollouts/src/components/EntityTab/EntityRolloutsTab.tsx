import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  FreshnessNote,
  LiveGate,
  missingSources,
  PartialNote,
  SkeletonCard,
  useLiveConnection,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import { byPlace, RolloutSummary } from '@slipway/plugin-rollouts-common';
import { useSearchParams } from 'react-router-dom';
import { LiveRollouts, useEntityRollouts } from '../../hooks/useRollouts';
import { SEE_ROLLOUTS } from '../../lib/needs';
import { formatRef, parseRef, sameRef } from '../../lib/ref';
import { RolloutActionFlow } from '../Actions/RolloutActionFlow';
import { RolloutDetailView } from '../RolloutDetail/RolloutDetailView';
import { NoRollouts } from './NoRollouts';
import { PlacePicker } from './PlacePicker';

/** The tab of an entity: its rollouts, one for each cluster and namespace; `?at=` chooses. */
export function EntityRolloutsTab() {
  const { entity } = useEntity();
  const live = useEntityRollouts(stringifyEntityRef(entity));
  const connection = useLiveConnection();
  return (
    <LiveGate
      reading={live}
      what="The rollouts of this entity"
      needs={SEE_ROLLOUTS}
      skeleton={
        <SkeletonCard lines={6} minHeight={400} label="Loading rollouts" />
      }
    >
      {live.rollouts.length === 0 ? (
        <>
          <FreshnessNote freshness={live.freshness} connection={connection} />
          <NoRollouts entity={entity} freshness={live.freshness} />
        </>
      ) : (
        <RolloutActionFlow>
          <Chosen rollouts={live.rollouts} live={live} />
        </RolloutActionFlow>
      )}
    </LiveGate>
  );
}

function Chosen(props: { rollouts: RolloutSummary[]; live: LiveRollouts }) {
  const { live } = props;
  const rollouts = [...props.rollouts].sort(byPlace);
  const [query, setQuery] = useSearchParams();
  // What the address names stays chosen, even when it is deleted meanwhile.
  const target = parseRef(query.get('at')) ?? rollouts[0].ref;
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      <PartialNote missing={missingSources(live.freshness)} />
      {(rollouts.length > 1 ||
        !rollouts.some(rollout => sameRef(rollout.ref, target))) && (
        <PlacePicker
          rollouts={rollouts}
          chosen={target}
          onChoose={ref =>
            setQuery(
              old => {
                const next = new URLSearchParams(old);
                next.set('at', formatRef(ref));
                next.delete('diff');
                return next;
              },
              { replace: true },
            )
          }
        />
      )}
      <RolloutDetailView key={formatRef(target)} target={target} />
    </Box>
  );
}
