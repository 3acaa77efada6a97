import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { LaunchSubject } from '@slipway/plugin-loadtest-common';
import {
  failureMessage,
  RelativeTime,
  useFetched,
} from '@slipway/plugin-portal-react';
import { loadtestApiRef, RunningHere as Running } from '../../api/LoadtestApi';
import { placeOf } from '../../lib/launchChoice';

const KINDS = {
  canary: 'Release',
  load: 'Load test',
  fault: 'Fault',
  'joint-run': 'Joint run',
} as const;

/** What else runs on the service and in the namespace of the target; what is not known is said. */
export function RunningHere({ subject }: { subject: LaunchSubject }) {
  const api = useApi(loadtestApiRef);
  const running = useFetched(
    `${subject.entityRef} ${placeOf(subject.offer)}`,
    () => api.getRunning(subject),
  );
  if (running.status === 'loading') {
    return <span>What else runs here is being read…</span>;
  }
  if (!running.value) {
    return (
      <Alert severity="warning">
        {`It is not known what else runs here. ${failureMessage(
          running.error,
        )}`}
      </Alert>
    );
  }
  return <Known running={running.value} />;
}

function Known({ running }: { running: Running }) {
  const { work, unknown } = running;
  return (
    <>
      {work.length > 0 && (
        <Alert severity="warning">
          This runs here now, and is part of what the load test will measure:
          <Box component="ul" sx={{ my: 0.5, pl: 2.5 }}>
            {work.map(({ id, kind, title, state, since, path }) => (
              <li key={id}>
                {`${KINDS[kind]}: `}
                <Link to={path}>{title}</Link>
                {`, ${state}, since `}
                <RelativeTime at={since} />
              </li>
            ))}
          </Box>
        </Alert>
      )}
      {unknown.length > 0 && (
        <Alert severity="warning">
          {`It is not known what else runs here of ${unknown
            .map(({ plugin, reason }) => `${plugin} (${reason})`)
            .join(', ')}.`}
        </Alert>
      )}
      {work.length === 0 && unknown.length === 0 && (
        <span>Nothing else runs here now.</span>
      )}
    </>
  );
}
