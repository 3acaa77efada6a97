import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Breadcrumbs from '@mui/material/Breadcrumbs';
import Typography from '@mui/material/Typography';
import {
  EmptyState,
  LiveGate,
  SkeletonCard,
  useFetched,
} from '@slipway/plugin-portal-react';
import { useSearchParams } from 'react-router-dom';
import { loadtestApiRef } from '../../api/LoadtestApi';
import { SEE_RUNS } from '../../lib/needs';
import { runsRouteRef } from '../../routes';
import { LaunchFlowProvider } from '../Actions/launchFlow';
import { NewScheduleProvider } from '../Actions/scheduleFlows';
import { LaunchForm } from './LaunchForm';
import { SuiteState } from './SuiteState';

/** The launch of a load test, `/resilience/load/launch?entity=component:default/order-service&profile=spike`. */
export function LaunchPage() {
  const [query] = useSearchParams();
  const entityRef = query.get('entity');
  const list = useRouteRef(runsRouteRef)?.();
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      {list && (
        <Breadcrumbs aria-label="Where this is" sx={{ mb: 1, fontSize: 14 }}>
          <Link to={list}>Load tests</Link>
          <span>Launch</span>
        </Breadcrumbs>
      )}
      {entityRef ? (
        <LaunchOf entityRef={entityRef} />
      ) : (
        <EmptyState
          title="Choose a service first"
          description="A load test belongs to a service: launch it from the tab Resilience of its page."
        />
      )}
    </Box>
  );
}

function LaunchOf({ entityRef }: { entityRef: string }) {
  const api = useApi(loadtestApiRef);
  const suite = useFetched(entityRef, () => api.getSuite(entityRef));
  return (
    <>
      <Typography component="h2" variant="h5" sx={{ mb: 2 }}>
        {'Load test of '}
        <EntityRefLink entityRef={entityRef} defaultKind="component" />
      </Typography>
      <LiveGate
        reading={suite}
        what="The suite"
        needs={SEE_RUNS}
        notLost="Nothing was started."
        onRetry={suite.reload}
        skeleton={<SkeletonCard lines={8} label="Reading the suite" />}
      >
        <LaunchFlowProvider onLaunched={suite.reload}>
          {suite.value?.state === 'valid' && (
            <NewScheduleProvider onScheduled={suite.reload}>
              <LaunchForm entityRef={entityRef} answer={suite.value} />
            </NewScheduleProvider>
          )}
          {suite.value && suite.value.state !== 'valid' && (
            <SuiteState answer={suite.value} />
          )}
        </LaunchFlowProvider>
      </LiveGate>
    </>
  );
}
