import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import { RunRow, titlesOf } from '@slipway/plugin-resilience-common';
import {
  CardLine,
  CardTitle,
  ListCell,
  ListColumn,
  PlaceLines,
  RelativeTime,
  RowCard,
} from '@slipway/plugin-portal-react';
import { memo } from 'react';
import { RunSortColumn } from '../../lib/listQuery';
import { RunStateChip, VerdictChip } from '../Chips';

/** px, of every row of the table. */
export const ROW_HEIGHT = 72;

/** Columns of the table of runs, in order. */
export const COLUMNS: ReadonlyArray<ListColumn<RunSortColumn>> = [
  { title: 'Run', width: 'minmax(180px, 1.8fr)', sort: 'run' },
  { title: 'Service', width: 'minmax(130px, 1fr)', sort: 'service' },
  { title: 'Where', width: 'minmax(130px, 1fr)' },
  { title: 'State', width: 'minmax(130px, 0.9fr)', sort: 'state' },
  { title: 'Verdict', width: 'minmax(140px, 0.9fr)', sort: 'verdict' },
  { title: 'Started', width: '110px', sort: 'started' },
];

function VerdictOf({ run }: { run: RunRow }) {
  return run.verdict ? (
    <VerdictChip verdict={run.verdict} />
  ) : (
    <span>none yet</span>
  );
}

function CellsOfRun({ row: run }: { row: RunRow }) {
  return (
    <>
      <ListCell>
        <div className="two-lines">
          <b>{run.title}</b>
        </div>
        <div title={titlesOf(run.parts)}>{titlesOf(run.parts)}</div>
      </ListCell>
      <ListCell>
        <EntityRefLink entityRef={run.entityRef} defaultKind="component" />
      </ListCell>
      <ListCell>
        <PlaceLines cluster={run.cluster} namespace={run.namespace} />
      </ListCell>
      <ListCell>
        <RunStateChip run={run} />
      </ListCell>
      <ListCell>
        <VerdictOf run={run} />
      </ListCell>
      <ListCell>
        <RelativeTime at={run.createdAt} />
      </ListCell>
    </>
  );
}

/** The cells of one run's row. Draws again only when its own row changes. */
export const RunCells = memo(CellsOfRun);

function CardOfRun({ row: run }: { row: RunRow }) {
  return (
    <RowCard>
      <CardLine>
        <CardTitle>{run.title}</CardTitle>
        <VerdictOf run={run} />
      </CardLine>
      <Box sx={{ overflowWrap: 'anywhere' }}>{titlesOf(run.parts)}</Box>
      <CardLine>
        <EntityRefLink entityRef={run.entityRef} defaultKind="component" />
        <RunStateChip run={run} />
      </CardLine>
      <CardLine quiet>
        <span>{`${run.cluster}/${run.namespace}`}</span>
        <RelativeTime at={run.createdAt} />
      </CardLine>
    </RowCard>
  );
}

/** One run as a card, for narrow screens. */
export const RunCard = memo(CardOfRun);
