import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  durationInWords,
  isActive,
  RunDetail,
  RunSeries,
} from '@slipway/plugin-loadtest-common';
import { Countdown, RelativeTime, Section } from '@slipway/plugin-portal-react';
import { ReactNode } from 'react';
import { PROFILE_LABELS } from '../../lib/words';
import { RunStateChip, VerdictChip } from '../Chips';
import { EndpointTable } from './EndpointTable';
import { ErrorTable } from './ErrorTable';
import { GeneratorSection } from './GeneratorSection';
import { KeyFigures } from './KeyFigures';
import { RunCharts } from './RunCharts';
import { VerdictSection } from './VerdictSection';

/** Everything about one run: what it says of the service first, then how it went. */
export function RunView(props: {
  series: RunSeries;
  /** How fresh it is. */
  fresh: ReactNode;
  /** The buttons. */
  actions?: ReactNode;
}) {
  const { series, fresh, actions } = props;
  const { run, endpoints, errors } = series;
  return (
    <>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 1.5,
          mb: 1,
        }}
      >
        <Typography component="h2" variant="h5" sx={{ mr: 1 }}>
          {`${PROFILE_LABELS[run.profile]} test of `}
          <EntityRefLink entityRef={run.entityRef} defaultKind="component" />
        </Typography>
        <RunStateChip run={run} />
        <VerdictChip verdict={run.verdict} />
        {fresh}
        <Box sx={{ ml: 'auto', display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          {actions}
        </Box>
      </Box>
      <RunFacts run={run} />
      <Notices run={run} />
      <KeyFigures series={series} />
      <VerdictSection series={series} />
      {run.seriesGoneAt === undefined && <RunCharts series={series} />}
      <Section title="Endpoints" count={endpoints.length}>
        <EndpointTable rows={endpoints} />
      </Section>
      <Section
        title="Errors"
        count={errors.length}
        startOpen={errors.length > 0}
      >
        <ErrorTable rows={errors} />
      </Section>
      <GeneratorSection series={series} />
    </>
  );
}

const ORIGINS = {
  'joint-run': 'part of a joint run',
  schedule: 'by a schedule',
} as const;

/** Where, by whom and when. */
function RunFacts({ run }: { run: RunDetail }) {
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2.5,
        rowGap: 0.5,
        mb: 2,
        fontSize: 14,
        color: 'text.secondary',
      }}
    >
      <span>{`${run.cluster}/${run.namespace} (${run.environment})`}</span>
      <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
        {run.targetUrl}
      </Box>
      <span>
        {'launched by '}
        <EntityRefLink entityRef={run.startedBy} defaultKind="user" />{' '}
        <RelativeTime at={run.createdAt} />
      </span>
      {run.origin && <span>{ORIGINS[run.origin.kind]}</span>}
      {isActive(run) && (
        <span>
          {'ends by itself in '}
          <Countdown until={run.endsBy} due="now" />
        </span>
      )}
      <span>{`planned ${durationInWords(run.durationSeconds)}`}</span>
      <span>
        {run.locustVersion === undefined
          ? `runner ${run.runner}`
          : `runner ${run.runner}, Locust ${run.locustVersion}`}
      </span>
    </Box>
  );
}

/** What has to be known before the figures are read. */
function Notices({ run }: { run: RunDetail }) {
  return (
    <>
      {run.simulated && (
        <Alert severity="info" sx={{ mb: 2 }}>
          This is the sandbox: its Locust is simulated, and so are these
          figures.
        </Alert>
      )}
      {run.seriesGoneAt !== undefined && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {`The samples of this run and Locust's report were deleted on ${run.seriesGoneAt.slice(
            0,
            10,
          )}, past their retention. Verdict, summary and tables are kept; charts and comparisons are not possible.`}
        </Alert>
      )}
      {run.stop && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {`Stopped by ${run.stop.by}: ${run.stop.reason}`}
        </Alert>
      )}
      {run.problem && (
        <Alert severity="error" sx={{ mb: 2 }}>
          {run.problem}
        </Alert>
      )}
    </>
  );
}
