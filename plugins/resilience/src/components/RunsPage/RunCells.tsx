import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { RunRow, titlesOf } from '@slipway/plugin-resilience-common';
import {
  ListCell,
  ListColumn,
  RelativeTime,
} from '@slipway/plugin-portal-react';
import { memo } from 'react';
import { RunSortColumn } from '../../lib/listQuery';
import { RunStateChip, VerdictChip } from '../Chips';

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
        <div className="two-lines">{`${run.cluster}/${run.namespace}`}</div>
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

const LINE = {
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 1,
} as const;

function CardOfRun({ row: run }: { row: RunRow }) {
  return (
    <Box sx={{ pb: 1.5 }}>
      <Paper
        variant="outlined"
        sx={{ p: 1.5, display: 'grid', gap: 1, fontSize: 14 }}
      >
        <Box sx={LINE}>
          <Box component="b" sx={{ overflowWrap: 'anywhere', minWidth: 0 }}>
            {run.title}
          </Box>
          <VerdictOf run={run} />
        </Box>
        <Box sx={{ overflowWrap: 'anywhere' }}>{titlesOf(run.parts)}</Box>
        <Box sx={LINE}>
          <EntityRefLink entityRef={run.entityRef} defaultKind="component" />
          <RunStateChip run={run} />
        </Box>
        <Box sx={{ ...LINE, color: 'text.secondary', fontSize: 13 }}>
          <span>{`${run.cluster}/${run.namespace}`}</span>
          <RelativeTime at={run.createdAt} />
        </Box>
      </Paper>
    </Box>
  );
}

/** One run as a card, for narrow screens. */
export const RunCard = memo(CardOfRun);
