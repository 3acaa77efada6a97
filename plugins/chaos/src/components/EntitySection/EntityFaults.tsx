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
import { chaosEntityTopic, FaultRow } from '@slipway/plugin-chaos-common';
import {
  LiveGate,
  RelativeTime,
  Section,
  SkeletonTable,
  SourcesNote,
  useLiveTopic,
  WideTable,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { sortFaults } from '../../lib/listQuery';
import { SEE_FAULTS } from '../../lib/needs';
import { hitText, kindText } from '../../lib/words';
import { faultRouteRef, launchRouteRef } from '../../routes';
import { FaultStateChip } from '../Chips';

const ACTIVE_FIRST = { column: 'state', descending: false } as const;

/** Faults on the page of a service: what disturbs it now and did before, and the launch of a new one. */
export function EntityFaults() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const live = useLiveTopic(chaosEntityTopic, { entityRef });
  const base = useRouteRef(launchRouteRef)?.();
  const faults = useMemo(
    () => sortFaults([...live.items.values()], ACTIVE_FIRST),
    [live.items],
  );
  return (
    <Section title="Faults">
      <LiveGate
        reading={live}
        what="The faults of this service"
        needs={SEE_FAULTS}
        skeleton={<SkeletonTable rows={2} columns={5} label="Loading faults" />}
      >
        <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
          <SourcesNote freshness={live.freshness} />
          {base && (
            <Box>
              <Button
                component={Link}
                to={`${base}?entity=${encodeURIComponent(entityRef)}`}
                variant="outlined"
              >
                Launch a fault…
              </Button>
            </Box>
          )}
          {faults.length === 0 ? (
            <Box sx={{ color: 'text.secondary' }}>
              The clusters have no fault of this service now.
            </Box>
          ) : (
            <FaultTable faults={faults} />
          )}
        </Box>
      </LiveGate>
    </Section>
  );
}

function FaultTable({ faults }: { faults: readonly FaultRow[] }) {
  const linkOf = useRouteRef(faultRouteRef);
  return (
    <WideTable label="Faults of this service">
      <Table size="small" aria-label="Faults of this service">
        <TableHead>
          <TableRow>
            <TableCell>Fault</TableCell>
            <TableCell>Where</TableCell>
            <TableCell>State</TableCell>
            <TableCell>Targets</TableCell>
            <TableCell>Started</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {faults.map(fault => {
            const to = linkOf?.({ ...fault.ref });
            const { cluster, namespace, name } = fault.ref;
            return (
              <TableRow key={`${cluster}/${fault.uid}`}>
                <TableCell>
                  {to ? <Link to={to}>{name}</Link> : name}
                  <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
                    {kindText(fault)}
                  </Box>
                </TableCell>
                <TableCell>{`${cluster}/${namespace}`}</TableCell>
                <TableCell>
                  <FaultStateChip fault={fault} />
                </TableCell>
                <TableCell>{hitText(fault)}</TableCell>
                <TableCell>
                  <RelativeTime at={fault.createdAt} />
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </WideTable>
  );
}
