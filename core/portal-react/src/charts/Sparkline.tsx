import Box from '@mui/material/Box';
import { SeriesColour, seriesColour } from '../colours';
import { FigureUnit } from '../format/formatFigure';
import { describeSeries } from './chartData';
import { leastSpan, sparklinePath } from './sparklinePath';
import { ChartPoint } from './types';

/** A small line without axes; its text alternative says now, lowest and highest. */
export function Sparkline(props: {
  points: readonly ChartPoint[];
  /** What it shows: `success rate of order-service`. */
  label: string;
  unit: FigureUnit;
  colour?: SeriesColour;
  /** px, default 96. */
  width?: number;
  /** px, default 24. */
  height?: number;
}) {
  const { points, label, unit, colour = 'neutral' } = props;
  const { width = 96, height = 24 } = props;
  return (
    <Box
      component="svg"
      role="img"
      aria-label={describeSeries(label, points, unit)}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      sx={{ display: 'inline-block', verticalAlign: 'middle' }}
    >
      <path
        d={sparklinePath(points, width, height, leastSpan(points, unit))}
        fill="none"
        stroke={seriesColour(colour)}
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </Box>
  );
}
