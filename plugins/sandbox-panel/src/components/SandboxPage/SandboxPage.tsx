import {
  ErrorState,
  isRefused,
  LiveGate,
  NeededPermission,
  Reading,
  SkeletonTable,
} from '@slipway/plugin-portal-react';
import { PanelDemo } from '@slipway/plugin-sandbox-panel-common';
import Box from '@mui/material/Box';
import { useDemo } from '../../hooks/useDemo';
import { ReleaseFlowProvider } from '../Release/ReleaseFlow';
import { Services } from '../Services/Services';
import { SpeedControl } from '../Speed/SpeedControl';
import { StartedList } from '../Started/StartedList';
import { AsOf } from './AsOf';

const SEE_SANDBOX: NeededPermission = {
  what: 'see the sandbox',
  permission: 'sandbox.read',
  grantedBy: 'the platform group',
};

/** What happens in the sandbox, and the buttons that make something happen there. */
export function SandboxPage() {
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      <SandboxBody />
    </Box>
  );
}

function SandboxBody() {
  const { demo, error, refresh } = useDemo();
  return (
    <LiveGate
      reading={readingOf(demo, error)}
      what="The sandbox"
      needs={SEE_SANDBOX}
      notLost="Its state is kept."
      onRetry={refresh}
      skeleton={
        <SkeletonTable rows={10} columns={5} label="Loading the sandbox" />
      }
    >
      {demo && (
        <ReleaseFlowProvider>
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '100%' }}>
            <Box sx={{ display: 'grid', gap: 1 }}>
              <Introduction demo={demo} />
              <AsOf demo={demo} error={error} />
            </Box>
            {error && (
              <ErrorState
                title="What is shown below may be out of date"
                error={error}
                onRetry={refresh}
              />
            )}
            <SpeedControl demo={demo} />
            <Services demo={demo} />
            <StartedList demo={demo} />
          </Box>
        </ReleaseFlowProvider>
      )}
    </LiveGate>
  );
}

/** What is known stays on the page when a later request fails, unless it was refused. */
function readingOf(
  demo: PanelDemo | undefined,
  error: Error | undefined,
): Reading {
  if (error && (!demo || isRefused(error))) return { status: 'failed', error };
  return { status: demo ? 'ready' : 'loading' };
}

/** What is simulated. */
function Introduction({ demo }: { demo: PanelDemo }) {
  const names = demo.clusters.map(({ name }) => name).join(', ');
  const services = new Set(
    demo.clusters.flatMap(one => one.services.map(({ service }) => service)),
  ).size;
  return (
    <Box component="p" sx={{ m: 0, maxWidth: 900 }}>
      {`Clusters (${names}), controllers, metrics and ${services} services are simulated on this machine; nothing here is real. Start a release, good or bad, and watch on its rollout what becomes of it.`}
    </Box>
  );
}
