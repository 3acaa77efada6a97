import { useRouteRef } from '@backstage/frontend-plugin-api';
import Typography from '@mui/material/Typography';
import { loadtestListTopic } from '@slipway/plugin-loadtest-common';
import {
  EmptyState,
  LiveGate,
  PageFrame,
  SkeletonTable,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  CompareQuery,
  compareSearch,
  parseCompareQuery,
} from '../../lib/compareQuery';
import { SEE_RUNS } from '../../lib/needs';
import { runsRouteRef } from '../../routes';
import { Comparison } from './Comparison';
import { RunChooser } from './RunChooser';

/** Two to five runs side by side, `/resilience/load/compare?runs=<id>,<id>&from=0,30&seconds=60`. */
export function ComparePage() {
  const [search, setSearch] = useSearchParams();
  const list = useRouteRef(runsRouteRef)?.();
  const live = useLiveTopic(loadtestListTopic, {});
  const query = useMemo(() => parseCompareQuery(search), [search]);
  const rows = useMemo(() => [...live.items.values()], [live.items]);
  const change = (next: CompareQuery) =>
    setSearch(compareSearch(next).slice(1), { replace: true });
  return (
    <PageFrame above={[{ title: 'Load tests', to: list }]} here="Compare">
      <Typography component="h2" variant="h5" sx={{ mb: 2 }}>
        Compare load tests
      </Typography>
      <LiveGate
        reading={live}
        what="The list of load tests"
        needs={SEE_RUNS}
        skeleton={
          <SkeletonTable rows={3} columns={4} label="Loading load tests" />
        }
      >
        <RunChooser query={query} rows={rows} onChange={change} />
        {query.runs.length < 2 ? (
          <EmptyState
            title="Choose two to five runs"
            description="The first one is what the others are compared with."
          />
        ) : (
          <Comparison query={query} onChange={change} />
        )}
      </LiveGate>
    </PageFrame>
  );
}
