import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard, Link } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  FreshnessNote,
  GrantNotice,
  LiveGate,
  SkeletonTable,
  useEntityGrants,
  useLiveConnection,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { pointersOf } from '@slipway/plugin-clusters-common';
import {
  byPlace,
  RolloutSummary,
  trafficNote,
} from '@slipway/plugin-rollouts-common';
import { useCardShown } from '../../hooks/useCardShown';
import { useEntityLookup } from '../../hooks/useEntityLookup';
import { useLinks } from '../../hooks/useLinks';
import { LiveRollouts, useEntityRollouts } from '../../hooks/useRollouts';
import { SEE_ROLLOUTS } from '../../lib/needs';
import { stepsText } from '../../lib/words';
import { CodeText } from '../CodeText';
import { EnvironmentChip } from '../EnvironmentChip';
import { ImageTags } from '../ImageTags';
import { PauseNote } from '../PauseNote';
import { RestartNote } from '../RestartNote';
import { RolloutPhaseChip } from '../RolloutPhaseChip';
import { CompactWeightBar } from '../WeightBar/WeightBar';

/** Overview card of an entity: where it runs and how its releases stand. */
export function RolloutsOverviewCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const live = useEntityRollouts(entityRef);
  const grants = useEntityGrants(entityRef) ?? [];
  const connection = useLiveConnection();
  const { kubernetesId, labelSelector } = pointersOf(
    entity.metadata.annotations,
  );
  const shown = useCardShown(
    entityRef,
    (kubernetesId ?? labelSelector) !== undefined,
    live.rollouts.length + grants.length > 0,
  );
  if (!shown) return null;
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
      <Body entity={entity} live={live} />
      {grants.map(grant => (
        <GrantNotice key={grant.id} grant={grant} />
      ))}
    </InfoCard>
  );
}

function Body({ entity, live }: { entity: Entity; live: LiveRollouts }) {
  return (
    <LiveGate
      reading={live}
      what="The rollouts of this entity"
      needs={SEE_ROLLOUTS}
      skeleton={<SkeletonTable rows={2} columns={3} label="Loading rollouts" />}
    >
      {live.rollouts.length === 0 ? (
        <Nothing entity={entity} freshness={live.freshness} />
      ) : (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {[...live.rollouts].sort(byPlace).map(rollout => (
            <RolloutLine
              key={`${rollout.ref.cluster}/${rollout.uid}`}
              rollout={rollout}
            />
          ))}
        </Box>
      )}
    </LiveGate>
  );
}

/** That there is no rollout and why, in short; the tab says what can be done. */
function Nothing(props: {
  entity: Entity;
  freshness: LiveRollouts['freshness'];
}) {
  const { entity, freshness } = props;
  const links = useLinks();
  const { title, findings, ways } = useEntityLookup(entity, freshness);
  const tab = links.entityRollouts(stringifyEntityRef(entity));
  return (
    <Box sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
      <Typography>{`${title}.`}</Typography>
      {findings.map(finding => (
        <Typography key={finding} variant="body2">
          <CodeText>{finding}</CodeText>
        </Typography>
      ))}
      {tab && ways.length > 0 && <Link to={tab}>What can be done</Link>}
    </Box>
  );
}

/** One rollout of an entity or a place: where or which, in which state, how far. */
export function RolloutLine({
  rollout,
  named = false,
}: {
  rollout: RolloutSummary;
  /** Where the place is known: named by itself, and leading to its own page. */
  named?: boolean;
}) {
  const links = useLinks();
  const { ref } = rollout;
  const note = trafficNote(rollout);
  const place = named ? ref.name : `${ref.cluster}/${ref.namespace}`;
  const to =
    (named ? undefined : links.entityTab(rollout.entity, ref)) ??
    links.rollout(ref);
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
