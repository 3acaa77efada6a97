import { stringifyEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { chaosEntityTopic, FaultRow } from '@slipway/plugin-chaos-common';
import {
  FactNote,
  FactTable,
  LiveGate,
  RelativeTime,
  Section,
  SkeletonTable,
  SourcesNote,
  useLiveTopic,
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
    <FactTable
      label="Faults of this service"
      rows={faults}
      keyOf={({ ref, uid }) => `${ref.cluster}/${uid}`}
      columns={[
        {
          title: 'Fault',
          cell: fault => {
            const to = linkOf?.({ ...fault.ref });
            const { name } = fault.ref;
            return (
              <>
                {to ? <Link to={to}>{name}</Link> : name}
                <FactNote>{kindText(fault)}</FactNote>
              </>
            );
          },
        },
        {
          title: 'Where',
          cell: ({ ref }) => `${ref.cluster}/${ref.namespace}`,
        },
        { title: 'State', cell: fault => <FaultStateChip fault={fault} /> },
        { title: 'Targets', cell: hitText },
        {
          title: 'Started',
          cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
        },
      ]}
    />
  );
}
