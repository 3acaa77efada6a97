import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import { isActive, RunRow } from '@slipway/plugin-loadtest-common';
import {
  CardLine,
  formatFigure,
  ListCell,
  ListColumn,
  PlaceLines,
  RelativeTime,
  RowCard,
} from '@slipway/plugin-portal-react';
import { memo } from 'react';
import { RunSortColumn } from '../../lib/listQuery';
import { PROFILE_LABELS } from '../../lib/words';
import { RunStateChip, VerdictChip } from '../Chips';

/** px, of every row of the table. */
export const ROW_HEIGHT = 64;

/** Columns of the table of runs, in order. */
export const COLUMNS: ReadonlyArray<ListColumn<RunSortColumn>> = [
  { title: 'Service', width: 'minmax(140px, 1.2fr)', sort: 'service' },
  { title: 'Profile', width: 'minmax(96px, 0.7fr)', sort: 'profile' },
  { title: 'Where', width: 'minmax(130px, 1fr)', sort: 'place' },
  { title: 'State', width: 'minmax(120px, 0.9fr)' },
  { title: 'Verdict', width: 'minmax(120px, 0.9fr)' },
  { title: 'Now', width: 'minmax(150px, 1.1fr)' },
  { title: 'Peak users', width: '100px', sort: 'peak' },
  { title: 'Started', width: '110px', sort: 'started' },
];

/** What a run does at this moment; after its end, nothing. */
function NowFigures({ run }: { run: RunRow }) {
  if (!isActive(run) || !run.now) return null;
  const { users, wantedUsers, requestsPerSecond, p95 } = run.now;
  return (
    <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums' }}>
      {`${users} of ${wantedUsers} users, ${formatFigure(
        requestsPerSecond,
        'req/s',
      )}, p95 ${formatFigure(p95, 'ms')}`}
    </Box>
  );
}

function CellsOfRun({ row: run }: { row: RunRow }) {
  return (
    <>
      <ListCell>
        <EntityRefLink entityRef={run.entityRef} defaultKind="component" />
      </ListCell>
      <ListCell>{PROFILE_LABELS[run.profile]}</ListCell>
      <ListCell>
        <PlaceLines cluster={run.cluster} namespace={run.namespace} />
      </ListCell>
      <ListCell>
        <RunStateChip run={run} />
      </ListCell>
      <ListCell>
        <VerdictChip verdict={run.verdict} />
      </ListCell>
      <ListCell>
        <NowFigures run={run} />
      </ListCell>
      <ListCell>
        <Box sx={{ fontVariantNumeric: 'tabular-nums' }}>{run.peakUsers}</Box>
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
        <EntityRefLink entityRef={run.entityRef} defaultKind="component" />
        <span>{PROFILE_LABELS[run.profile]}</span>
      </CardLine>
      <CardLine>
        <RunStateChip run={run} />
        <VerdictChip verdict={run.verdict} />
      </CardLine>
      <NowFigures run={run} />
      <CardLine quiet>
        <span>{`${run.cluster}/${run.namespace}`}</span>
        <RelativeTime at={run.createdAt} />
      </CardLine>
    </RowCard>
  );
}

/** One run as a card, for narrow screens. */
export const RunCard = memo(CardOfRun);
