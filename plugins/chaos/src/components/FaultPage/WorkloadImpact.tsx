import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import {
  FaultTimeline,
  MetricImpact,
  metricImpact,
  TouchedWorkload,
} from '@slipway/plugin-chaos-common';
import {
  GoldenCharts,
  GoldenRange,
  useGoldenSeries,
  WideTable,
} from '@slipway/plugin-portal-react';
import {
  bandText,
  IMPACT_METRICS,
  movementText,
  provedByMetrics,
  recoveryText,
  ruleText,
} from '../../lib/impactWords';

/** A timeline with an injection. */
export interface InjectedTimeline extends FaultTimeline {
  from: number;
  /** It is over, and nobody saw when. */
  endUnseen: boolean;
}

/** Golden metrics of one workload under a fault, with how long each took to recover. */
export function WorkloadImpact(
  props: TouchedWorkload & {
    cluster: string;
    timeline: InjectedTimeline;
    range: GoldenRange;
  },
) {
  const { cluster, namespace, workload, timeline, range } = props;
  const name = workload.split(' ')[1] ?? workload;
  const golden = useGoldenSeries(
    { cluster, namespace, deployment: name },
    range,
  );
  const { fetched, points } = golden;
  const series = IMPACT_METRICS.map(({ metric }) => ({
    metric,
    points: points(metric),
  }));
  const until = Math.max(
    timeline.from,
    ...series.flatMap(one => one.points.slice(-1).map(([time]) => time)),
  );
  const impacts = series.map(one =>
    metricImpact(one.metric, one.points, {
      timeline,
      step: range.step,
      until,
    }),
  );
  return (
    <Box component="section" aria-label={`Effect on ${workload}`}>
      <Typography component="h4" variant="subtitle1">
        {`${workload} in ${namespace}`}
      </Typography>
      {fetched.status === 'ready' && (
        <>
          <Typography sx={{ mb: 1 }}>{provedByMetrics(impacts)}</Typography>
          <ImpactTable
            workload={workload}
            impacts={impacts}
            endUnseen={timeline.endUnseen}
          />
        </>
      )}
      <GoldenCharts
        label={name}
        golden={golden}
        range={range}
        spans={timeline.spans.map(span => ({
          ...span,
          label:
            timeline.endUnseen && span.to === undefined
              ? 'fault injected; when it ended was not seen'
              : 'fault injected',
          state: 'degraded' as const,
        }))}
        markers={timeline.marks}
      />
      {fetched.status === 'ready' && (
        <Typography variant="body2" color="text.secondary" sx={{ mt: 1 }}>
          {ruleText(range.step, fetched.value?.series[0]?.over)}
        </Typography>
      )}
    </Box>
  );
}

function ImpactTable(props: {
  workload: string;
  impacts: readonly MetricImpact[];
  endUnseen: boolean;
}) {
  const label = `Effect and recovery of ${props.workload}`;
  return (
    <WideTable label={label}>
      <Table size="small" aria-label={label} sx={{ mb: 2 }}>
        <TableHead>
          <TableRow>
            <TableCell>Metric</TableCell>
            <TableCell>Before</TableCell>
            <TableCell>Worst</TableCell>
            <TableCell>Recovery time</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {IMPACT_METRICS.map(({ metric, title, unit }) => {
            const impact = props.impacts.find(one => one.metric === metric);
            return (
              impact && (
                <TableRow key={metric}>
                  <TableCell component="th" scope="row">
                    {title}
                  </TableCell>
                  <TableCell>{bandText(impact, unit)}</TableCell>
                  <TableCell>{movementText(impact, unit)}</TableCell>
                  <TableCell>
                    {props.endUnseen
                      ? 'unknown: when the fault ended was not seen'
                      : recoveryText(impact)}
                  </TableCell>
                </TableRow>
              )
            );
          })}
        </TableBody>
      </Table>
    </WideTable>
  );
}
