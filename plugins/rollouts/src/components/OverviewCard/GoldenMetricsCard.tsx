import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { WideTable } from '@slipway/plugin-portal-react';
import { byPlace, RolloutSummary } from '@slipway/plugin-rollouts-common';
import { CHART_RANGES, useMetricRange } from '../../hooks/useMetricRange';
import { useRevisionMetrics } from '../../hooks/useRevisionMetrics';
import { useEntityRollouts } from '../../hooks/useRollouts';
import { FigureCell } from '../FigureCell';
import { Place } from '../Place';

/** Overview card of a service: success rate, latency and requests of its stable revisions, now and over 15 minutes. Not drawn without a rollout. */
export function GoldenMetricsCard() {
  const { entity } = useEntity();
  const { rollouts } = useEntityRollouts(stringifyEntityRef(entity));
  if (rollouts.length === 0) return null;
  return (
    <InfoCard title="Golden metrics">
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
            {[...rollouts].sort(byPlace).map(rollout => (
              <MetricsRow
                key={`${rollout.ref.cluster}/${rollout.uid}`}
                rollout={rollout}
              />
            ))}
          </TableBody>
        </Table>
      </WideTable>
    </InfoCard>
  );
}

function MetricsRow({ rollout }: { rollout: RolloutSummary }) {
  const { ref, stableHash, currentPodHash } = rollout;
  const live = useRevisionMetrics(ref);
  const hashes = `${stableHash} ${currentPodHash}`;
  const range = useMetricRange(ref, hashes, CHART_RANGES[0], live);
  const figures = { name: ref.name, live, range };
  return (
    <TableRow>
      <TableCell>
        <Place value={ref} />
      </TableCell>
      <FigureCell
        {...figures}
        metric="successRate"
        title="success rate"
        unit="ratio"
      />
      <FigureCell {...figures} metric="latencyP95" title="p95" unit="ms" />
      <FigureCell
        {...figures}
        metric="requestRate"
        title="requests"
        unit="req/s"
      />
    </TableRow>
  );
}
