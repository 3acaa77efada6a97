import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import {
  FactColumn,
  FactTable,
  LiveGate,
  RelativeTime,
  SkeletonTable,
  TimeSeriesChart,
  useFetched,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { loadtestApiRef } from '../../api/LoadtestApi';
import { compareSearch } from '../../lib/compareQuery';
import { COMPARED } from '../../lib/figures';
import { SEE_RUNS } from '../../lib/needs';
import { TrendGroup, trendGroups, TrendRow } from '../../lib/trend';
import { compareRouteRef, runRouteRef } from '../../routes';
import { VerdictChip } from '../Chips';
import { FigureText } from '../ComparePage/FigureText';

const FIGURES = COMPARED.filter(({ figure }) =>
  ['p95', 'failureRatio', 'requestsPerSecond'].includes(figure),
);

/**
 * How the last runs of one suite, profile and target came out.
 *
 * @param ended - changes when a run ends, so that it is read again
 */
export function Trend(props: { entityRef: string; ended: number }) {
  const { entityRef, ended } = props;
  const api = useApi(loadtestApiRef);
  const runs = useFetched(`${entityRef} ${ended}`, () =>
    api.getRuns(entityRef),
  );
  const groups = trendGroups(runs.value ?? []);
  return (
    <LiveGate
      reading={runs}
      what="The trend"
      needs={SEE_RUNS}
      onRetry={runs.reload}
      skeleton={
        <SkeletonTable rows={3} columns={5} label="Reading the trend" />
      }
    >
      {groups.length > 0 && <Groups groups={groups} />}
    </LiveGate>
  );
}

function Groups({ groups }: { groups: readonly TrendGroup[] }) {
  const [search, setSearch] = useSearchParams();
  const group =
    groups.find(({ key }) => key === search.get('trend')) ?? groups[0];
  return (
    <Box sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
      <Box>
        <TextField
          select
          size="small"
          label="Trend of"
          value={group.key}
          onChange={event =>
            setSearch(
              old => {
                const next = new URLSearchParams(old);
                next.set('trend', event.target.value);
                return next;
              },
              { replace: true },
            )
          }
          sx={{ minWidth: 240, maxWidth: '100%' }}
        >
          {groups.map(({ key, label }) => (
            <MenuItem key={key} value={key}>
              {label}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      <TimeSeriesChart
        title="p95 of whole runs"
        valueTitle="p95"
        unit="ms"
        height={160}
        dots
        series={[
          { id: 'p95', label: 'p95', colour: 'stable', points: group.p95 },
        ]}
      />
      <TrendTable group={group} />
    </Box>
  );
}

/** Each run beside the one before it. */
function TrendTable({ group }: { group: TrendGroup }) {
  const linkOf = useRouteRef(runRouteRef);
  const compare = useRouteRef(compareRouteRef)?.();
  const columns = useMemo<Array<FactColumn<TrendRow>>>(
    () => [
      {
        title: 'Run',
        cell: ({ run }) => {
          const to = linkOf?.({ id: run.id });
          const when = <RelativeTime at={run.createdAt} />;
          return to ? <Link to={to}>{when}</Link> : when;
        },
      },
      {
        title: 'Verdict',
        cell: ({ run }) => <VerdictChip verdict={run.verdict} />,
      },
      ...FIGURES.map(({ figure, title, unit, worse }) => ({
        title,
        figure: true,
        cell: ({ figures }: TrendRow) => (
          <FigureText
            beside={figures[figure] ?? {}}
            unit={unit}
            worse={worse}
          />
        ),
      })),
      {
        title: 'Comparison',
        cell: ({ run, before }) =>
          before && compare ? (
            <Link
              to={`${compare}${compareSearch({
                runs: [before, run.id],
                from: [0, 0],
              })}`}
            >
              Compare with the one before
            </Link>
          ) : (
            'none'
          ),
      },
    ],
    [linkOf, compare],
  );
  return (
    <FactTable
      label="Trend"
      rows={group.rows}
      keyOf={({ run }) => run.id}
      columns={columns}
    />
  );
}
