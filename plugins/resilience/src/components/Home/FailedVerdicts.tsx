import { stringifyEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import {
  identityApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { resilienceListTopic, RunRow } from '@slipway/plugin-resilience-common';
import {
  LiveGate,
  RelativeTime,
  SkeletonTable,
  useFetched,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { standingFailures } from '../../lib/failed';
import { SEE_RUNS } from '../../lib/needs';
import { entityName } from '../../lib/words';
import { runRouteRef } from '../../routes';
import { VerdictChip } from '../Chips';

/** Entities that the signed-in user or one of their groups owns. */
function useOwnEntities() {
  const identity = useApi(identityApiRef);
  const catalog = useApi(catalogApiRef);
  return useFetched('own', async () => {
    const { ownershipEntityRefs } = await identity.getBackstageIdentity();
    const { items } = await catalog.getEntities({
      filter: { kind: 'Component', 'relations.ownedBy': ownershipEntityRefs },
      fields: ['kind', 'metadata.namespace', 'metadata.name'],
    });
    return new Set(items.map(stringifyEntityRef));
  });
}

/** Home: joint runs of my services whose last verdict is a fail. */
export function FailedVerdicts() {
  const live = useLiveTopic(resilienceListTopic, {});
  const own = useOwnEntities();
  const failed = useMemo(
    () => standingFailures([...live.items.values()], own.value ?? new Set()),
    [live.items, own.value],
  );
  return (
    <LiveGate
      reading={live.status === 'ready' ? own : live}
      what="Failed joint runs"
      needs={SEE_RUNS}
      onRetry={live.status === 'ready' ? own.reload : undefined}
      skeleton={
        <SkeletonTable rows={1} columns={3} label="Loading failed joint runs" />
      }
    >
      {failed.length === 0 ? (
        <Typography color="text.secondary">
          No service of yours failed its last joint run.
        </Typography>
      ) : (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {failed.map(run => (
            <FailedLine key={run.id} run={run} />
          ))}
        </Box>
      )}
    </LiveGate>
  );
}

function FailedLine({ run }: { run: RunRow }) {
  const to = useRouteRef(runRouteRef)?.({ id: run.id });
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 2,
        rowGap: 0.5,
        py: 0.75,
        fontSize: 14,
      }}
    >
      {run.verdict && <VerdictChip verdict={run.verdict} />}
      <Box sx={{ flex: '1 1 240px', minWidth: 0, overflowWrap: 'anywhere' }}>
        {to ? <Link to={to}>{run.title}</Link> : run.title}
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {` on ${entityName(run.entityRef)}, ${run.cluster}/${run.namespace}`}
        </Box>
        <Box sx={{ fontSize: 13 }}>{run.verdict?.reason}</Box>
      </Box>
      <Box component="span" sx={{ color: 'text.secondary', fontSize: 13 }}>
        <RelativeTime at={run.endedAt ?? run.createdAt} />
      </Box>
    </Box>
  );
}
