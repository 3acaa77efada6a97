import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  FreshnessNote,
  LiveGate,
  PlaceWorkloadsProps,
  SkeletonTable,
  useLiveConnection,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import {
  NO_FILTERS,
  pagedQueryText,
  ROLLOUTS_QUERY,
  rolloutsPageTopic,
} from '@slipway/plugin-rollouts-common';
import { useMemo } from 'react';
import { SEE_ROLLOUTS } from '../../lib/needs';
import { RolloutLine } from './RolloutsOverviewCard';

/** The rollouts of a namespace of a cluster, live, on the page of what is made of them. */
export function PlaceRollouts({ cluster, namespace }: PlaceWorkloadsProps) {
  const connection = useLiveConnection();
  const query = useMemo(
    () =>
      pagedQueryText(
        {
          filters: {
            ...NO_FILTERS,
            clusters: [cluster],
            namespaces: [namespace],
          },
          sort: ROLLOUTS_QUERY.defaultSort,
        },
        [],
      ),
    [cluster, namespace],
  );
  const live = useLiveTopic(
    rolloutsPageTopic,
    query === undefined ? undefined : { query, page: '0' },
  );
  const rollouts = useMemo(
    () =>
      rolloutsPageTopic
        .valuesOf(live.items, 'row')
        .sort((a, b) => a.ref.name.localeCompare(b.ref.name, 'en')),
    [live.items],
  );
  return (
    <LiveGate
      reading={live}
      what="The rollouts of this place"
      needs={SEE_ROLLOUTS}
      skeleton={<SkeletonTable rows={2} columns={3} label="Loading rollouts" />}
    >
      <FreshnessNote
        freshness={live.freshness.filter(({ source }) => source === cluster)}
        connection={connection}
      />
      {rollouts.length === 0 ? (
        <Typography color="text.secondary" sx={{ mt: 1 }}>
          {`No rollout runs in ${cluster}/${namespace}.`}
        </Typography>
      ) : (
        <Box
          component="ul"
          aria-label={`Rollouts in ${cluster}/${namespace}`}
          sx={{ listStyle: 'none', m: 0, p: 0 }}
        >
          {rollouts.map(rollout => (
            <RolloutLine key={rollout.uid} rollout={rollout} named />
          ))}
        </Box>
      )}
    </LiveGate>
  );
}
