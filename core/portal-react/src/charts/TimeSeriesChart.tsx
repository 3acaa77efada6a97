import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { describeSeries } from './chartData';
import { MarkList } from './MarkList';
import { placeMarks, timeDomain, timeOfMark } from './marks';
import { SeriesPlot } from './SeriesPlot';
import { SeriesTable } from './SeriesTable';
import { timeWords } from './times';
import { TimeSeriesChartProps } from './types';

/**
 * Series over time with their limits and with what happened then: moments
 * (`markers`) and shaded times (`spans`). The same as a table at a press.
 */
export function TimeSeriesChart(props: TimeSeriesChartProps) {
  const { title, unit, series, limits = [], height = 220 } = props;
  const [asTable, setAsTable] = useState(false);
  const domain = timeDomain(series, props, props.timeRange);
  const marks = domain ? placeMarks(props, domain) : [];
  const words = timeWords(props);
  const description = [
    ...series.map(one => describeSeries(one.label, one.points, unit)),
    ...limits.map(limit => `limit ${limit.label}`),
    ...marks.map(mark => `${mark.label} ${timeOfMark(mark, words)}`),
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
        <SeriesTable {...props} height={height} domain={domain} marks={marks} />
      ) : (
        <Box role="img" aria-label={`${title}. ${description}`}>
          <SeriesPlot
            {...props}
            limits={limits}
            height={height}
            domain={domain}
            marks={marks}
          />
        </Box>
      )}
      {marks.length > 0 && <MarkList marks={marks} words={words} />}
    </Box>
  );
}
