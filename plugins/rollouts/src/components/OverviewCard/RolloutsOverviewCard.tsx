import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard, Link } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ErrorState,
  FreshnessNote,
  SkeletonTable,
  useLiveConnection,
  useLiveRetry,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { RolloutSummary, trafficNote } from '@slipway/plugin-rollouts-common';
import { useEntityGrants } from '../../hooks/useEntityGrants';
import { useLinks } from '../../hooks/useLinks';
import { LiveRollouts, useEntityRollouts } from '../../hooks/useRollouts';
import { byPlace } from '../../lib/listSort';
import { stepsText } from '../../lib/words';
import { GrantNotice } from '../BreakGlass/GrantNotice';
import { EnvironmentChip } from '../EnvironmentChip';
import { ImageTags } from '../ImageTags';
import { PauseNote } from '../PauseNote';
import { RestartNote } from '../RestartNote';
import { RolloutPhaseChip } from '../RolloutPhaseChip';
import { CompactWeightBar } from '../WeightBar/WeightBar';

/** Overview card of a service: where it runs and how its releases stand. */
export function RolloutsOverviewCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const live = useEntityRollouts(entityRef);
  const grants = useEntityGrants(entityRef) ?? [];
  const connection = useLiveConnection();
  return (
    <InfoCard
      title="Rollouts"
      action={
        live.status === 'ready' && (
          <Box sx={{ p: 1 }}>
            <FreshnessNote freshness={live.freshness} connection={connection} />
          </Box>
        )
      }
    >
      <Body live={live} />
      {grants.map(grant => (
        <GrantNotice key={grant.id} grant={grant} />
      ))}
    </InfoCard>
  );
}

function Body({ live }: { live: LiveRollouts }) {
  const retry = useLiveRetry();
  if (live.status === 'loading') {
    return <SkeletonTable rows={2} columns={3} label="Loading rollouts" />;
  }
  if (live.status === 'failed') {
    return (
      <ErrorState
        title="The rollouts of this service cannot be shown"
        error={live.error}
        onRetry={retry}
      />
    );
  }
  if (live.rollouts.length === 0) {
    return (
      <Typography color="text.secondary">
        No rollout of this service was found in the connected clusters.
      </Typography>
    );
  }
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {[...live.rollouts].sort(byPlace).map(rollout => (
        <Line key={`${rollout.ref.cluster}/${rollout.uid}`} rollout={rollout} />
      ))}
    </Box>
  );
}

function Line({ rollout }: { rollout: RolloutSummary }) {
  const links = useLinks();
  const { ref } = rollout;
  const note = trafficNote(rollout);
  const place = `${ref.cluster}/${ref.namespace}`;
  const to = links.entityTab(rollout.entity, ref) ?? links.rollout(ref);
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 2,
        rowGap: 0.5,
        py: 1,
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      {to ? <Link to={to}>{place}</Link> : <span>{place}</span>}
      <EnvironmentChip value={rollout.environment} />
      <RolloutPhaseChip phase={rollout.phase} detail={rollout.message} />
      <ImageTags rollout={rollout} />
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 1,
          flex: '1 1 220px',
          maxWidth: 320,
          fontSize: 13,
        }}
      >
        <span>{stepsText(rollout)}</span>
        <Box sx={{ flex: 1 }}>
          <CompactWeightBar weights={rollout} />
        </Box>
      </Box>
      <Box component="span" sx={{ fontSize: 13, color: 'text.secondary' }}>
        <PauseNote rollout={rollout} /> <RestartNote rollout={rollout} />
      </Box>
      {note && (
        <Box sx={{ flexBasis: '100%', fontSize: 13, color: 'text.secondary' }}>
          {note}
        </Box>
      )}
    </Box>
  );
}
