import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Breadcrumbs from '@mui/material/Breadcrumbs';
import {
  EmptyState,
  FreshnessNote,
  LiveGate,
  SkeletonCard,
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
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      {list && (
        <Breadcrumbs aria-label="Where this is" sx={{ mb: 1, fontSize: 14 }}>
          <Link to={list}>Joint runs</Link>
          <span>{live.run?.title ?? 'Run'}</span>
        </Breadcrumbs>
      )}
      <LiveGate
        reading={live}
        what="The run"
        needs={SEE_RUNS}
        notLost="The run continues, and ends by itself, whether it is shown or not."
        skeleton={
          <Box sx={{ display: 'grid', gap: 2 }}>
            <SkeletonCard lines={2} label="Loading the run" />
            <SkeletonCard lines={8} />
          </Box>
        }
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
    </Box>
  );
}
