import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { LastStart, ScheduleView } from '@slipway/plugin-loadtest-common';
import {
  formatAbsolute,
  LiveGate,
  SkeletonTable,
  useFetched,
  WideTable,
} from '@slipway/plugin-portal-react';
import { loadtestApiRef } from '../../api/LoadtestApi';
import { cronInWords } from '../../lib/cronInWords';
import { SEE_RUNS } from '../../lib/needs';
import { PROFILE_LABELS } from '../../lib/words';
import { runRouteRef } from '../../routes';
import {
  ChangeScheduleProvider,
  ScheduleButtons,
} from '../Actions/scheduleFlows';

const time = (iso: string) => formatAbsolute(Date.parse(iso));

/** The schedules of a service: when they start next, and what became of the last start. */
export function Schedules({ entityRef }: { entityRef: string }) {
  const api = useApi(loadtestApiRef);
  const schedules = useFetched(entityRef, () => api.getSchedules(entityRef));
  return (
    <LiveGate
      reading={schedules}
      what="The schedules"
      needs={SEE_RUNS}
      onRetry={schedules.reload}
      skeleton={
        <SkeletonTable rows={1} columns={4} label="Reading schedules" />
      }
    >
      {schedules.value?.length === 0 && (
        <Box sx={{ color: 'text.secondary' }}>
          Nothing starts by itself. A schedule is made on the page that
          launches.
        </Box>
      )}
      {schedules.value && schedules.value.length > 0 && (
        <ChangeScheduleProvider onChanged={schedules.reload}>
          <SchedulesTable rows={schedules.value} />
        </ChangeScheduleProvider>
      )}
    </LiveGate>
  );
}

function SchedulesTable({ rows }: { rows: readonly ScheduleView[] }) {
  return (
    <WideTable label="Schedules">
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Starts</TableCell>
            <TableCell>What</TableCell>
            <TableCell>As</TableCell>
            <TableCell>Next (your time)</TableCell>
            <TableCell>Last start</TableCell>
            <TableCell />
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(one => (
            <TableRow key={one.id}>
              <TableCell>{`${cronInWords(one.cron)} (UTC)`}</TableCell>
              <TableCell>
                {`${PROFILE_LABELS[one.profile]}, ${one.cluster}/${
                  one.namespace
                }`}
              </TableCell>
              <TableCell>{one.createdBy}</TableCell>
              <TableCell>{nextWords(one)}</TableCell>
              <TableCell>
                <Last last={one.last} missed={one.missed} />
              </TableCell>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>
                <ScheduleButtons schedule={one} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}

function nextWords({ state, reason, next }: ScheduleView): string {
  if (state === 'paused') return 'Paused';
  if (state === 'stopped') return `Stopped: ${reason ?? 'unknown'}`;
  return next.length > 0 ? next.map(time).join('; ') : 'unknown';
}

function Last({ last, missed }: { last?: LastStart; missed: number }) {
  const linkOf = useRouteRef(runRouteRef);
  const count =
    missed > 0 ? ` ${missed} missed so far, and not made up for.` : '';
  if (!last) return <>{`None yet.${count}`}</>;
  const { at, outcome, runId, reason } = last;
  const to = runId && linkOf?.({ id: runId });
  return (
    <>
      {to ? <Link to={to}>{time(at)}</Link> : time(at)}
      {outcome === 'started' ? '.' : `: ${outcome}. ${reason ?? ''}`}
      {count}
    </>
  );
}
