import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { formatFigure } from '../format/formatFigure';
import { toRows } from './chartData';
import { notesByRow, PlacedMark, TimeDomain } from './marks';
import { timeWords } from './times';
import { TimeSeriesChartProps } from './types';

/** The same figures and marks as the chart, as a table. Newest first. */
export function SeriesTable(
  props: Pick<
    TimeSeriesChartProps,
    'title' | 'series' | 'unit' | 'height' | 'sinceStart'
  > & {
    domain?: TimeDomain;
    marks: readonly PlacedMark[];
  },
) {
  const { title, series, unit, height, domain, marks } = props;
  const rows = toRows(series).filter(
    ({ time }) => !domain || (time >= domain[0] && time <= domain[1]),
  );
  const notes = notesByRow(
    rows.map(row => row.time),
    marks,
  );
  const words = timeWords(props);
  const figures = { fontVariantNumeric: 'tabular-nums' };
  return (
    <TableContainer sx={{ maxHeight: height }} tabIndex={0} aria-label={title}>
      <Table size="small" stickyHeader aria-label={title}>
        <TableHead>
          <TableRow>
            <TableCell>
              {props.sinceStart ? 'Since the start' : 'Time'}
            </TableCell>
            {series.map(one => (
              <TableCell key={one.id} align="right">
                {one.label}
              </TableCell>
            ))}
            {marks.length > 0 && <TableCell>What happened</TableCell>}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows
            .map((row, index) => ({ row, happened: notes[index] }))
            .reverse()
            .map(({ row, happened }) => (
              <TableRow key={row.time}>
                <TableCell sx={figures}>{words.full(row.time)}</TableCell>
                {series.map(one => (
                  <TableCell key={one.id} align="right" sx={figures}>
                    {row.values[one.id] === undefined ||
                    row.values[one.id] === null
                      ? 'not measured'
                      : formatFigure(row.values[one.id], unit)}
                  </TableCell>
                ))}
                {marks.length > 0 && (
                  <TableCell>{happened.join(', ')}</TableCell>
                )}
              </TableRow>
            ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
