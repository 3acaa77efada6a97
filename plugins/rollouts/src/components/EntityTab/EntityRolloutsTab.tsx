import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ErrorState,
  FreshnessNote,
  PartialNote,
  RefusedState,
  SkeletonCard,
  useLiveConnection,
  useLiveRetry,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { useSearchParams } from 'react-router-dom';
import { LiveRollouts, useEntityRollouts } from '../../hooks/useRollouts';
import { missingSources } from '../../lib/freshness';
import { formatRef, parseRef, sameRef } from '../../lib/ref';
import { byPlace } from '../../lib/listSort';
import { ActionFlowProvider } from '../Actions/ActionFlow';
import { RolloutDetailView } from '../RolloutDetail/RolloutDetailView';
import { NoRollouts } from './NoRollouts';
import { PlacePicker } from './PlacePicker';

/** The tab of an entity: its rollouts, one for each cluster and namespace; `?at=` chooses. */
export function EntityRolloutsTab() {
  const { entity } = useEntity();
  const live = useEntityRollouts(stringifyEntityRef(entity));
  const connection = useLiveConnection();
  if (live.status === 'loading') {
    return <SkeletonCard lines={6} minHeight={400} label="Loading rollouts" />;
  }
  if (live.status === 'failed') return <Failed live={live} />;
  if (live.rollouts.length === 0) {
    return (
      <>
        <FreshnessNote freshness={live.freshness} connection={connection} />
        <NoRollouts entity={entity} freshness={live.freshness} />
      </>
    );
  }
  return (
    <ActionFlowProvider>
      <Chosen rollouts={live.rollouts} live={live} />
    </ActionFlowProvider>
  );
}

function Failed({ live }: { live: LiveRollouts }) {
  const retry = useLiveRetry();
  return live.error?.name === 'NotAllowedError' ? (
    <RefusedState
      what="see rollouts"
      permission="rollouts.read"
      grantedBy="the platform group"
    />
  ) : (
    <ErrorState
      title="The rollouts of this entity cannot be shown"
      error={live.error}
      onRetry={retry}
    />
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
