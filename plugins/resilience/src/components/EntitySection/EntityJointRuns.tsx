import { stringifyEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { RunRow, titlesOf } from '@slipway/plugin-resilience-common';
import {
  FactNote,
  FactTable,
  LiveGate,
  RelativeTime,
  Section,
  SkeletonTable,
} from '@slipway/plugin-portal-react';
import { useEntityResilience } from '../../hooks/useEntityResilience';
import { SEE_RUNS } from '../../lib/needs';
import { launchRouteRef, runRouteRef } from '../../routes';
import { RunStateChip, VerdictChip } from '../Chips';
import { SavedDesigns } from './SavedDesigns';
import { ScoreCourse } from './ScoreCourse';

/** Joint runs on the page of a service: the launch, saved designs, the course of the score, and the latest runs. */
export function EntityJointRuns() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const live = useEntityResilience(entityRef);
  const launch = useRouteRef(launchRouteRef)?.();
  return (
    <Section title="Joint runs">
      <LiveGate
        reading={live}
        what="The joint runs of this service"
        needs={SEE_RUNS}
        skeleton={
          <SkeletonTable rows={2} columns={4} label="Loading joint runs" />
        }
      >
        <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
          {launch && (
            <Box>
              <Button
                component={Link}
                to={`${launch}?entity=${encodeURIComponent(entityRef)}`}
                variant="outlined"
              >
                Launch a joint run…
              </Button>
            </Box>
          )}
          <SavedDesigns entityRef={entityRef} designs={live.designs} />
          {live.runs.length === 0 ? (
            <Box sx={{ color: 'text.secondary' }}>
              No joint run was made on this service. One puts load and faults on
              it at the same time and judges whether it withstands them.
            </Box>
          ) : (
            <>
              <ScoreCourse entityRef={entityRef} score={live.score} />
              <RunTable runs={live.runs} />
            </>
          )}
        </Box>
      </LiveGate>
    </Section>
  );
}

function RunTable({ runs }: { runs: readonly RunRow[] }) {
  const linkOf = useRouteRef(runRouteRef);
  return (
    <FactTable
      label="Joint runs of this service"
      rows={runs}
      keyOf={({ id }) => id}
      columns={[
        {
          title: 'Run',
          minWidth: 160,
          cell: ({ id, title, parts }) => {
            const to = linkOf?.({ id });
            return (
              <>
                {to ? <Link to={to}>{title}</Link> : title}
                <FactNote>{titlesOf(parts)}</FactNote>
              </>
            );
          },
        },
        { title: 'Where', cell: run => `${run.cluster}/${run.namespace}` },
        { title: 'State', cell: run => <RunStateChip run={run} /> },
        {
          title: 'Verdict',
          cell: ({ verdict }) =>
            verdict ? <VerdictChip verdict={verdict} /> : 'none yet',
        },
        {
          title: 'Started',
          cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
        },
      ]}
    />
  );
}
