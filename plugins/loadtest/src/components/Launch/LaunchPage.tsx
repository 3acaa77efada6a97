import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  LaunchFrame,
  LiveGate,
  SkeletonCard,
  useFetched,
} from '@slipway/plugin-portal-react';
import { loadtestApiRef } from '../../api/LoadtestApi';
import { SEE_RUNS } from '../../lib/needs';
import { runsRouteRef } from '../../routes';
import { LaunchFlowProvider } from '../Actions/launchFlow';
import { NewScheduleProvider } from '../Actions/scheduleFlows';
import { LaunchForm } from './LaunchForm';
import { SuiteState } from './SuiteState';

/** The launch of a load test, `/resilience/load/launch?entity=component:default/order-service&profile=spike`. */
export function LaunchPage() {
  const list = useRouteRef(runsRouteRef)?.();
  return (
    <LaunchFrame
      list={{ title: 'Load tests', to: list }}
      title="Load test of"
      noService="A load test belongs to a service: launch it from the tab Resilience of its page."
    >
      {entityRef => <LaunchOf entityRef={entityRef} />}
    </LaunchFrame>
  );
}

function LaunchOf({ entityRef }: { entityRef: string }) {
  const api = useApi(loadtestApiRef);
  const suite = useFetched(entityRef, () => api.getSuite(entityRef));
  return (
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
  );
}
