import {
  ErrorState,
  RefusedState,
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
  if (error?.name === 'ForbiddenError' || isRefused(error)) {
    return (
      <RefusedState
        what="see the sandbox"
        permission="sandbox.read"
        grantedBy="the platform group"
      />
    );
  }
  if (!demo) {
    return error ? (
      <ErrorState
        title="The sandbox cannot be shown"
        error={error}
        notLost="Its state is kept."
        onRetry={refresh}
      />
    ) : (
      <SkeletonTable rows={10} columns={5} label="Loading the sandbox" />
    );
  }
  return (
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
  );
}

function isRefused(error: Error | undefined): boolean {
  return (
    error !== undefined && 'statusCode' in error && error.statusCode === 403
  );
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
