import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import {
  FactNote,
  failureMessage,
  LiveGate,
  SkeletonTable,
  WideTable,
} from '@slipway/plugin-portal-react';
import { GoldenMetric, MetricUnit } from '@slipway/plugin-metrics-common';
import { pointersOf } from '@slipway/plugin-clusters-common';
import { byPlace, RolloutSummary } from '@slipway/plugin-rollouts-common';
import { CHART_RANGES, useMetricRange } from '../../hooks/useMetricRange';
import { useWeekAgo } from '../../hooks/useWeekAgo';
import { weekAgoWords } from '../../lib/weekAgo';
import { useRevisionMetrics } from '../../hooks/useRevisionMetrics';
import { useCardShown } from '../../hooks/useCardShown';
import { useEntityRollouts } from '../../hooks/useRollouts';
import { SEE_ROLLOUTS } from '../../lib/needs';
import { FigureCell } from '../FigureCell';
import { Place } from '../Place';

/**
 * Overview card of a service: success rate, latency and requests of its stable
 * revisions, now and over 15 minutes, and a week ago. Not drawn without a rollout; that there
 * is none is said by the card of rollouts.
 */
export function GoldenMetricsCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const live = useEntityRollouts(entityRef);
  const { kubernetesId, labelSelector } = pointersOf(
    entity.metadata.annotations,
  );
  const found = live.rollouts.length > 0;
  const expected = useCardShown(
    entityRef,
    (kubernetesId ?? labelSelector) !== undefined,
    found,
  );
  if (!found && (!expected || live.status === 'ready')) return null;
  return (
    <InfoCard title="Golden metrics">
      <LiveGate
        reading={live}
        what="The golden metrics of this entity"
        needs={SEE_ROLLOUTS}
        skeleton={
          <SkeletonTable rows={2} columns={4} label="Loading golden metrics" />
        }
      >
        <MetricsTable rollouts={live.rollouts} />
        <FactNote>
          A week ago: the median of the same 15 minutes, of the whole workload;
          in brackets how the last 15 minutes differ from it.
        </FactNote>
      </LiveGate>
    </InfoCard>
  );
}

function MetricsTable(props: { rollouts: readonly RolloutSummary[] }) {
  return (
    <WideTable label="Golden metrics">
      <Table size="small" aria-label="Golden metrics">
        <TableHead>
          <TableRow>
            <TableCell>Where</TableCell>
            <TableCell align="right">Success rate</TableCell>
            <TableCell align="right">p95 latency</TableCell>
            <TableCell align="right">Requests</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {[...props.rollouts].sort(byPlace).map(rollout => (
            <MetricsRow
              key={`${rollout.ref.cluster}/${rollout.uid}`}
              rollout={rollout}
            />
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}

function MetricsRow({ rollout }: { rollout: RolloutSummary }) {
  const { ref, stableHash, currentPodHash } = rollout;
  const live = useRevisionMetrics(ref);
  const hashes = `${stableHash} ${currentPodHash}`;
  const range = useMetricRange(ref, hashes, CHART_RANGES[0], live);
  const weekAgo = useWeekAgo(ref, CHART_RANGES[0]);
  const figures = { name: ref.name, live, range };
  const error = live.error ?? range.fetched.error ?? weekAgo.fetched.error;
  const against = (metric: GoldenMetric, unit: MetricUnit) => (
    <FactNote>
      {weekAgoWords(metric, unit, range.points(metric).stable, weekAgo)}
    </FactNote>
  );
  return (
    <TableRow>
      <TableCell>
        <Place value={ref} />
        {error && (
          <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
            {`Not all could be read: ${failureMessage(error)}`}
          </Box>
        )}
      </TableCell>
      <FigureCell
        {...figures}
        metric="successRate"
        title="success rate"
        unit="ratio"
      >
        {against('successRate', 'ratio')}
      </FigureCell>
      <FigureCell {...figures} metric="latencyP95" title="p95" unit="ms">
        {against('latencyP95', 'ms')}
      </FigureCell>
      <FigureCell
        {...figures}
        metric="requestRate"
        title="requests"
        unit="req/s"
      >
        {against('requestRate', 'req/s')}
      </FigureCell>
    </TableRow>
  );
}
