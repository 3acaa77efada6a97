import { Link } from '@backstage/core-components';
import Box from '@mui/material/Box';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import { RolloutSummary, trafficNote } from '@slipway/plugin-rollouts-common';
import { useLinks } from '../../hooks/useLinks';
import { CHART_RANGES, useMetricRange } from '../../hooks/useMetricRange';
import { useRevisionMetrics } from '../../hooks/useRevisionMetrics';
import { stepsShort } from '../../lib/words';
import { FigureCell } from '../FigureCell';
import { ImageTags } from '../ImageTags';
import { RolloutPhaseChip } from '../RolloutPhaseChip';
import { CompactWeightBar } from '../WeightBar/WeightBar';

const shortStrategy = ({ strategy }: RolloutSummary) =>
  strategy === 'blueGreen' ? 'blue-green' : 'no steps';

/** One of my services: release, version, and the stable revision's golden metrics. */
export function MyServiceRow({ rollout }: { rollout: RolloutSummary }) {
  const links = useLinks();
  const { ref, entity } = rollout;
  const live = useRevisionMetrics(ref);
  const hashes = `${rollout.stableHash} ${rollout.currentPodHash}`;
  const range = useMetricRange(ref, hashes, CHART_RANGES[0], live);
  const to = links.entityTab(entity, ref) ?? links.rollout(ref);
  const note = trafficNote(rollout);
  return (
    <TableRow>
      <TableCell>
        {to ? <Link to={to}>{ref.name}</Link> : <b>{ref.name}</b>}
        <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
          {`${ref.cluster}/${ref.namespace}`}
        </Box>
      </TableCell>
      <TableCell>
        <RolloutPhaseChip phase={rollout.phase} detail={rollout.message} />
      </TableCell>
      <TableCell>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
          <span>{stepsShort(rollout) ?? shortStrategy(rollout)}</span>
          <Box sx={{ flex: 1, minWidth: 110 }}>
            <CompactWeightBar weights={rollout} />
          </Box>
        </Box>
        {note && (
          <Box sx={{ fontSize: 12, color: 'text.secondary' }}>{note}</Box>
        )}
      </TableCell>
      <TableCell>
        <ImageTags rollout={rollout} />
      </TableCell>
      <FigureCell
        name={ref.name}
        metric="successRate"
        title="success rate"
        unit="ratio"
        live={live}
        range={range}
      />
      <FigureCell
        name={ref.name}
        metric="latencyP95"
        title="p95"
        unit="ms"
        live={live}
        range={range}
      />
    </TableRow>
  );
}
