import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { describeSeries } from './chartData';
import { SeriesPlot } from './SeriesPlot';
import { SeriesTable } from './SeriesTable';
import { TimeSeriesChartProps } from './types';

/** Series over time with their limits; the same figures as a table at a press. */
export function TimeSeriesChart(props: TimeSeriesChartProps) {
  const { title, unit, series, limits = [], height = 220 } = props;
  const [asTable, setAsTable] = useState(false);
  const description = [
    ...series.map(one => describeSeries(one.label, one.points, unit)),
    ...limits.map(limit => `limit ${limit.label}`),
  ].join('. ');
  return (
    <Box component="figure" sx={{ m: 0, minWidth: 0 }}>
      <Box
        component="figcaption"
        sx={{
          display: 'flex',
          alignItems: 'center',
          justifyContent: 'space-between',
          gap: 1,
        }}
      >
        <Typography component="span" variant="subtitle2">
          {title}
        </Typography>
        <Button
          size="small"
          color="inherit"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          View as table
        </Button>
      </Box>
      {asTable ? (
        <SeriesTable {...props} height={height} />
      ) : (
        <Box role="img" aria-label={`${title}. ${description}`}>
          <SeriesPlot {...props} limits={limits} height={height} />
        </Box>
      )}
    </Box>
  );
}
