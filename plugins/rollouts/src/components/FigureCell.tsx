import { formatFigure, Sparkline } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import TableCell from '@mui/material/TableCell';
import { GoldenMetric, MetricUnit } from '@slipway/plugin-metrics-common';
import { ReactNode } from 'react';
import { MetricRange } from '../hooks/useMetricRange';
import { LiveRevisionMetrics } from '../hooks/useRevisionMetrics';

/** A golden metric of the stable revision: the last 15 minutes as a line, and now. */
export function FigureCell(props: {
  name: string;
  metric: GoldenMetric;
  title: string;
  unit: MetricUnit;
  live: LiveRevisionMetrics;
  range: MetricRange;
  /** A second line, such as a comparison. */
  children?: ReactNode;
}) {
  const { name, metric, title, unit, live, range, children } = props;
  const points = range.points(metric).stable;
  return (
    <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
      {points.length > 1 && (
        // Where it is narrow there is room for the figures only.
        <Box component="span" sx={{ display: { xs: 'none', sm: 'inline' } }}>
          <Sparkline
            points={points}
            label={`${title} of ${name}, last 15 min`}
            unit={unit}
            colour="stable"
            width={72}
          />
        </Box>
      )}{' '}
      <Box
        component="span"
        sx={{ fontVariantNumeric: 'tabular-nums', fontWeight: 600 }}
      >
        {live.status === 'loading'
          ? '…'
          : formatFigure(live.stable?.[metric], unit)}
      </Box>
      {children}
    </TableCell>
  );
}
