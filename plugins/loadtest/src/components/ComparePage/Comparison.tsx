import { useApi } from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import { ComparedRun, notComparable } from '@slipway/plugin-loadtest-common';
import {
  LiveGate,
  Section,
  SkeletonCard,
  useFetched,
} from '@slipway/plugin-portal-react';
import { loadtestApiRef } from '../../api/LoadtestApi';
import { CompareQuery } from '../../lib/compareQuery';
import { SEE_RUNS } from '../../lib/needs';
import { CompareCharts } from './CompareCharts';
import { EndpointsBeside } from './EndpointsBeside';
import { FiguresTable } from './FiguresTable';
import { WindowControls } from './WindowControls';

/** Charts of the whole runs, and figures of their windows. */
export function Comparison(props: {
  query: CompareQuery;
  onChange: (query: CompareQuery) => void;
}) {
  const { query, onChange } = props;
  const { runs, from, seconds } = query;
  const api = useApi(loadtestApiRef);
  const key = runs.join(',');
  const whole = useFetched(key, () =>
    api.compare({ runs, from: runs.map(() => 0), points: 'all' }),
  );
  const windows = useFetched(`${key} ${from.join(',')} ${seconds}`, () =>
    api.compare({ runs, from, seconds, points: 'none' }),
  );
  return (
    <LiveGate
      reading={whole}
      what="The comparison"
      needs={SEE_RUNS}
      onRetry={whole.reload}
      skeleton={<SkeletonCard lines={8} label="Reading the runs" />}
    >
      {whole.value && (
        <>
          <Section title="Over time">
            <WindowControls
              query={query}
              runs={whole.value}
              onChange={onChange}
            />
            <CompareCharts runs={whole.value} query={query} />
          </Section>
          <LiveGate
            reading={windows}
            what="The figures of the windows"
            needs={SEE_RUNS}
            onRetry={windows.reload}
            skeleton={<SkeletonCard lines={6} label="Reading the windows" />}
          >
            {windows.value && <Windows runs={windows.value} />}
          </LiveGate>
        </>
      )}
    </LiveGate>
  );
}

function Windows({ runs }: { runs: readonly ComparedRun[] }) {
  const reasons = notComparable(runs);
  return (
    <>
      {reasons.length > 0 && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          <AlertTitle>Not comparable, because</AlertTitle>
          <Box component="ul" sx={{ m: 0, pl: 2.5, overflowWrap: 'anywhere' }}>
            {reasons.map(reason => (
              <li key={reason}>{reason}</li>
            ))}
          </Box>
        </Alert>
      )}
      <Section title="Figures of the windows">
        <FiguresTable runs={runs} />
      </Section>
      <Section title="Endpoints">
        <EndpointsBeside runs={runs} />
      </Section>
    </>
  );
}
