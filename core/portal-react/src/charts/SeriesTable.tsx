import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { formatFigure } from '../format/formatFigure';
import { formatAbsolute } from '../format/formatTime';
import { toRows } from './chartData';
import { TimeSeriesChartProps } from './types';

/** The same figures as the chart, as a table. Newest first. */
export function SeriesTable(
  props: Pick<TimeSeriesChartProps, 'title' | 'series' | 'unit' | 'height'>,
) {
  const { title, series, unit, height } = props;
  const figures = { fontVariantNumeric: 'tabular-nums' };
  return (
    <TableContainer sx={{ maxHeight: height }} tabIndex={0} aria-label={title}>
      <Table size="small" stickyHeader aria-label={title}>
        <TableHead>
          <TableRow>
            <TableCell>Time</TableCell>
            {series.map(one => (
              <TableCell key={one.id} align="right">
                {one.label}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {toRows(series)
            .reverse()
            .map(row => (
              <TableRow key={row.time}>
                <TableCell sx={figures}>
                  {formatAbsolute(row.time * 1000)}
                </TableCell>
                {series.map(one => (
                  <TableCell key={one.id} align="right" sx={figures}>
                    {row.values[one.id] === undefined ||
                    row.values[one.id] === null
                      ? 'not measured'
                      : formatFigure(row.values[one.id], unit)}
                  </TableCell>
                ))}
              </TableRow>
            ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
