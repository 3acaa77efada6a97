import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import {
  isActive,
  RunDetail,
  Sample,
  secondsInWords,
  Verdict,
} from '@slipway/plugin-resilience-common';
import {
  ActivitySection,
  Countdown,
  LiveAnnouncer,
  RelativeTime,
  useNow,
} from '@slipway/plugin-portal-react';
import { ReactNode } from 'react';
import { runLanes } from '../../lib/lanes';
import { entityName, runStateChip, verdictChip } from '../../lib/words';
import { reportRouteRef } from '../../routes';
import { RunStateChip } from '../Chips';
import { Timeline } from '../Timeline/Timeline';
import { MetricCharts } from './MetricCharts';
import { PartsTable } from './PartsTable';
import { RunExport } from './RunExport';
import { StopRun } from './stopFlow';
import { VerdictPanel } from './VerdictPanel';

/** One run: where it stands, its verdict, its timeline over the golden metrics, its parts. */
export function RunView(props: {
  run: RunDetail;
  verdict?: Verdict;
  samples: readonly Sample[];
  fresh: ReactNode;
}) {
  const { run, verdict, samples, fresh } = props;
  return (
    <>
      <LiveAnnouncer
        message={[
          `The run is ${runStateChip(run.state).label.toLowerCase()}`,
          verdict && `verdict: ${verdictChip(verdict).label.toLowerCase()}`,
        ]
          .filter(Boolean)
          .join(', ')}
      />
      <RunHeader run={run} fresh={fresh} />
      <Troubles run={run} />
      <VerdictPanel run={run} verdict={verdict} />
      <Paper variant="outlined" sx={{ p: { xs: 1, md: 2 }, mb: 2 }}>
        <LiveTimeline run={run} />
        <MetricCharts run={run} samples={samples} verdict={verdict} />
      </Paper>
      <PartsTable parts={run.parts} />
      <ActivitySection
        target={{
          cluster: run.cluster,
          namespace: run.namespace,
          name: run.id,
        }}
        kind="JointRun"
        noun="joint run"
        entityRef={run.entityRef}
      />
    </>
  );
}

/** Draws again each second while the run is under way. */
function LiveTimeline({ run }: { run: RunDetail }) {
  return isActive(run) ? (
    <TickingTimeline run={run} />
  ) : (
    <Timeline lanes={runLanes(run, Date.parse(run.endedAt ?? run.createdAt))} />
  );
}

function TickingTimeline({ run }: { run: RunDetail }) {
  return <Timeline lanes={runLanes(run, useNow())} />;
}

function RunHeader({ run, fresh }: { run: RunDetail; fresh: ReactNode }) {
  const report = useRouteRef(reportRouteRef)?.({ id: run.id });
  const { cluster, namespace, environment, workload } = run;
  return (
    <Box
      sx={{
        position: 'sticky',
        top: 0,
        zIndex: 2,
        bgcolor: 'background.default',
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1.5,
        py: 1,
        mb: 1,
      }}
    >
      <Box sx={{ minWidth: 0, flex: '1 1 320px' }}>
        <Typography
          component="h2"
          variant="h5"
          sx={{ overflowWrap: 'anywhere' }}
        >
          {run.title}
        </Typography>
        <Box sx={{ fontSize: 14, color: 'text.secondary' }}>
          <EntityRefLink
            entityRef={run.entityRef}
            defaultKind="component"
            hideIcon
          />
          {` · ${cluster}/${namespace} (${environment}) · workload ${workload} · by `}
          <EntityRefLink
            entityRef={run.startedBy}
            defaultKind="user"
            hideIcon
          />{' '}
          <RelativeTime at={run.createdAt} />
        </Box>
      </Box>
      <RunStateChip run={run} />
      {isActive(run) && (
        <Box component="span" sx={{ fontSize: 14 }}>
          {'ends in '}
          <Countdown until={run.plannedEndAt} />
        </Box>
      )}
      {isActive(run) && fresh}
      <StopRun run={run} />
      <RunExport run={run} />
      {report && (
        <Button component={Link} to={report} variant="outlined">
          Report
        </Button>
      )}
    </Box>
  );
}

/** Why it ended early, why it could not be carried out, and when nothing was measured. */
function Troubles({ run }: { run: RunDetail }) {
  const { stop, problem, absences, canaries } = run;
  return (
    <Box
      sx={{ display: 'grid', gap: 1, mb: 1, '&:empty': { display: 'none' } }}
    >
      {problem && <Alert severity="error">{problem}</Alert>}
      {stop && (
        <Alert severity="warning">
          {`Stopped: ${stop.reason}`}
          {stop.by && ` (${entityName(stop.by)})`}
        </Alert>
      )}
      {absences.map(({ from, to, reason }) => (
        <Alert key={from} severity="info">
          {`No samples for ${secondsInWords(
            (Date.parse(to) - Date.parse(from)) / 1000,
          )}: ${reason}`}
        </Alert>
      ))}
      {canaries.length > 0 && (
        <Alert severity="info">
          A canary was under way during this run: stable and canary are judged
          apart.
        </Alert>
      )}
    </Box>
  );
}
