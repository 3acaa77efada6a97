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

/** On paper only the report is there: no side bar, no tabs, black on white. */
const PRINT = {
  '@media print': {
    'body *': { visibility: 'hidden' },
    '#joint-run-report, #joint-run-report *': { visibility: 'visible' },
    '#joint-run-report': {
      position: 'absolute',
      inset: '0 auto auto 0',
      width: '100%',
      padding: 0,
      color: '#000',
      background: '#fff',
    },
    '#joint-run-report .no-print': { display: 'none' },
    '#joint-run-report figure, #joint-run-report table, #joint-run-report section':
      { breakInside: 'avoid' },
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
