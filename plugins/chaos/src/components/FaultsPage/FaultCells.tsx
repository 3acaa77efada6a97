import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import { FaultRow } from '@slipway/plugin-chaos-common';
import {
  CardLine,
  CardTitle,
  Countdown,
  ListCell,
  ListColumn,
  PlaceLines,
  RelativeTime,
  RowCard,
} from '@slipway/plugin-portal-react';
import { memo } from 'react';
import { entityOf, FaultSortColumn, isActive } from '../../lib/listQuery';
import { hitText, kindText } from '../../lib/words';
import { EnvironmentTag, FaultStateChip } from '../Chips';

/** px, of every row of the table. */
export const ROW_HEIGHT = 72;

/** Columns of the table of faults, in order. */
export const COLUMNS: ReadonlyArray<ListColumn<FaultSortColumn>> = [
  { title: 'Fault', width: 'minmax(170px, 1.6fr)', sort: 'fault' },
  { title: 'Service', width: 'minmax(130px, 1fr)', sort: 'service' },
  { title: 'Where', width: 'minmax(130px, 1fr)', sort: 'place' },
  { title: 'State', width: 'minmax(130px, 1fr)', sort: 'state' },
  { title: 'Targets', width: 'minmax(110px, 0.8fr)' },
  { title: 'Ends', width: '110px' },
  { title: 'Started', width: '110px', sort: 'started' },
];

/** The service that it is for; "unknown" where nobody is known to own it. */
function ServiceOf({ fault }: { fault: FaultRow }) {
  const entityRef = entityOf(fault);
  return entityRef ? (
    <EntityRefLink entityRef={entityRef} defaultKind="component" />
  ) : (
    <span>unknown</span>
  );
}

/** When it ends by itself. */
function EndOf({ fault }: { fault: FaultRow }) {
  if (!isActive(fault)) return <span>over</span>;
  if (fault.endsAt) return <Countdown until={fault.endsAt} due="now" />;
  if (fault.ref.kind === 'Workflow') return <span>with its steps</span>;
  return <span>{fault.oneShot ? 'happens once' : 'no end'}</span>;
}

function CellsOfFault({ row: fault }: { row: FaultRow }) {
  const { ref } = fault;
  return (
    <>
      <ListCell>
        <div className="two-lines" title={fault.effect}>
          <b>{ref.name}</b>
        </div>
        <div>{kindText(fault)}</div>
      </ListCell>
      <ListCell>
        <ServiceOf fault={fault} />
      </ListCell>
      <ListCell>
        <PlaceLines cluster={ref.cluster} namespace={ref.namespace} />
      </ListCell>
      <ListCell>
        <FaultStateChip fault={fault} />
      </ListCell>
      <ListCell>{hitText(fault)}</ListCell>
      <ListCell>
        <EndOf fault={fault} />
      </ListCell>
      <ListCell>
        <RelativeTime at={fault.createdAt} />
      </ListCell>
    </>
  );
}

/** The cells of one fault's row. Draws again only when its own row changes. */
export const FaultCells = memo(CellsOfFault);

function CardOfFault({ row: fault }: { row: FaultRow }) {
  const { ref } = fault;
  return (
    <RowCard>
      <CardLine>
        <CardTitle>{ref.name}</CardTitle>
        <FaultStateChip fault={fault} />
      </CardLine>
      <Box>{kindText(fault)}</Box>
      <CardLine>
        <ServiceOf fault={fault} />
        <EnvironmentTag value={fault.environment} />
      </CardLine>
      <CardLine>
        <span>{hitText(fault)}</span>
        <EndOf fault={fault} />
      </CardLine>
      <CardLine quiet>
        <span>{`${ref.cluster}/${ref.namespace}`}</span>
        <RelativeTime at={fault.createdAt} />
      </CardLine>
    </RowCard>
  );
}

/** One fault as a card, for narrow screens. */
export const FaultCard = memo(CardOfFault);
