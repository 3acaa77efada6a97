import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard, Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import { isActive, RunRow, Score } from '@slipway/plugin-resilience-common';
import {
  LiveGate,
  RelativeTime,
  SkeletonTable,
} from '@slipway/plugin-portal-react';
import { useEntityResilience } from '../../hooks/useEntityResilience';
import { SEE_RUNS } from '../../lib/needs';
import { launchRouteRef, runRouteRef } from '../../routes';
import { RunStateChip, VerdictChip } from '../Chips';

/** How many runs the card shows. */
const MOST_RUNS = 3;

/** Overview card of a service: its score and how that comes about, the last verdicts, what runs now. */
export function ResilienceCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const live = useEntityResilience(entityRef);
  const launch = useRouteRef(launchRouteRef)?.();
  const { runs, score } = live;
  return (
    <InfoCard title="Resilience">
      <LiveGate
        reading={live}
        what="The resilience of this service"
        needs={SEE_RUNS}
        skeleton={
          <SkeletonTable rows={2} columns={3} label="Loading resilience" />
        }
      >
        {score && <ScoreOf score={score} />}
        {runs.length === 0 ? (
          <Box sx={{ fontSize: 14 }}>
            {'No joint run was made. '}
            {launch && (
              <Link to={`${launch}?entity=${encodeURIComponent(entityRef)}`}>
                Launch the first one
              </Link>
            )}
          </Box>
        ) : (
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {runs.slice(0, MOST_RUNS).map(run => (
              <RunLine key={run.id} run={run} />
            ))}
          </Box>
        )}
      </LiveGate>
    </InfoCard>
  );
}

/** The score with what it is made of; without a verdict there is no figure. */
function ScoreOf({ score }: { score: Score }) {
  const { value, because } = score;
  return (
    <Box sx={{ mb: 1.5 }}>
      <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1 }}>
        <Box
          component="b"
          data-testid="resilience-score"
          sx={{
            fontSize: value === undefined ? 16 : 26,
            fontVariantNumeric: 'tabular-nums',
          }}
        >
          {value === undefined ? 'No verdict yet' : value}
        </Box>
        {value !== undefined && (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            of 100
          </Box>
        )}
      </Box>
      <Box
        component="ul"
        sx={{ m: 0, pl: 2.5, fontSize: 13, color: 'text.secondary' }}
      >
        {because.map(reason => (
          <li key={reason}>{reason}</li>
        ))}
      </Box>
    </Box>
  );
}

function RunLine({ run }: { run: RunRow }) {
  const to = useRouteRef(runRouteRef)?.({ id: run.id });
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1,
        py: 0.5,
        fontSize: 14,
      }}
    >
      {isActive(run) || !run.verdict ? (
        <RunStateChip run={run} />
      ) : (
        <VerdictChip verdict={run.verdict} />
      )}
      {to ? <Link to={to}>{run.title}</Link> : run.title}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        <RelativeTime at={run.endedAt ?? run.createdAt} />
      </Box>
    </Box>
  );
}
