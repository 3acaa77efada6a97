import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import Button from '@mui/material/Button';
import { loadtestRunTopic } from '@slipway/plugin-loadtest-common';
import {
  EmptyState,
  FreshnessNote,
  LiveGate,
  PageFrame,
  SkeletonPage,
  useAddressedTopic,
  useLiveConnection,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { useParams } from 'react-router-dom';
import { SEE_RUNS } from '../../lib/needs';
import { runSeriesFromItems } from '../../lib/runSeries';
import { compareRouteRef, runsRouteRef } from '../../routes';
import { StopButton, StopFlowProvider } from '../Actions/stopFlow';
import { RunExport } from '../Export/RunExport';
import { RunView } from './RunView';

/** The page of one run, `/resilience/load/runs/:id`. */
export function RunPage() {
  const { id = '' } = useParams();
  const list = useRouteRef(runsRouteRef)?.();
  const live = useAddressedTopic(loadtestRunTopic, { id });
  const connection = useLiveConnection();
  const series = useMemo(() => runSeriesFromItems(live.items), [live.items]);
  return (
    <PageFrame
      above={[{ title: 'Load tests', to: list }]}
      here={series ? series.run.suite : id}
    >
      <LiveGate
        reading={live}
        what="The run"
        needs={SEE_RUNS}
        notLost="The run continues whether it is shown or not."
        skeleton={<SkeletonPage label="Loading the run" />}
      >
        {series ? (
          <StopFlowProvider>
            <RunView
              series={series}
              actions={
                <>
                  <CompareLink id={series.run.id} />
                  <RunExport run={series.run} />
                  <StopButton run={series.run} />
                </>
              }
              fresh={
                <FreshnessNote
                  freshness={live.freshness}
                  connection={connection}
                />
              }
            />
          </StopFlowProvider>
        ) : (
          <EmptyState
            title="There is no such run"
            description="It may be older than what the portal keeps, or the address may be wrong."
          />
        )}
      </LiveGate>
    </PageFrame>
  );
}

function CompareLink({ id }: { id: string }) {
  const compare = useRouteRef(compareRouteRef)?.();
  if (!compare) return null;
  return (
    <Button
      component={Link}
      to={`${compare}?runs=${id}`}
      variant="outlined"
      sx={{ textDecoration: 'none' }}
    >
      Compare
    </Button>
  );
}
