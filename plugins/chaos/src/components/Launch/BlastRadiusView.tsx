import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { BlastRadius } from '@slipway/plugin-chaos-common';
import { formatWindow } from '@slipway/plugin-metrics-common';
import {
  formatFigure,
  LiveGate,
  RelativeTime,
  SkeletonCard,
  FactColumn,
  FactTable,
} from '@slipway/plugin-portal-react';
import { SEE_FAULTS } from '../../lib/needs';
import { ProblemList } from './LimitsStep';

/** What a fault would touch now: targets, share of capacity, callers, and what else runs there. */
export function BlastRadiusView(props: {
  reading: {
    status: 'loading' | 'ready' | 'failed';
    value?: BlastRadius;
    error?: Error;
    reload: () => void;
  };
}) {
  const { reading } = props;
  return (
    <LiveGate
      reading={reading}
      what="What it will touch"
      needs={SEE_FAULTS}
      notLost="Nothing was launched."
      onRetry={reading.reload}
      skeleton={<SkeletonCard lines={5} label="Reading what it will touch" />}
    >
      {reading.value && <Radius radius={reading.value} />}
    </LiveGate>
  );
}

const RUNNING: Record<BlastRadius['running'][number]['what'], string> = {
  canary: 'A release runs',
  load: 'Load runs',
  fault: 'A fault runs',
  'joint-run': 'A joint run is',
  schedule: 'A schedule is',
};

/** How it is known that somebody calls, and how often. */
function callerText({
  source,
  requestRate,
  over,
  rateNeeds,
}: BlastRadius['callers'][number]): string {
  const how = source === 'traffic' ? 'by its traffic' : 'by the catalog';
  if (rateNeeds) {
    return `, ${how}; its request rate is not shown: needs ${rateNeeds}`;
  }
  if (requestRate === undefined || over === undefined) {
    return ', by the catalog; whether it calls now is unknown';
  }
  const rate = `${formatFigure(
    requestRate,
    'req/s',
  )} over the last ${formatWindow(over)}`;
  return `, ${how}; ${rate}`;
}

const CAPACITY: ReadonlyArray<FactColumn<BlastRadius['workloads'][number]>> = [
  { title: 'Workload', cell: one => one.workload },
  {
    title: 'Ready',
    figure: true,
    cell: one => `${one.ready} of ${one.pods}`,
  },
  { title: 'Match', figure: true, cell: one => one.matched },
  {
    title: 'Hit at most',
    figure: true,
    cell: ({ most, pods }) =>
      pods > 0 ? `${most} (${formatFigure(most / pods, 'ratio')})` : most,
  },
  { title: 'Of a canary', figure: true, cell: one => one.canary },
];

function Radius({ radius }: { radius: BlastRadius }) {
  const { selections, workloads, callers, unknown, running } = radius;
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
      <Typography>{radius.effect}</Typography>
      {selections.map(
        ({ path, step, side, picked, matched, matchedTotal, failure }) => (
          <Box key={`${path} ${side}`}>
            <Typography sx={{ fontWeight: 600 }}>
              {step !== undefined && `${step}: `}
              {failure ??
                `${side === 'target' ? 'Far side: ' : ''}${picked.text}`}
            </Typography>
            <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
              {`${matchedTotal} ${
                matchedTotal === 1 ? 'pod matches' : 'pods match'
              } now`}
              {matched.length > 0 &&
                `: ${matched
                  .slice(0, 8)
                  .map(({ name }) => name)
                  .join(', ')}${
                  matchedTotal > 8 ? ` and ${matchedTotal - 8} more` : ''
                }`}
            </Box>
          </Box>
        ),
      )}
      {workloads.length > 0 && (
        <FactTable
          label="Share of capacity"
          rows={workloads}
          keyOf={one => `${one.namespace} ${one.workload}`}
          columns={CAPACITY}
        />
      )}
      <Box>
        <Typography sx={{ fontWeight: 600 }}>Who calls it</Typography>
        {callers.length === 0 && (
          <Box sx={{ color: 'text.secondary' }}>No caller is known.</Box>
        )}
        {callers.map(caller => (
          <Box key={caller.entityRef ?? caller.title}>
            {caller.entityRef ? (
              <EntityRefLink
                entityRef={caller.entityRef}
                defaultKind="component"
              />
            ) : (
              caller.title
            )}
            {callerText(caller)}
          </Box>
        ))}
      </Box>
      {running.map(one => (
        <Alert
          key={`${one.what} ${one.title}`}
          severity="warning"
          sx={{ py: 0 }}
        >
          {`${RUNNING[one.what]} there already: `}
          {one.path ? <Link to={one.path}>{one.title}</Link> : one.title}
          {`. ${one.state} Since `}
          <RelativeTime at={one.since} />
        </Alert>
      ))}
      {unknown.map(text => (
        <Alert key={text} severity="info" sx={{ py: 0 }}>
          {text}
        </Alert>
      ))}
      <ProblemList problems={radius.problems} />
    </Box>
  );
}
