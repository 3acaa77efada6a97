import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import GlobalStyles from '@mui/material/GlobalStyles';
import { reportOf } from '@slipway/plugin-resilience-common';
import {
  EmptyState,
  LiveGate,
  SkeletonCard,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { useParams } from 'react-router-dom';
import { useRun } from '../../hooks/useRun';
import { SEE_RUNS } from '../../lib/needs';
import { runRouteRef } from '../../routes';
import { ReportView } from './ReportView';

/** Colours of states on paper: those of the light theme, whatever the theme is. */
const ON_PAPER = {
  '--slipway-state-healthy': '#1b6e3a',
  '--slipway-state-healthy-bg': 'rgba(46, 160, 87, 0.14)',
  '--slipway-state-progressing': '#1f5fbf',
  '--slipway-state-progressing-bg': 'rgba(52, 120, 220, 0.14)',
  '--slipway-state-waiting': '#8a5a00',
  '--slipway-state-waiting-bg': 'rgba(224, 160, 32, 0.18)',
  '--slipway-state-degraded': '#b3261e',
  '--slipway-state-degraded-bg': 'rgba(214, 60, 52, 0.14)',
  '--slipway-state-unknown': '#5f6368',
  '--slipway-state-unknown-bg': 'rgba(128, 134, 139, 0.16)',
  '--slipway-canary': '#b35900',
  '--slipway-stable': '#1f5fbf',
} as const;

/** On paper only the report is there: no side bar, no tabs, no buttons, black on white in both themes. */
const PRINT = {
  '@media print': {
    'html, body': { background: '#fff !important' },
    'body *': { visibility: 'hidden' },
    '#joint-run-report, #joint-run-report *': {
      visibility: 'visible',
      color: '#000 !important',
    },
    '#joint-run-report': {
      ...ON_PAPER,
      position: 'absolute',
      inset: '0 auto auto 0',
      width: '100%',
      zoom: 0.8,
      printColorAdjust: 'exact',
    },
    '#joint-run-report :is(table, tr, th, td, ul)': {
      background: 'none !important',
    },
    '#joint-run-report svg text': { fill: '#333 !important' },
    '#joint-run-report :is(button, .no-print)': { display: 'none' },
    '#joint-run-report :is(figure, table, section)': { breakInside: 'avoid' },
  },
} as const;

/** The report of one run, `/resilience/runs/:id/report`. */
export function ReportPage() {
  const { id = '' } = useParams();
  const live = useRun(id);
  const back = useRouteRef(runRouteRef)?.({ id });
  const { run, samples, verdict } = live;
  const report = useMemo(
    () => run && reportOf({ run, samples, ...(verdict ? { verdict } : {}) }),
    [run, samples, verdict],
  );
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      <GlobalStyles styles={PRINT} />
      <LiveGate
        reading={live}
        what="The report"
        needs={SEE_RUNS}
        skeleton={<SkeletonCard lines={10} label="Loading the report" />}
      >
        {report ? (
          <Box id="joint-run-report" sx={{ maxWidth: 900, mx: 'auto' }}>
            <Box className="no-print" sx={{ display: 'flex', gap: 1, mb: 2 }}>
              {back && (
                <Button component={Link} to={back} variant="outlined">
                  Back to the run
                </Button>
              )}
              <Button variant="outlined" onClick={() => window.print()}>
                Print
              </Button>
            </Box>
            <ReportView report={report} samples={samples} />
          </Box>
        ) : (
          <EmptyState title="There is no such run" />
        )}
      </LiveGate>
    </Box>
  );
}
