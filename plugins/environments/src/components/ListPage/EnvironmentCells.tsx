import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import { EnvironmentRow } from '@slipway/plugin-environments-common';
import {
  CardLine,
  CardTitle,
  ListCell,
  ListColumn,
  RelativeTime,
  RowCard,
} from '@slipway/plugin-portal-react';
import { memo } from 'react';
import { EnvironmentSortColumn } from '../../lib/listQuery';
import { CLOUD_WORDS, RUNNER_LABELS, servicesInWords } from '../../lib/words';
import { DriftMark, EndNote, EnvironmentStateChip } from '../Chips';

/** px, of every row of the table. */
export const ROW_HEIGHT = 64;

/** Columns of the table of environments, in order. */
export const COLUMNS: ReadonlyArray<ListColumn<EnvironmentSortColumn>> = [
  { title: 'Environment', width: 'minmax(150px, 1.2fr)', sort: 'name' },
  { title: 'State', width: 'minmax(190px, 1.3fr)', sort: 'state' },
  { title: 'Owner', width: 'minmax(110px, 0.8fr)', sort: 'owner' },
  { title: 'Cloud', width: 'minmax(110px, 0.8fr)', sort: 'cloud' },
  { title: 'Services', width: 'minmax(150px, 1.2fr)' },
  { title: 'Ends', width: '120px', sort: 'expires' },
  { title: 'Cost class', width: '96px', sort: 'cost' },
];

const small = { fontSize: 12, color: 'text.secondary' } as const;

/** Where it is made, and by what; a simulated runner is always said. */
function CloudOf({ row }: { row: EnvironmentRow }) {
  return (
    <span>
      {CLOUD_WORDS[row.cloud]}
      <Box component="span" sx={{ ...small, display: 'block' }}>
        {RUNNER_LABELS[row.runner]}
      </Box>
    </span>
  );
}

function CellsOfEnvironment({ row }: { row: EnvironmentRow }) {
  const services = servicesInWords(row.services);
  return (
    <>
      <ListCell>
        <Box sx={{ minWidth: 0 }}>
          <b>{row.name}</b>
          <Box sx={small}>{`${row.tier}, ${row.size}`}</Box>
        </Box>
      </ListCell>
      <ListCell>
        <Box sx={{ minWidth: 0 }}>
          <EnvironmentStateChip row={row} /> <DriftMark row={row} />
          <Box sx={small}>
            {'changed '}
            <RelativeTime at={row.updatedAt} />
          </Box>
        </Box>
      </ListCell>
      <ListCell>
        <EntityRefLink entityRef={row.owner} defaultKind="group" hideIcon />
      </ListCell>
      <ListCell>
        <CloudOf row={row} />
      </ListCell>
      <ListCell>
        <div className="two-lines" title={services}>
          {services}
        </div>
      </ListCell>
      <ListCell>
        <EndNote row={row} />
      </ListCell>
      <ListCell>{row.outputs.costClass ?? 'unknown'}</ListCell>
    </>
  );
}

/** The cells of one environment's row. Draws again only when its own row changes. */
export const EnvironmentCells = memo(CellsOfEnvironment);

function CardOfEnvironment({ row }: { row: EnvironmentRow }) {
  return (
    <RowCard>
      <CardLine>
        <CardTitle>{row.name}</CardTitle>
        <span>{`${row.tier}, ${row.size}`}</span>
      </CardLine>
      <CardLine sx={{ justifyContent: 'flex-start' }}>
        <EnvironmentStateChip row={row} />
        <DriftMark row={row} />
      </CardLine>
      <Box sx={{ overflowWrap: 'anywhere' }}>
        {servicesInWords(row.services)}
      </Box>
      <CardLine>
        <EntityRefLink entityRef={row.owner} defaultKind="group" hideIcon />
        <span>
          {row.expiresAt !== null && 'ends '}
          <EndNote row={row} />
        </span>
      </CardLine>
      <CardLine quiet>
        <span>{`${CLOUD_WORDS[row.cloud]}, ${RUNNER_LABELS[row.runner]}`}</span>
        <span>{`cost class ${row.outputs.costClass ?? 'unknown'}`}</span>
      </CardLine>
    </RowCard>
  );
}

/** One environment as a card, for narrow screens. */
export const EnvironmentCard = memo(CardOfEnvironment);
