import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  FreshnessNote,
  LiveGate,
  PageFrame,
  SkeletonPage,
  useLiveConnection,
} from '@slipway/plugin-portal-react';
import { useParams } from 'react-router-dom';
import { useRun } from '../../hooks/useRun';
import { SEE_RUNS } from '../../lib/needs';
import { runsRouteRef } from '../../routes';
import { RunView } from './RunView';

/** The page of one run, `/resilience/runs/:id`. */
export function RunPage() {
  const { id = '' } = useParams();
  const list = useRouteRef(runsRouteRef)?.();
  const live = useRun(id);
  const connection = useLiveConnection();
  return (
    <PageFrame
      above={[{ title: 'Joint runs', to: list }]}
      here={live.run?.title ?? 'Run'}
    >
      <LiveGate
        reading={live}
        what="The run"
        needs={SEE_RUNS}
        notLost="The run continues, and ends by itself, whether it is shown or not."
        skeleton={<SkeletonPage label="Loading the run" lines={8} />}
      >
        {live.run ? (
          <RunView
            run={live.run}
            verdict={live.verdict}
            samples={live.samples}
            fresh={
              <FreshnessNote
                freshness={live.freshness}
                connection={connection}
              />
            }
          />
        ) : (
          <EmptyState
            title="There is no such run"
            description="It may have been deleted with its history, or the address is not complete."
          />
        )}
      </LiveGate>
    </PageFrame>
  );
}
