import { stringifyEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { RunRow, titlesOf } from '@slipway/plugin-resilience-common';
import {
  LiveGate,
  RelativeTime,
  Section,
  SkeletonTable,
  WideTable,
} from '@slipway/plugin-portal-react';
import { useEntityResilience } from '../../hooks/useEntityResilience';
import { SEE_RUNS } from '../../lib/needs';
import { launchRouteRef, runRouteRef } from '../../routes';
import { RunStateChip, VerdictChip } from '../Chips';
import { SavedDesigns } from './SavedDesigns';

/** Joint runs on the page of a service: the launch, saved designs, and the latest runs. */
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
            <RunTable runs={live.runs} />
          )}
        </Box>
      </LiveGate>
    </Section>
  );
}

function RunTable({ runs }: { runs: readonly RunRow[] }) {
  const linkOf = useRouteRef(runRouteRef);
  return (
    <WideTable label="Joint runs of this service">
      <Table size="small" aria-label="Joint runs of this service">
        <TableHead>
          <TableRow>
            <TableCell>Run</TableCell>
            <TableCell>Where</TableCell>
            <TableCell>State</TableCell>
            <TableCell>Verdict</TableCell>
            <TableCell>Started</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {runs.map(run => {
            const to = linkOf?.({ id: run.id });
            return (
              <TableRow key={run.id}>
                <TableCell sx={{ minWidth: 160 }}>
                  {to ? <Link to={to}>{run.title}</Link> : run.title}
                  <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
                    {titlesOf(run.parts)}
                  </Box>
                </TableCell>
                <TableCell>{`${run.cluster}/${run.namespace}`}</TableCell>
                <TableCell>
                  <RunStateChip run={run} />
                </TableCell>
                <TableCell>
                  {run.verdict ? (
                    <VerdictChip verdict={run.verdict} />
                  ) : (
                    'none yet'
                  )}
                </TableCell>
                <TableCell>
                  <RelativeTime at={run.createdAt} />
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </WideTable>
  );
}
